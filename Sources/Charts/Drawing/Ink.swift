/// A colour with a meaning, in one shade for light and one for dark backgrounds.
///
/// The six hues are chosen after Okabe and Ito so that they stay apart under the common colour
/// vision deficiencies; each shade has a contrast of at least 3 : 1 with its background
/// (#ffffff, #121212), the two text inks of at least 4.5 : 1.
enum Ink: String, Sendable, Hashable, CaseIterable, Encodable {
  /// Titles, labels and whatever must be read.
  case text
  /// Secondary text and reference lines.
  case muted
  /// The line that carries an axis.
  case axis
  /// Grid lines: the one ink that need not reach a contrast of 3 : 1.
  case grid
  case blue, vermilion, green, purple, amber, violet
  /// A dark grey (light on a dark background), and a medium one.
  case graphite, silver

  /// The six hues in order of preference.
  static let hues: [Ink] = [.blue, .vermilion, .green, .purple, .amber, .violet]

  /// The shade on a light background as 0xRRGGBB; no two inks share one.
  var light: UInt32 { shades.light }

  /// The shade on a dark background as 0xRRGGBB.
  var dark: UInt32 { shades.dark }

  private var shades: (light: UInt32, dark: UInt32) {
    switch self {
    case .text: (0x1f2328, 0xe8eaed)
    case .muted: (0x5b636d, 0xa9b1ba)
    case .axis: (0x868d95, 0x7d858e)
    case .grid: (0xd8dce1, 0x363b41)
    case .blue: (0x0072b2, 0x4db1ec)
    case .vermilion: (0xd45500, 0xff8a47)
    case .green: (0x00875f, 0x2fc495)
    case .purple: (0xb54a8c, 0xe58fc2)
    case .amber: (0xa87000, 0xe6b03a)
    case .violet: (0x6a4fb3, 0xa893f0)
    case .graphite: (0x50565c, 0xb9bfc6)
    case .silver: (0x82888e, 0x868c93)
    }
  }

  init?(light shade: UInt32) {
    guard let ink = Ink.allCases.first(where: { $0.light == shade }) else { return nil }
    self = ink
  }
}
