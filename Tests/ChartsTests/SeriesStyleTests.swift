import Testing

@testable import Charts

struct SeriesStyleTests {
  @Test func tellsSeriesApartWithoutColour() {
    let roles: [Series.Role] =
      (0..<6).map { .attack($0) } + (0..<4).map { .control($0) } + [.level]
    var seen: Set<SignWithoutColour> = []
    for role in roles {
      for emphasis in [Series.Emphasis.strong, .light] {
        let style = SeriesStyle(role, emphasis)
        let sign = SignWithoutColour(marker: style.marker, dashes: style.line.dashes)
        #expect(seen.insert(sign).inserted, "\(role) \(emphasis)")
      }
    }
  }

  @Test(arguments: Ink.allCases) func standsOutFromBothGrounds(_ ink: Ink) {
    let least =
      switch ink {
      case .grid: 1.2
      case .text, .muted: 4.5
      default: 3.0
      }
    #expect(contrast(ink.light, 0xffffff) >= least)
    #expect(contrast(ink.dark, 0x121212) >= least)
  }

  @Test func givesEveryInkItsOwnShade() {
    for ink in Ink.allCases { #expect(Ink(light: ink.light) == ink) }
  }

  /// The contrast ratio of the Web Content Accessibility Guidelines 2.
  private func contrast(_ one: UInt32, _ other: UInt32) -> Double {
    let (brighter, darker) = (
      max(luminance(one), luminance(other)), min(luminance(one), luminance(other))
    )
    return (brighter + 0.05) / (darker + 0.05)
  }

  private func luminance(_ shade: UInt32) -> Double {
    func part(_ shift: UInt32) -> Double {
      // The power 2.2 stands for the piecewise transfer function; it is off by less than 0.01.
      let value = Double((shade >> shift) & 0xff) / 255
      return value * value * fifthRoot(value)
    }
    return 0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
  }

  private func fifthRoot(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    var root = 1.0
    for _ in 0..<60 { root -= (root - value / (root * root * root * root)) / 5 }
    return root
  }

  private struct SignWithoutColour: Hashable {
    var marker: Marker
    var dashes: [Double]
  }
}
