/// Papers with the words they hold, their classes, and who cites whom, direction left aside.
public struct CitationGraph: Sendable, Equatable {
  /// The identifiers of the papers, in the order of the file.
  public let papers: [String]
  /// The number of words that papers may hold.
  public let wordCount: Int
  /// The classes that occur, in ASCII order.
  public let classes: [String]
  /// The class of each paper, as an index of `classes`.
  public let classOfPaper: [Int]
  /// The files that it was read from: content, then citations.
  public let files: [SourceFile]
  /// What was found in them.
  public let report: CitationReport
  /// The words of paper i are `words[wordStarts[i]..<wordStarts[i + 1]]`, ascending.
  let wordStarts: [Int], words: [Int32]
  /// What was derived from it before, and is not part of its value.
  public let derived = DerivedValues()
  /// The neighbours of paper i are `neighbours[neighbourStarts[i]..<neighbourStarts[i + 1]]`,
  /// ascending; each edge is in the lists of both its ends.
  public let neighbourStarts: [Int], neighbours: [Int32]

  init(_ content: ContentFile, _ cites: KnownCitations, files: [SourceFile]) {
    papers = content.papers
    wordCount = content.wordCount
    (wordStarts, words) = (content.starts, content.words)
    classes = Set(content.labels.map(Spelling.init)).map(\.text)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let order = Dictionary(uniqueKeysWithValues: zip(classes.map(Spelling.init), classes.indices))
    classOfPaper = content.labels.map { order[Spelling($0)] ?? 0 }
    self.files = files
    let directed = Set(cites.links)
    let edges = Set(directed.map { SIMD2(min($0.x, $0.y), max($0.x, $0.y)) })
    var lists = Array(repeating: [Int32](), count: content.papers.count)
    for edge in edges {
      lists[Int(edge.x)].append(edge.y)
      lists[Int(edge.y)].append(edge.x)
    }
    var starts = [0]
    var flat: [Int32] = []
    for list in lists {
      flat += list.sorted()
      starts.append(flat.count)
    }
    (neighbourStarts, neighbours) = (starts, flat)
    report = CitationReport(
      papers: papers.count, ones: words.count, citations: cites.citations,
      repeatedCitations: cites.links.count - directed.count,
      reversedCitations: directed.count - edges.count, selfCitations: cites.selfCitations,
      unknownCitations: cites.unknownCitations, unknownPapers: cites.unknownPapers,
      edges: edges.count, isComparedByNumber: cites.isByNumber)
  }

  /// The number of undirected edges.
  public var edgeCount: Int { neighbours.count / 2 }

  /// The words that a paper holds, ascending.
  public func words(of paper: Int) -> ArraySlice<Int32> {
    words[wordStarts[paper]..<wordStarts[paper + 1]]
  }

  /// The papers that cite a paper or that it cites, ascending.
  public func neighbours(of paper: Int) -> ArraySlice<Int32> {
    neighbours[neighbourStarts[paper]..<neighbourStarts[paper + 1]]
  }
}
