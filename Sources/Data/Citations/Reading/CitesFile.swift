/// What a `.cites` file says: one citation per line, as the cited paper and the citing one.
struct CitesFile {
  /// Both ends of every citation between two different known papers, smaller index first, in the
  /// order of the file.
  private(set) var links: [SIMD2<Int32>] = []
  private(set) var citations = 0
  private(set) var selfCitations = 0
  private(set) var unknownCitations = 0
  /// The papers that citations name and no content describes, in order of first appearance.
  private(set) var unknownPapers: [String] = []

  /// Reads the file in one pass, up to a line that is refused; `papers` are the known ones'
  /// indices.
  init(_ bytes: UnsafeBufferPointer<UInt8>, path: String, papers: [String: Int]) throws(CoraError) {
    var reader = try CoraError.naming(try LineReader(bytes, path: path, CitationFormat.expected))
    var seen: Set<String> = []
    while let line = reader.next() {
      let fields = reader.fields(of: line)
      guard fields.count == 2 else {
        throw .line(path: path, line: reader.line, .citation(fields: fields.count))
      }
      guard !fields[0].isEmpty, !fields[1].isEmpty else {
        throw .line(path: path, line: reader.line, .blank(field: "identifier"))
      }
      citations += 1
      let names = fields.map { String(decoding: $0, as: UTF8.self) }
      guard let first = papers[names[0]], let second = papers[names[1]] else {
        unknownCitations += 1
        for name in names where papers[name] == nil && seen.insert(name).inserted {
          unknownPapers.append(name)
        }
        continue
      }
      if first == second {
        selfCitations += 1
      } else {
        let (low, high) = (min(first, second), max(first, second))
        links.append(SIMD2(Int32(truncatingIfNeeded: low), Int32(truncatingIfNeeded: high)))
      }
    }
    guard citations > 0 else { throw .file(SourceFileError(path, .empty, CitationFormat.expected)) }
  }
}
