/// A citation as it is written: two identifiers.
struct Citation {
  let cited: String, citing: String
}

/// What a `.cites` file says: one citation per line, as the cited paper and the citing one.
struct CitesFile {
  let path: String
  /// The citations in the order of the file; never none.
  private(set) var citations: [Citation] = []

  /// Reads the file in one pass, up to a line that is refused.
  init(_ bytes: UnsafeBufferPointer<UInt8>, path: String) throws(CoraError) {
    self.path = path
    var reader = try CoraError.naming(try LineReader(bytes, path: path, .citations))
    while let line = reader.next() {
      let fields = LineReader.fields(of: line)
      guard fields.count == 2 else {
        throw .line(path: path, line: reader.line, .citation(fields: fields.count))
      }
      try add(fields[0], fields[1], at: reader.line)
    }
    guard !citations.isEmpty else {
      throw .file(SourceFileError(path, .empty, .citations))
    }
  }

  /// A file without a citation so far.
  init(path: String) { self.path = path }

  /// Adds the citation of a line.
  mutating func add(
    _ cited: some BidirectionalCollection<UInt8>, _ citing: some BidirectionalCollection<UInt8>,
    at line: Int
  ) throws(CoraError) {
    let (cited, citing) = (LineReader.trimmed(cited), LineReader.trimmed(citing))
    guard !cited.isEmpty, !citing.isEmpty else {
      throw .line(path: path, line: line, .blank(field: "identifier"))
    }
    citations.append(
      Citation(
        cited: String(decoding: cited, as: UTF8.self),
        citing: String(decoding: citing, as: UTF8.self)))
  }
}
