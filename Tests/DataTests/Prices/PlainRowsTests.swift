import Reproducibility
import Testing

@testable import Data

/// Rows are read with an index of their cells where they are plain; that must not be seen.
struct PlainRowsTests {
  @Test(arguments: 0..<120)
  func readsAnyTableAsWithoutAnIndex(seed: Int) {
    let text = DirtyTable(seed: seed).text
    let expected = Reading(of: text, usesIndex: false, limit: 1 << 20)
    #expect(Reading(of: text, usesIndex: true, limit: 1 << 20) == expected)
    #expect(Reading(of: text, usesIndex: true, limit: 500) == expected)
  }

  @Test(arguments: DirtyTable.unusualCells + DirtyTable.wrongCells + ["\"a\nb\"", "\r", "\n", ","])
  func readsAnyCellInAnyColumnAsWithoutAnIndex(cell: String) {
    let columns = QuandlColumn.allCases
    let usual = "A,2014-01-02,1.5,1.5,1.5,1.5,100,0.0,1.0,1.5,1.5,1.5,1.5,100".split(separator: ",")
    for lineEnd in ["\n", "\r\n"] {
      for column in columns {
        let rows = (10..<30).map { day in
          var cells = usual.map(String.init)
          cells[1] = "2014-01-\(day)"
          if day == 20 { cells[column.rawValue] = cell }
          return cells.joined(separator: ",") + lineEnd
        }
        let text = Array((PriceText.bulkHeader + rows.joined()).utf8)
        let expected = Reading(of: text, usesIndex: false, limit: 1 << 20)
        #expect(Reading(of: text, usesIndex: true, limit: 1 << 20) == expected, "\(column)")
      }
    }
  }

  @Test func readsMostTablesToTheirEnd() {
    // Else the comparison above would say little.
    let readings = (0..<120).map { seed in
      Reading(of: DirtyTable(seed: seed).text, usesIndex: true, limit: 1 << 20)
    }
    #expect((24..<96).contains(readings.count { $0.refusal == nil }))
    #expect(readings.count { ($0.tally?.rows ?? 0) > 200 } > 24)
  }

  @Test func readsNumbersOfUpToSixteenBytes() {
    var random = SeededGenerator(seed: 5, stream: "numbers")
    for _ in 0..<2000 {
      var digits = (0..<1 + random.index(below: 16)).map { _ in
        UInt8(ascii: "0") + UInt8(random.index(below: 10))
      }
      let count = digits.count
      if count > 1, random.index(below: 4) > 0 {
        digits[random.index(below: count)] = UInt8(ascii: ".")
      }
      let text = (0..<16 - count).map { _ in UInt8(random.index(below: 256)) } + digits + [0x2C]
      text.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return }
        var place = start + 16 - count
        let expected = PlainDecimal.read(at: &place, before: start + 17)
        #expect(PlainDecimal(last: count, of16: start) == expected)
      }
    }
  }
}

/// Everything that comes of reading a table.
private struct Reading: Equatable {
  var refusal: QuandlError?
  var tally: FileTally?
  var tickers: [String] = []

  init(of text: [UInt8], usesIndex: Bool, limit: Int) {
    text.withUnsafeBufferPointer { bytes in
      do throws(QuandlError) {
        var table = TickerTable()
        var scan = try PriceFileScan(bytes, path: "KO.csv", number: 0, usesIndex: usesIndex)
        while try scan.readRows(into: &table, limit: limit) {}
        tally = scan.tally
        tickers = table.tickers.map { rows in
          "\(rows.ticker) \(rows.days) \(rows.prices.map(\.bitPattern)) \(rows.zeroVolumeRows) "
            + "\(rows.splits)"
        }
      } catch { refusal = error }
    }
  }
}

/// A table of which some cells are unusual, and few are wrong.
private struct DirtyTable {
  private var random: SeededGenerator
  private let columns: [QuandlColumn]
  private let lineEnd: String
  /// One of so many cells is unusual, and one of so many wrong.
  private let unusual: Int
  private let wrong: Int
  private var day: Int
  private var ticker = "A"

  /// Numbers above zero, or blank, in every column of numbers.
  static let unusualCells = [
    "", " ", "\"\"", "\"1.5\"", " 2.5", "+3", "1e3", "2.5E-2", "1.", ".5", "007",
    "12345678901234567", "0.12345678901234567891234", "18446744073709551616",
    String(repeating: "9", count: 290), "0." + String(repeating: "0", count: 280) + "1",
  ]
  /// Cells that most columns refuse.
  static let wrongCells = [
    "x", "1.2.3", ".", "0", "0.0", "00", "-1", "-0", "1e999", "\"1", "1 2", "1-", "\u{0}", "é",
    "0.0.0", "1\r", String(repeating: "9", count: 400),
    "0." + String(repeating: "0", count: 400) + "1",
  ]

  init(seed: Int) {
    random = SeededGenerator(seed: UInt64(seed), stream: "dirty tables")
    var columns = QuandlColumn.allCases
    if random.index(below: 3) == 0 { columns.removeFirst() }
    if random.index(below: 4) == 0 { columns.removeAll { $0 == .exDividend || $0 == .open } }
    if random.index(below: 3) == 0 { random.shuffle(&columns) }
    self.columns = columns
    lineEnd = ["\n", "\n", "\n", "\r\n", "\r"][random.index(below: 5)]
    unusual = [3, 30, 300, 3000][random.index(below: 4)]
    wrong = [2000, 20_000, 1_000_000][random.index(below: 3)]
    day = 10_000 + random.index(below: 5000)
  }

  var text: [UInt8] {
    var table = self
    var text = columns.map(\.name).joined(separator: ",") + lineEnd
    for _ in 0..<300 {
      text += table.row + (table.isOne(of: 200) ? "\n" : table.lineEnd)
      if table.isOne(of: 100) { text += table.lineEnd }
    }
    if isAtOdds { text.removeLast() }
    return Array(text.utf8)
  }

  private var isAtOdds: Bool { day % 2 == 1 }

  private mutating func isOne(of count: Int) -> Bool { random.index(below: count) == 0 }

  private mutating func anyOf(_ texts: String...) -> String {
    texts[random.index(below: texts.count)]
  }

  private var row: String {
    mutating get {
      day += isOne(of: 20) ? -random.index(below: 900) : 1
      if isOne(of: 40) { ticker = anyOf("A", "brk.b", "LONGER_NAME", "SIXTEEN.LETTERS1", "007") }
      var cells = columns.map { cell(of: $0) }
      if isOne(of: wrong) { cells.removeLast() }
      if isOne(of: wrong) { cells.append("1") }
      return cells.joined(separator: ",")
    }
  }

  private mutating func cell(of column: QuandlColumn) -> String {
    if isOne(of: wrong) { return Self.wrongCells[random.index(below: Self.wrongCells.count)] }
    if column == .ticker {
      return isOne(of: unusual) ? anyOf(" \(ticker)", "\"\(ticker)\"", "\(ticker) ") : ticker
    }
    if column == .date {
      let date = "\(TradingDay(number: day))"
      if isOne(of: wrong) { return anyOf("2014-02-30", "2014-2-3", "20140203", "") }
      return isOne(of: unusual) ? anyOf(" \(date)", "\"\(date)\"") : date
    }
    if isOne(of: unusual) {
      return Self.unusualCells[random.index(below: Self.unusualCells.count)]
    }
    switch column {
    case .exDividend: return isOne(of: 20) ? "0.25" : anyOf("0", "0.0", "0.00", "0.", ".0")
    case .splitRatio: return isOne(of: 20) ? anyOf("2", "0.5", "1.00", "7.0") : anyOf("1", "1.0")
    case .volume, .adjustedVolume:
      return isOne(of: 20) ? anyOf("0", "0.0") : "\(random.index(below: 10_000_000))00.0"
    default:
      let whole = random.index(below: isOne(of: 3) ? 2 : 500)
      let fraction = random.index(below: isOne(of: 4) ? 1_000_000_000_000_000 : 10_000)
      return "\(whole).\(fraction)1"
    }
  }
}
