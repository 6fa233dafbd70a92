/// One pass over the text of one price file.
///
/// Every cell of a known column is read and checked, so that a damaged file is noticed wherever the
/// damage is; only day and adjusted close are kept.
///
/// Rows of plain cells, which nearly all are, are read by `readIndexedRows`, with an index of their
/// cells; `readRow` reads any row, and both give the same.
struct PriceFileScan {
  let path: String
  let number: Int
  var tally = FileTally()
  private(set) var header: QuandlHeader
  var scanner: CellScanner
  let start: UnsafePointer<UInt8>
  private let fileTicker: TickerKey?
  /// The last ticker cell: rows of a ticker mostly follow each other.
  private var lastTicker: (key: TickerKey, index: Int)?
  /// The last rows, as long as they are of one ticker.
  var run = RowRun()
  /// What plain rows are read with; nil if every row is to be read by `readRow`.
  var plain: PlainRows?

  /// Reads the header of file number `number`; `bytes` must outlive the scan.
  ///
  /// Without `usesIndex`, every row is read by `readRow`.
  ///
  /// - Throws: `QuandlError` if this is not a price file or its columns do not suffice.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String, number: Int, usesIndex: Bool = true
  ) throws(QuandlError) {
    let first = try QuandlError.naming(
      try TextBytes.start(of: bytes, path: path, PriceFormat.expected))
    (self.path, self.number) = (path, number)
    start = first
    scanner = CellScanner(bytes, at: first)
    if bytes.starts(with: TextBytes.byteOrderMark) {
      tally.hasByteOrderMark = true
      scanner.position += 3
    }
    while scanner.isAtLineEnd, scanner.skipLineEnd() != nil {}
    guard !scanner.isAtEnd else { throw .file(SourceFileError(path, .empty, PriceFormat.expected)) }
    let line = scanner.line
    var names: [String] = []
    repeat {
      guard let cell = scanner.cell() else { throw .header(path: path, line: line, .openQuote) }
      names.append(String(decoding: cell.prefix(64), as: UTF8.self))
    } while scanner.skipComma()
    header = try QuandlHeader(names, path: path, line: line)
    tally.count(scanner.skipLineEnd())
    if header.layout == .perTicker {
      fileTicker = Self.ticker(ofFile: path)
      guard fileTicker != nil else { throw .incomplete(path: path, .ticker) }
    } else {
      fileTicker = nil
    }
    if usesIndex { plain = PlainRows(header.columns) }
  }

  var bytesRead: Int { scanner.position - start }

  /// Whether all bytes were read that are there so far.
  var isAtEnd: Bool { scanner.isAtEnd }

  /// Takes over further lines, which follow in memory.
  mutating func extend(to bytes: UnsafeBufferPointer<UInt8>) {
    precondition(bytes.baseAddress == start, "another text")
    scanner.end = start + bytes.count
  }

  /// Reads rows into the table until the file ends (false) or about `limit` bytes are read, or all
  /// that are there so far (true).
  ///
  /// - Throws: `QuandlError.row` at the first bad row, `.incomplete` if there is no row at all.
  mutating func readRows(
    into table: inout TickerTable, limit: Int, isWhole: Bool = true
  ) throws(QuandlError) -> Bool {
    let stop = scanner.position + min(limit, scanner.end - scanner.position)
    while scanner.position < stop {
      if try !readIndexedRows(into: &table) { try readLine(into: &table) }
    }
    flush(into: &table)
    if !scanner.isAtEnd || !isWhole { return true }
    guard tally.rows > 0 else { throw .incomplete(path: path, .rows) }
    let last = (scanner.end - 1).pointee
    tally.hasFinalLineEnd = CellScanner.endsLine(last)
    return false
  }

  /// Reads one row, or passes over an empty line.
  mutating func readLine(into table: inout TickerTable) throws(QuandlError) {
    if scanner.isAtLineEnd {
      tally.count(scanner.skipLineEnd())
    } else {
      record(try readRow(into: &table), into: &table)
    }
  }

  /// The lines on which a ticker has rows of that day, among those that are still to be read.
  mutating func lines(of repeated: RepeatedDay) throws(QuandlError) -> [Int] {
    var table = TickerTable()
    var lines: [Int] = []
    while !scanner.isAtEnd {
      let line = scanner.line
      if scanner.isAtLineEnd {
        _ = scanner.skipLineEnd()
        continue
      }
      let row = try readRow(into: &table)
      if row.day == repeated.day, table.tickers[row.ticker].ticker == repeated.ticker {
        lines.append(line)
      }
    }
    return lines
  }

  /// Moves over one row and reads it.
  private mutating func readRow(into table: inout TickerTable) throws(QuandlError) -> PriceRow {
    let columns = header.columns
    let line = scanner.line
    let rowStart = scanner.position
    var row = PriceRow()
    for index in columns.indices {
      if index > 0, !scanner.skipComma() { throw wrongCellCount(from: rowStart, line: line) }
      guard let column = columns[index] else {
        guard scanner.cell() != nil else { throw .row(path: path, line: line, .openQuote) }
        continue
      }
      switch column {
      case .ticker: row.ticker = try readTicker(into: &table, line: line)
      case .date: row.day = try readDay(line: line)
      default:
        let cellStart = scanner.position
        if let plain = PlainDecimal.read(at: &scanner.position, before: scanner.end) {
          if plain.mantissa == 0 {
            if column == .volume { row.hasZeroVolume = true }
            if !column.mayBeZero { throw notPositive(index, text: cellStart, line: line) }
          }
          guard column == .adjustedClose || column == .splitRatio else { continue }
          var value = plain.value
          if value == nil { value = try slowNumber(index, from: cellStart, line: line) }
          if column == .adjustedClose { row.price = value ?? .nan } else { row.split = value ?? 1 }
        } else if scanner.isAtBlank {
          tally.blankCells[column.rawValue] += 1
        } else {
          let value = try slowNumber(index, from: cellStart, line: line)
          guard let value else {
            tally.blankCells[column.rawValue] += 1
            continue
          }
          if column == .adjustedClose { row.price = value }
          if column == .splitRatio { row.split = value }
          if column == .volume { row.hasZeroVolume = value == 0 }
        }
      }
    }
    guard scanner.isAtLineEnd else { throw wrongCellCount(from: rowStart, line: line) }
    tally.count(scanner.skipLineEnd())
    if row.ticker < 0 { row.ticker = fileTickerIndex(in: &table) }
    return row
  }

  /// Counts a row and adds it to those of its ticker.
  @inline(__always)
  mutating func record(_ row: PriceRow, into table: inout TickerTable) {
    if row.ticker != run.ticker {
      flush(into: &table)
      run.start(row.ticker, after: table.lastDay(of: row.ticker, file: number))
    }
    tally.countRow(row.day, row.price, after: run.lastDay)
    run.append(row.day, row.price)
    if row.hasZeroVolume {
      tally.zeroVolumeRows += 1
      table.recordZeroVolume(of: row.ticker)
    }
    if row.split != 1 {
      tally.splits += 1
      table.recordSplit(row.split, of: row.ticker, on: row.day)
    }
  }

  private mutating func flush(into table: inout TickerTable) {
    guard !run.days.isEmpty else { return }
    table.append(run, file: number)
    run.removeRows()
  }

  mutating func fileTickerIndex(in table: inout TickerTable) -> Int {
    if let lastTicker { return lastTicker.index }
    guard let fileTicker else { preconditionFailure("a file without ticker column has a ticker") }
    let index = table.index(of: fileTicker)
    lastTicker = (fileTicker, index)
    return index
  }

  @inline(__always)
  private mutating func readTicker(
    into table: inout TickerTable, line: Int
  ) throws(QuandlError) -> Int {
    guard let cell = scanner.cell() else { throw .row(path: path, line: line, .openQuote) }
    guard let key = TickerKey(cell) else {
      throw .row(path: path, line: line, .ticker(TextBytes.shown(cell)))
    }
    return tickerIndex(of: key, in: &table)
  }

  mutating func tickerIndex(of key: TickerKey, in table: inout TickerTable) -> Int {
    if let lastTicker, lastTicker.key == key { return lastTicker.index }
    let index = table.index(of: key)
    lastTicker = (key, index)
    return index
  }

  @inline(__always)
  private mutating func readDay(line: Int) throws(QuandlError) -> Int32 {
    guard let cell = scanner.cell() else { throw .row(path: path, line: line, .openQuote) }
    guard let day = TradingDay(isoBytes: cell) else {
      throw .row(path: path, line: line, .date(TextBytes.shown(cell)))
    }
    return Int32(truncatingIfNeeded: day.number)
  }

  /// Reads a number that is not plain digits; nil if the cell holds nothing but blanks or quotes.
  @inline(never)
  private mutating func slowNumber(
    _ index: Int, from cellStart: UnsafePointer<UInt8>, line: Int
  ) throws(QuandlError) -> Double? {
    scanner.position = cellStart
    guard let cell = scanner.cell() else { throw .row(path: path, line: line, .openQuote) }
    if cell.isEmpty { return nil }
    let name = header.names[index]
    guard let value = DecimalNumber.value(of: cell) else {
      throw .row(path: path, line: line, .number(column: name, text: TextBytes.shown(cell)))
    }
    if header.columns[index]?.mayBeZero == true {
      guard value >= 0 else {
        throw .row(path: path, line: line, .negative(column: name, text: TextBytes.shown(cell)))
      }
    } else if value <= 0 {
      throw .row(path: path, line: line, .notPositive(column: name, text: TextBytes.shown(cell)))
    }
    return value
  }

  private func notPositive(_ index: Int, text: UnsafePointer<UInt8>, line: Int) -> QuandlError {
    let cell = UnsafeBufferPointer(start: text, count: scanner.position - text)
    return .row(
      path: path, line: line,
      .notPositive(column: header.names[index], text: TextBytes.shown(cell)))
  }

  private func wrongCellCount(from rowStart: UnsafePointer<UInt8>, line: Int) -> QuandlError {
    var rest = scanner
    rest.position = rowStart
    var found = 0
    repeat {
      guard rest.cell() != nil else { return .row(path: path, line: line, .openQuote) }
      found += 1
    } while rest.skipComma()
    return .row(path: path, line: line, .cellCount(found: found, expected: header.columns.count))
  }

  /// The ticker that a name such as WIKI-AAPL.csv, WIKI-yhoo-2011-quandl.csv or ko.csv tells.
  static func ticker(ofFile path: String) -> TickerKey? {
    var name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { Substring($0) } ?? ""
    if name.lowercased().hasSuffix(".csv") { name = name.dropLast(4) }
    if name.lowercased().hasPrefix("wiki-") { name = name.dropFirst(5) }
    if name.lowercased().hasSuffix("-quandl") {
      name = name.dropLast(7)
      let year = name.suffix(5)
      if year.count == 5, year.first == "-", year.dropFirst().allSatisfy({ $0.isNumber }) {
        name = name.dropLast(5)
      }
    }
    return TickerKey(name.utf8)
  }
}
