import Reproducibility

/// Changes that happen to texts, and those that somebody makes on purpose.
enum TextMutation: CaseIterable {
  case bit, delete, insert, repeatLine, dropLine, swapLines, cut, number, separator, quote, ending

  private static let numbers = [
    "0", "-1", "nan", "inf", "1e400", "1e-400", "0x10", "1_000", "1,5", "", " 7 ", "+3", "1e3",
    ".5", "5.", "00012", "١٢", "9999999999999999999999", "2013-02-30", "2013-13-01", "0000-01-01",
  ]

  /// A text with this change at a random place.
  func apply(to text: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    guard !text.isEmpty else { return text }
    var bytes = text
    let place = random.whole(0..<bytes.count)
    switch self {
    case .bit: bytes[place] ^= 1 << UInt8(random.whole(0..<8))
    case .delete: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.whole(0..<4)))
    case .insert:
      bytes.insert(
        contentsOf: (0...random.whole(0..<4)).map { _ in UInt8(random.whole(0..<256)) },
        at: place)
    case .cut: bytes.removeSubrange(place...)
    case .quote: bytes.insert(UInt8(ascii: "\""), at: place)
    case .separator:
      let marks = Array(",\t ;\r\n".utf8)
      bytes[place] = marks[random.whole(0..<marks.count)]
    case .number:
      let (first, last) = TextMutation.cell(in: bytes, around: place)
      let text = TextMutation.numbers[random.whole(0..<TextMutation.numbers.count)]
      bytes.replaceSubrange(first..<last, with: text.utf8)
    case .ending:
      let end = [Array("\r".utf8), Array("\r\n".utf8), Array("\n\n".utf8)][random.whole(0..<3)]
      bytes = bytes.flatMap { $0 == 10 ? end : [$0] }
    case .repeatLine, .dropLine, .swapLines:
      var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
      let (one, other) = (random.whole(0..<lines.count), random.whole(0..<lines.count))
      switch self {
      case .repeatLine: lines.insert(lines[one], at: other)
      case .dropLine: lines.remove(at: one)
      default: lines.swapAt(one, other)
      }
      bytes = Array(lines.joined(separator: [10]))
    }
    return bytes
  }

  /// One to three changes, one after the other.
  static func mutated(_ text: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    (0...random.whole(0..<3)).reduce(text) { text, _ in
      allCases[random.whole(0..<allCases.count)].apply(to: text, using: &random)
    }
  }

  private static func cell(in bytes: [UInt8], around place: Int) -> (Int, Int) {
    let ends: Set<UInt8> = [10, 13, 44, 9, 32]
    var (first, last) = (place, place)
    while first > 0, !ends.contains(bytes[first - 1]) { first -= 1 }
    while last < bytes.count, !ends.contains(bytes[last]) { last += 1 }
    return (first, last)
  }
}

/// What a second reader says of a text.
enum Verdict<Content> {
  /// It is to be refused.
  case refused
  /// It is to be accepted, with this content.
  case accepted(Content)
  /// The second reader does not judge such texts, with quotation marks or other than ASCII
  /// characters.
  case unknown
}

/// A second reader of price tables, written from the rules alone, as plainly as can be.
enum PlainPrices {
  struct Day: Hashable {
    var ticker: String, date: String
  }

  private static let prices = [
    "open", "high", "low", "close", "adjopen", "adjhigh", "adjlow", "adjclose",
  ]
  private static let known = Set(
    prices + ["ticker", "date", "volume", "exdividend", "splitratio", "adjvolume"])

  /// Adjusted closes by ticker and day, or that the text is to be refused.
  static func read(_ bytes: [UInt8]) -> Verdict<[Day: Double]> {
    guard isPlain(bytes) else { return .unknown }
    let lines = PlainText.lines(bytes).filter { !$0.isEmpty }
    guard let head = lines.first else { return .refused }
    let names = PlainText.cells(head, ",").map { name in
      name.lowercased().filter { !" _.-".contains($0) }
    }
    // Without a ticker column the file's name tells the ticker.
    guard names.contains("ticker") else { return .unknown }
    let used = names.filter(known.contains)
    guard Set(used).count == used.count, let date = names.firstIndex(of: "date"),
      let ticker = names.firstIndex(of: "ticker"), let close = names.firstIndex(of: "adjclose")
    else { return .refused }
    var found: [Day: Double] = [:]
    var days: Set<Day> = []
    for line in lines.dropFirst() {
      let cells = PlainText.cells(line, ",")
      guard cells.count == names.count, isDate(cells[date]), isTicker(cells[ticker]) else {
        return .refused
      }
      for (name, cell) in zip(names, cells) where known.contains(name) {
        if ["date", "ticker"].contains(name) || cell.isEmpty { continue }
        guard let value = PlainText.number(cell) else { return .refused }
        let mayBeZero = ["volume", "adjvolume", "exdividend"].contains(name)
        guard mayBeZero ? value >= 0 : value > 0 else { return .refused }
      }
      // Tickers are compared in capitals.
      let day = Day(ticker: cells[ticker].uppercased(), date: cells[date])
      guard days.insert(day).inserted else { return .refused }
      if let value = PlainText.number(cells[close]) { found[day] = value }
    }
    return found.isEmpty ? .refused : .accepted(found)
  }

  /// Whether there are no quotation marks and only printable characters and line ends.
  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { (0x20...0x7e).contains($0) && $0 != 0x22 || $0 == 10 || $0 == 13 }
  }

  private static func isTicker(_ text: String) -> Bool {
    (1...16).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
          || (0x61...0x7a).contains(byte) || "._-".utf8.contains(byte)
      }
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isNumber) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return false }
    let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return year >= 1 && (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
  }
}

/// A second reader of citation files in the form of Cora's.
enum PlainCitations {
  /// The identifiers, classes and words of papers, or that the text is to be refused.
  static func content(_ bytes: [UInt8]) -> Verdict<[String: (words: [Int], label: String)]> {
    guard isPlain(bytes) else { return .unknown }
    var papers: [String: (words: [Int], label: String)] = [:]
    var count: Int?
    for line in PlainText.lines(bytes) {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      // Blanks separate only where there is no tab; how they mix is not judged here.
      guard line.contains(0x09), !line.contains(0x20) else { return .unknown }
      let cells = line.split(separator: 0x09, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard let id = cells.first, let label = cells.last, cells.count >= 3, !id.isEmpty,
        !label.isEmpty
      else { return .refused }
      let words = cells.dropFirst().dropLast()
      guard words.allSatisfy({ $0 == "0" || $0 == "1" }), count ?? words.count == words.count,
        papers[id] == nil
      else { return .refused }
      count = words.count
      papers[id] = (words.enumerated().filter { $0.element == "1" }.map(\.offset), label)
    }
    return papers.isEmpty ? .refused : .accepted(papers)
  }

  private static func isPlain(_ bytes: [UInt8]) -> Bool {
    // What a carriage return alone means here is not judged.
    zip(bytes, bytes.dropFirst() + [0]).allSatisfy { byte, next in
      (0x20...0x7e).contains(byte) || byte == 10 || byte == 9 || byte == 13 && next == 10
    }
  }
}

/// What both readers share: lines, cells and numbers.
private enum PlainText {
  /// The lines, which end with LF, CR LF or CR.
  static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var before: UInt8 = 0
    for byte in bytes {
      if byte == 10, before == 13 {
        // The second half of a line end.
      } else if byte == 10 || byte == 13 {
        lines.append([])
      } else {
        lines[lines.count - 1].append(byte)
      }
      before = byte
    }
    return lines
  }

  /// The cells of a line, without blanks around them.
  static func cells(_ line: [UInt8], _ separator: Character) -> [String] {
    String(decoding: line, as: UTF8.self)
      .split(separator: separator, omittingEmptySubsequences: false).map { cell in
        let start = cell.drop { $0 == " " }
        return String(String(start.reversed()).drop { $0 == " " }.reversed())
      }
  }

  /// The number of a text of digits, a point and an exponent, with signs.
  static func number(_ text: String) -> Double? {
    guard text.allSatisfy({ "+-.0123456789Ee".contains($0) }), let value = Double(text),
      value.isFinite
    else { return nil }
    return value
  }
}
