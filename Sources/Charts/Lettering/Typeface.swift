/// A monoline sans serif: every glyph is the path of a round pen.
enum Typeface {
  /// Glyph coordinates that make one text size.
  static let unitsPerEm = 1000.0

  static let glyphs: [Character: Glyph] = {
    var glyphs: [Character: Glyph] = [:]
    for space: Character in [" ", "\u{a0}"] { glyphs[space] = Glyph(advance: 265, strokes: Path()) }
    for table in [smallLetters, capitalLetters, numerals, symbols, greek] {
      for line in table.split(separator: "\n") { glyphs[line[line.startIndex]] = Glyph(line) }
    }
    for (character, source, height) in scripts {
      guard let glyph = glyphs[source] else {
        preconditionFailure("“\(character)” is made from “\(source)”, which has no glyph")
      }
      glyphs[character] = Glyph(
        advance: glyph.advance * scriptScale,
        strokes: glyph.strokes.mapped { Point($0.x * scriptScale, $0.y * scriptScale + height) })
    }
    return glyphs
  }()

  /// What is added to the advance between two neighbours that would seem too far apart.
  static func kerning(_ left: Character?, _ right: Character) -> Double {
    guard let left else { return 0 }
    return pairs[left]?[right] ?? 0
  }

  private static let pairs: [Character: [Character: Double]] = {
    var pairs: [Character: [Character: Double]] = [:]
    for (lefts, rights, distance) in kerningClasses {
      for left in lefts { for right in rights { pairs[left, default: [:]][right] = distance } }
    }
    return pairs
  }()

  private static let kerningClasses: [(String, String, Double)] = [
    ("TVWY", "aceoqdgsmnpruvwxyz", -70), ("TVWY", "A.,", -80), ("A", "TVWYvwy", -60),
    ("L", "TVWYvwy", -70), ("P", "A.,", -80), ("F", "aoe.,A", -50), ("r", "aceoqdg.,", -28),
    ("f", "aceo", -18), ("t", "aceo", -12), ("vwy", ".,aceo", -30), ("k", "aceo", -25),
    ("R", "TVWY", -30), ("7", ".", -50),
  ]

  private static let scriptScale = 0.62

  /// Characters that are smaller copies of others, with the height of their baseline.
  private static let scripts: [(Character, Character, Double)] = [
    ("⁰", "0", 330), ("¹", "1", 330), ("²", "2", 330), ("³", "3", 330), ("⁴", "4", 330),
    ("⁵", "5", 330), ("⁶", "6", 330), ("⁷", "7", 330), ("⁸", "8", 330), ("⁹", "9", 330),
    ("⁻", "−", 330), ("⁺", "+", 330), ("₀", "0", -150), ("₁", "1", -150),
    ("₂", "2", -150),
    ("₃", "3", -150), ("ᵀ", "T", 330),
  ]
}

/// The strokes of one character on a baseline at height 0, y pointing up.
struct Glyph {
  let advance: Double
  let strokes: Path

  init(advance: Double, strokes: Path) { (self.advance, self.strokes) = (advance, strokes) }

  /// Reads a line of the tables: the character, its advance, and its strokes in a notation of one
  /// letter and its numbers per segment,
  /// `M x y` move, `L x y` line, `H x` and `V y` horizontal and vertical line,
  /// `C x y x y x y` cubic curve, `E x y` a quarter round that leaves to the east or west and
  /// arrives to the north or south, `N x y` one that leaves to the north or south,
  /// `D x y` a dot, `Z` close.
  init(_ notation: Substring) {
    var pen = Path()
    var at = Point(0, 0)
    var words = notation.split(separator: " ").dropFirst()
    func number() -> Double {
      guard let word = words.popFirst(), let value = Double(word) else {
        preconditionFailure("a number is missing in the strokes “\(notation)”")
      }
      return value
    }
    func point() -> Point {
      let x = number()
      return Point(x, number())
    }
    let advance = number()
    while let command = words.popFirst() {
      let start = at
      switch command {
      case "M":
        at = point()
        pen.move(to: at)
      case "L": at = point()
      case "H": at.x = number()
      case "V": at.y = number()
      case "C":
        let (first, second) = (point(), point())
        at = point()
        pen.curve(first, second, to: at)
      case "E":
        at = point()
        pen.curve(
          Point(start.x + Glyph.roundness * (at.x - start.x), start.y),
          Point(at.x, at.y - Glyph.roundness * (at.y - start.y)), to: at)
      case "N":
        at = point()
        pen.curve(
          Point(start.x, start.y + Glyph.roundness * (at.y - start.y)),
          Point(at.x - Glyph.roundness * (at.x - start.x), at.y), to: at)
      case "D":
        at = point()
        let r = Glyph.dotRadius
        let corners = [Point(r, 0), Point(0, r), Point(-r, 0), Point(0, -r)]
        pen.append(Path(through: corners.map { at + $0 }, closed: true))
      case "Z": pen.close()
      default: preconditionFailure("unknown stroke “\(command)” in “\(notation)”")
      }
      if ["L", "H", "V"].contains(command) { pen.line(to: at) }
    }
    self.init(advance: advance, strokes: pen)
  }

  /// Length of a quarter round's control arms; a circle has 0.552, more is squarer.
  private static let roundness = 0.565
  private static let dotRadius = 14.0
}
