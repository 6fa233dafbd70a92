/// What plain rows of a price file are read with: an index of cells, where the columns are, and
/// what the rows before had.
struct PlainRows {
  let cells = CellIndex()
  let columns: [QuandlColumn]
  let date: Int
  let adjustedClose: Int
  /// The other columns whose text matters; nil where the file does not have them.
  let ticker: Int?
  let exDividend: Int?
  let splitRatio: Int?
  /// The bytes that are indexed.
  private(set) var length = 0
  /// The month of the last row's date.
  private var month = Month(key: 0, first: 0, length: 0)
  /// The last row's ticker, by its cell, up to 16 bytes with zeros behind them, and by its index.
  private var lastTicker: (cell: UInt128, index: Int) = (0, -1)

  /// A month, by the first eight bytes of its dates.
  private struct Month {
    var key: UInt64
    /// The number of its first day.
    var first: Int32
    /// The number of its days.
    var length: Int32
  }

  /// Nil unless all columns are read, date and adjusted close among them.
  init?(_ columns: [QuandlColumn?]) {
    self.columns = columns.compactMap(\.self)
    guard let date = columns.firstIndex(of: .date), !columns.contains(nil),
      let adjustedClose = columns.firstIndex(of: .adjustedClose)
    else { return nil }
    (self.date, self.adjustedClose) = (date, adjustedClose)
    ticker = columns.firstIndex(of: .ticker)
    exDividend = columns.firstIndex(of: .exDividend)
    splitRatio = columns.firstIndex(of: .splitRatio)
  }

  /// Indexes the text from the start of a line on; gives the number of cells.
  mutating func index(from start: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>) -> Int {
    cells.build(from: start, before: end)
    length = cells.length
    return cells.count
  }

  /// The day of a date's ten bytes; nil if it is none.
  @inline(__always)
  mutating func day(at text: UnsafePointer<UInt8>) -> Int32? {
    let key = UnsafeRawPointer(text).loadUnaligned(as: UInt64.self)
    let (tens, ones) = (text[8] &- UInt8(ascii: "0"), text[9] &- UInt8(ascii: "0"))
    let day = Int32(tens) &* 10 &+ Int32(ones)
    if key == month.key, tens < 10, ones < 10, day > 0, day <= month.length {
      return month.first &+ day &- 1
    }
    return dayOfOtherMonth(at: text, key: key)
  }

  @inline(never)
  private mutating func dayOfOtherMonth(
    at text: UnsafePointer<UInt8>, key: UInt64
  ) -> Int32? {
    guard let day = TradingDay(isoBytes: UnsafeBufferPointer(start: text, count: 10)) else {
      return nil
    }
    let date = day.date
    let last = (28...31).last {
      TradingDay(year: date.year, month: date.month, day: $0) != nil
    }
    let number = Int32(truncatingIfNeeded: day.number)
    month = Month(
      key: key, first: number - Int32(date.day) + 1, length: Int32(last ?? 28))
    return number
  }

  /// The index of the last row's ticker if that is the ticker of this cell of `count` bytes, 16 of
  /// which must be readable.
  @inline(__always)
  func indexOfSameTicker(at text: UnsafePointer<UInt8>, count: Int) -> Int? {
    guard count > 0, count <= 16 else { return nil }
    return Self.cell(at: text, count: count) == lastTicker.cell ? lastTicker.index : nil
  }

  mutating func rememberTicker(_ index: Int, at text: UnsafePointer<UInt8>, count: Int) {
    lastTicker = (Self.cell(at: text, count: count), index)
  }

  @inline(__always)
  private static func cell(at text: UnsafePointer<UInt8>, count: Int) -> UInt128 {
    let bytes = UInt128(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt128.self))
    let unread = UInt128(truncatingIfNeeded: 128 &- 8 &* count)
    return bytes & (UInt128.max &>> unread)
  }
}

extension PlainRows {
  /// Reads the row that begins at `base + start` with that cell of the index, if its cells are
  /// plain, blank or plain zeros that may be zero; else nil.
  ///
  /// The row's ticker is -1 unless it is that of the row before.
  @inline(__always)
  mutating func row(firstCell: Int, base: UnsafePointer<UInt8>, start: Int) -> PlainRow? {
    let ends = cells.ends + firstCell
    let end = Int(ends[columns.count &- 1])
    guard end &- start < Self.longestRow, base[end] == UInt8(ascii: "\n") else { return nil }
    @inline(__always)
    func range(of column: Int) -> (start: Int, end: Int) {
      (column == 0 ? start : Int(ends[column &- 1]) &+ 1, Int(ends[column]))
    }
    let (dateStart, dateEnd) = range(of: date)
    let (closeStart, closeEnd) = range(of: adjustedClose)
    guard dateEnd &- dateStart == 10, closeEnd >= 16, let day = day(at: base + dateStart) else {
      return nil
    }
    var found = PlainRow(end: end)
    found.row.day = day
    var marks = cells.mark(at: dateEnd)
    if let ticker {
      let (tickerStart, tickerEnd) = range(of: ticker)
      guard tickerStart &+ 16 <= length else { return nil }
      marks &+= cells.mark(at: tickerEnd)
      found.row.ticker =
        indexOfSameTicker(at: base + tickerStart, count: tickerEnd &- tickerStart) ?? -1
    }
    if let exDividend {
      let (zeroStart, zeroEnd) = range(of: exDividend)
      if Self.isZero(base + zeroStart, count: zeroEnd &- zeroStart) { marks &+= 1 }
    }
    if let splitRatio {
      let (splitStart, splitEnd) = range(of: splitRatio)
      if !Self.isOne(base + splitStart, count: splitEnd &- splitStart) {
        found.row.split = Self.number(base + splitStart, count: splitEnd &- splitStart) ?? 1
      }
    }
    // No cell but these may be marked, and no line may end before the last.
    let isPlain = cells.tally(from: start, through: end) == marks &+ 1 &<< 32
    if !isPlain, !readMarkedCells(firstCell, base: base, start: start, into: &found) { return nil }
    let count = closeEnd &- closeStart
    if isPlain, count <= 16 {
      let plain = PlainDecimal(last: count, of16: base + (closeEnd &- 16))
      if let value = plain.value {
        found.row.price = value
        return found
      }
    }
    if found.row.price.isNaN, !found.isBlank(.adjustedClose) {
      guard let value = Self.number(base + closeStart, count: count) else { return nil }
      found.row.price = value
    }
    return found
  }

  /// Longer rows are left to others: their numbers could be beyond double precision.
  private static let longestRow = 256

  /// Whether a cell is the text 0 or 0.0, which is marked.
  @inline(__always)
  private static func isZero(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
    text[0] == UInt8(ascii: "0") && (count == 1 || count == 3 && isPointZero(text))
  }

  /// Whether a cell is the text 1 or 1.0.
  @inline(__always)
  private static func isOne(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
    text[0] == UInt8(ascii: "1") && (count == 1 || count == 3 && isPointZero(text))
  }

  @inline(__always)
  private static func isPointZero(_ text: UnsafePointer<UInt8>) -> Bool {
    text[1] == UInt8(ascii: ".") && text[2] == UInt8(ascii: "0")
  }

  @inline(never)
  private static func number(_ text: UnsafePointer<UInt8>, count: Int) -> Double? {
    DecimalNumber.value(of: UnsafeBufferPointer(start: text, count: count))
  }

  /// Looks at the marked cells of a row; false if one is neither blank nor a plain number that its
  /// column may have, behind the last of which a carriage return may stand.
  @inline(never)
  private func readMarkedCells(
    _ firstCell: Int, base: UnsafePointer<UInt8>, start: Int, into found: inout PlainRow
  ) -> Bool {
    var cellStart = start
    for (index, column) in columns.enumerated() {
      let cellEnd = Int(cells.ends[firstCell + index])
      defer { cellStart = cellEnd + 1 }
      guard cellEnd == found.end || base[cellEnd] == UInt8(ascii: ",") else { return false }
      if index == ticker || index == date || cells.mark(at: cellEnd) == 0 { continue }
      var place = base + cellStart
      if CellScanner.endsCell(place.pointee) {
        found.blanks |= 1 << UInt32(column.rawValue)
      } else {
        guard let plain = PlainDecimal.read(at: &place, before: base + found.end),
          plain.mantissa > 0 || column.mayBeZero
        else { return false }
        let count = place - (base + cellStart)
        switch column {
        case .volume: found.row.hasZeroVolume = plain.mantissa == 0
        case .splitRatio: found.row.split = Self.number(base + cellStart, count: count) ?? 1
        case .adjustedClose: found.row.price = Self.number(base + cellStart, count: count) ?? .nan
        default: break
        }
      }
      if place == base + cellEnd { continue }
      guard cellEnd == found.end, place + 1 == base + cellEnd, place.pointee == UInt8(ascii: "\r")
      else { return false }
      found.lineEnd = .carriageReturnLineFeed
    }
    return true
  }
}
