/// What a `.content` file says: one paper per line, as identifier, 0 or 1 for every word, class.
struct ContentFile {
  private(set) var papers: [String] = []
  private(set) var index: [Spelling: Int] = [:]
  private(set) var wordCount = 0
  /// The words of paper i are `words[starts[i]..<starts[i + 1]]`, ascending.
  private(set) var starts = [0]
  private(set) var words: [Int32] = []
  /// The class of each paper, by name.
  private(set) var labels: [String] = []
  let path: String
  private var lines: [Int] = []

  /// Reads the file in one pass, up to a line that is refused.
  init(_ bytes: UnsafeBufferPointer<UInt8>, path: String) throws(CoraError) {
    self.path = path
    var reader = try CoraError.naming(try LineReader(bytes, path: path, .citations))
    while let line = reader.next() {
      if line.contains(LineReader.tab) {
        try append(line, at: reader.line)
      } else {
        let fields = LineReader.fields(of: line)
        try Array(fields.joined(separator: [LineReader.tab])).withUnsafeBufferPointer {
          bytes throws(CoraError) in try append(bytes, at: reader.line)
        }
      }
    }
    guard !papers.isEmpty else {
      throw .file(SourceFileError(path, .empty, .citations))
    }
  }

  /// A file without a paper so far, whose papers may hold that many words.
  init(path: String, wordCount: Int) { (self.path, self.wordCount) = (path, wordCount) }

  /// Adds a paper that holds those words, ascending.
  mutating func add(
    _ id: some BidirectionalCollection<UInt8>, holding held: [Int32],
    label: some BidirectionalCollection<UInt8>,
    at number: Int
  ) throws(CoraError) {
    words += held
    try add(id, label: label, at: number)
  }

  /// Adds the paper of a line whose fields are separated by tabs.
  private mutating func append(
    _ line: UnsafeBufferPointer<UInt8>, at number: Int
  ) throws(CoraError) {
    let (separator, zero, one) = (LineReader.tab, UInt8(ascii: "0"), UInt8(ascii: "1"))
    var place = 0
    while place < line.count, line[place] != separator { place += 1 }
    let id = line[..<place]
    place += 1
    var word = 0
    while place &+ 1 < line.count, line[place &+ 1] == separator,
      line[place] == zero || line[place] == one
    {
      if line[place] == one { words.append(Int32(truncatingIfNeeded: word)) }
      word &+= 1
      place &+= 2
    }
    let label = line[min(place, line.count)...]
    if word == 0 || label.isEmpty || label.contains(separator)
      || !papers.isEmpty && word != wordCount
    {
      throw refusal(line, at: number, word: word)
    }
    wordCount = word
    try add(id, label: label, at: number)
  }

  /// Adds a paper whose words have been added to `words` already.
  private mutating func add(
    _ id: some BidirectionalCollection<UInt8>, label: some BidirectionalCollection<UInt8>,
    at number: Int
  ) throws(CoraError) {
    let id = LineReader.trimmed(id)
    guard !id.isEmpty else {
      throw .line(path: path, line: number, .blank(field: "identifier"))
    }
    let name = String(decoding: id, as: UTF8.self)
    if let other = index.updateValue(papers.count, forKey: Spelling(name)) {
      throw .repeatedPaper(
        id: TextBytes.shown(id), path: path, first: lines[other], second: number)
    }
    papers.append(name)
    lines.append(number)
    labels.append(String(decoding: label, as: UTF8.self))
    starts.append(words.count)
  }

  /// Why a line is refused that is not an identifier, `word` indicators and a class.
  private func refusal(
    _ line: UnsafeBufferPointer<UInt8>, at number: Int, word: Int
  ) -> CoraError {
    let fields = LineReader.fields(of: line)
    let problem: CoraError.LineProblem
    if fields.count < 3 {
      problem = .tooFewFields(found: fields.count)
    } else if !papers.isEmpty, fields.count != wordCount + 2 {
      problem = .fieldCount(found: fields.count, expected: wordCount + 2)
    } else if word < fields.count - 2 {
      problem = .word(field: word + 2, text: TextBytes.shown(fields[word + 1]))
    } else {
      problem = .blank(field: "class")
    }
    return .line(path: path, line: number, problem)
  }
}
