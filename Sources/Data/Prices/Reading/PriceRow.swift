/// What is read from one row of a price file.
struct PriceRow: Equatable {
  /// The index of the row's ticker; -1 as long as it is not known.
  var ticker = -1
  var day: Int32 = 0
  /// The adjusted close; NaN where blank.
  var price = Double.nan
  /// The split ratio; 1 where blank.
  var split = 1.0
  var hasZeroVolume = false
}

/// A row that `PlainRows` has read.
struct PlainRow {
  var row = PriceRow()
  /// Where its line feed is, counted from the start of the index.
  let end: Int
  var lineEnd = LineEnd.lineFeed
  /// The columns that are blank: bit i for that of raw value i.
  var blanks: UInt32 = 0

  func isBlank(_ column: QuandlColumn) -> Bool { blanks &>> UInt32(column.rawValue) & 1 != 0 }
}

/// Rows of one ticker that follow each other in a file, on their way to the table.
struct RowRun {
  private(set) var ticker = -1
  private(set) var days: [Int32] = []
  private(set) var prices: [Double] = []
  /// The day of the row before, of the same ticker in the same file.
  private(set) var lastDay: Int32?

  mutating func start(_ ticker: Int, after lastDay: Int32?) {
    (self.ticker, self.lastDay) = (ticker, lastDay)
  }

  @inline(__always)
  mutating func append(_ day: Int32, _ price: Double) {
    days.append(day)
    prices.append(price)
    lastDay = day
  }

  /// Forgets the rows, but neither their ticker nor the last day.
  mutating func removeRows() {
    days.removeAll(keepingCapacity: true)
    prices.removeAll(keepingCapacity: true)
  }
}
