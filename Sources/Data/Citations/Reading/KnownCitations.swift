/// Citations whose ends were looked up among the papers that are described.
///
/// Identifiers are compared as they are written and, if by that most citations name an unknown
/// paper, as numbers: 1246.0 is then 1246.
struct KnownCitations {
  /// The cited and the citing one of every citation between two different known papers, in the
  /// order of the file.
  private(set) var links: [SIMD2<Int32>] = []
  let citations: Int
  private(set) var selfCitations = 0
  private(set) var unknownCitations = 0
  /// The papers that citations name and no content describes, in order of first appearance.
  private(set) var unknownPapers: [String] = []
  private(set) var isByNumber = false

  /// - Throws: `CoraError.unrelated` if fewer than half of the citations name two known papers.
  init(_ cites: CitesFile, of content: ContentFile) throws(CoraError) {
    citations = cites.citations.count
    let written = PaperNumbers(content.papers, index: content.index, isByNumber: false)
    lookUp(cites.citations, in: written)
    if !isMostlyKnown {
      isByNumber = true
      lookUp(
        cites.citations,
        in: PaperNumbers(content.papers, index: content.index, isByNumber: true))
    }
    guard isMostlyKnown else {
      let cited = unknownPapers.first ?? ""
      let described = Self.relative(of: cited, in: content.papers) ?? content.papers.first ?? ""
      throw .unrelated(
        cites: cites.path, content: content.path,
        CoraError.Mismatch(
          citations: citations, known: citations - unknownCitations,
          cited: TextBytes.shown(cited.utf8), described: TextBytes.shown(described.utf8)))
    }
  }

  private var isMostlyKnown: Bool { 2 * unknownCitations <= citations }

  private mutating func lookUp(_ citations: [Citation], in papers: PaperNumbers) {
    (links, selfCitations, unknownCitations, unknownPapers) = ([], 0, 0, [])
    var seen: Set<Spelling> = []
    for citation in citations {
      let ends = [citation.cited, citation.citing]
      guard let first = papers[ends[0]], let second = papers[ends[1]] else {
        unknownCitations += 1
        for name in ends where papers[name] == nil && seen.insert(Spelling(name)).inserted {
          unknownPapers.append(name)
        }
        continue
      }
      if first == second {
        selfCitations += 1
      } else {
        links.append(SIMD2(Int32(truncatingIfNeeded: first), Int32(truncatingIfNeeded: second)))
      }
    }
  }

  /// The longest identifier that is part of another one or holds it, as 1246 is part of
  /// paper:1246; nil if there is none.
  private static func relative(of name: String, in papers: [String]) -> String? {
    let name = name.lowercased()
    return papers.filter { paper in
      let paper = paper.lowercased()
      return paper.contains(name) || name.contains(paper)
    }.max { $0.utf8.count < $1.utf8.count }
  }
}

/// The papers by their identifiers, as written or also as the numbers that these are.
private struct PaperNumbers {
  private let index: [Spelling: Int]
  /// The papers whose number no other one has.
  private var byNumber: [Double: Int?] = [:]

  init(_ papers: [String], index: [Spelling: Int], isByNumber: Bool) {
    self.index = index
    guard isByNumber else { return }
    for (place, paper) in papers.enumerated() {
      guard let number = Self.number(paper) else { continue }
      byNumber[number] = .some(byNumber[number] == nil ? place : nil)
    }
  }

  subscript(name: String) -> Int? {
    if let place = index[Spelling(name)] { return place }
    guard !byNumber.isEmpty, let number = Self.number(name) else { return nil }
    return byNumber[number] ?? nil
  }

  /// The number that an identifier is; nil for a text, and from 2^53 on, where numbers merge.
  private static func number(_ name: String) -> Double? {
    var name = name
    let number = name.withUTF8 { DecimalNumber.value(of: $0) }
    return number.flatMap { abs($0) < 0x1p53 ? $0 : nil }
  }
}
