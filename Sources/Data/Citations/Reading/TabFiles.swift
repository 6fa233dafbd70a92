/// Papers and citations in the form of the LINQS group's PubMed Diabetes: two `.tab` files with two
/// header lines each.
///
/// ```
/// NODE    paper
/// cat=1,2,3:label    numeric:w-rat:0.0    numeric:w-insulin:0.0    string:summary
/// 12187484    label=1    w-rat=0.0939    summary=w-rat
///
/// DIRECTED    cites
/// NO_FEATURES
/// 33824    paper:19127292    |    paper:17363749
/// ```
enum TabFiles {
  /// Reads papers; a word counts as held if its weight is above 0.
  ///
  /// - Throws: `CoraError` at the first line that is refused.
  static func content(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String
  ) throws(CoraError) -> ContentFile {
    var reader = try CoraError.naming(try LineReader(bytes, path: path, .citations))
    try skipFirstLine("NODE", of: &reader, path: path)
    var words: [String: Int32] = [:]
    for field in reader.next().map(LineReader.fields) ?? [] {
      let parts = text(field).split(separator: ":")
      guard parts.count > 1, parts[0] == "numeric" else { continue }
      words[String(parts[1])] = Int32(words.count)
    }
    guard !words.isEmpty else {
      throw .line(path: path, line: max(1, reader.line), .tab("numeric:<word>:0.0 for every word"))
    }
    var file = ContentFile(path: path, wordCount: words.count)
    while let line = reader.next() {
      let fields = LineReader.fields(of: line)
      var held: Set<Int32> = []
      var label: Substring?
      for field in fields.dropFirst() where !field.isEmpty {
        let parts = text(field).split(separator: "=", maxSplits: 1)
        if parts.first == "summary" { continue }
        guard parts.count == 2 else {
          throw .line(path: path, line: reader.line, .tab("<name>=<value> after the identifier"))
        }
        if parts[0] == "label" {
          label = parts[1]
          continue
        }
        guard let word = words[String(parts[0])], let weight = weight(parts[1]) else {
          throw .line(
            path: path, line: reader.line,
            .tab("a word of line 2 with a number, not \(TextBytes.shown(field)),"))
        }
        if weight > 0 { held.insert(word) }
      }
      guard let label else { throw .line(path: path, line: reader.line, .tab("label=<class>")) }
      try file.add(fields[0], holding: held.sorted(), label: label.utf8, at: reader.line)
    }
    guard !file.papers.isEmpty else {
      throw .file(SourceFileError(path, .empty, .citations))
    }
    return file
  }

  /// Reads citations.
  ///
  /// - Throws: `CoraError` at the first line that is refused.
  static func citations(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String
  ) throws(CoraError) -> CitesFile {
    var reader = try CoraError.naming(try LineReader(bytes, path: path, .citations))
    try skipFirstLine("DIRECTED", of: &reader, path: path)
    _ = reader.next()
    var file = CitesFile(path: path)
    while let line = reader.next() {
      let ends = LineReader.fields(of: line).filter { text($0).hasPrefix("paper:") }
      guard ends.count == 2 else {
        throw .line(path: path, line: reader.line, .tab("paper:<identifier> twice"))
      }
      try file.add(ends[0].dropFirst(6), ends[1].dropFirst(6), at: reader.line)
    }
    guard !file.citations.isEmpty else {
      throw .file(SourceFileError(path, .empty, .citations))
    }
    return file
  }

  private static func skipFirstLine(
    _ word: String, of reader: inout LineReader, path: String
  ) throws(CoraError) {
    guard let line = reader.next() else {
      throw .file(SourceFileError(path, .empty, .citations))
    }
    guard let first = LineReader.fields(of: line).first, text(first) == word else {
      throw .line(path: path, line: reader.line, .tab("\(word) at the start of its first line"))
    }
  }

  private static func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func weight(_ text: Substring) -> Double? {
    var text = String(text)
    return text.withUTF8 { DecimalNumber.value(of: $0) }
  }
}
