/// What is counted while a price file is read.
struct FileTally: Equatable {
  var rows = 0
  var hasByteOrderMark = false
  var hasFinalLineEnd = false
  var blankCells = [Int](repeating: 0, count: QuandlColumn.allCases.count)
  var blankPriceRows = 0
  var zeroVolumeRows = 0
  var splits = 0
  /// Steps from a row to the next one of the same ticker: forwards and backwards in time.
  private var forwardSteps = 0
  private var backwardSteps = 0
  private var lineFeeds = 0
  private var carriageReturnLineFeeds = 0
  private var carriageReturns = 0

  @inline(__always)
  mutating func count(_ lineEnd: LineEnd?) {
    switch lineEnd {
    case .lineFeed: lineFeeds &+= 1
    case .carriageReturnLineFeed: carriageReturnLineFeeds &+= 1
    case .carriageReturn: carriageReturns &+= 1
    case nil: break
    }
  }

  /// Counts a row of that day, and of that price, NaN where blank.
  @inline(__always)
  mutating func countRow(_ day: Int32, _ price: Double, after previous: Int32?) {
    rows &+= 1
    if price.isNaN { blankPriceRows &+= 1 }
    if let previous {
      if day > previous { forwardSteps &+= 1 }
      if day < previous { backwardSteps &+= 1 }
    }
  }

  /// Counts the blank cells of a row: bit i for the column of raw value i.
  mutating func countBlankCells(_ columns: UInt32) {
    for column in blankCells.indices { blankCells[column] += Int(columns >> UInt32(column) & 1) }
  }

  var order: RowOrder {
    switch (forwardSteps, backwardSteps) {
    case (_, 0): .oldestFirst
    case (0, _): .newestFirst
    default: .mixed
    }
  }

  var lineEnds: [LineEnd] {
    let counts = [lineFeeds, carriageReturnLineFeeds, carriageReturns]
    return zip(LineEnd.allCases, counts).filter { $0.1 > 0 }.map(\.0)
  }
}

/// The order in which a price file gives the rows of a ticker.
public enum RowOrder: String, Sendable {
  /// Ascending days.
  case oldestFirst = "oldest first"
  /// Descending days.
  case newestFirst = "newest first"
  /// Neither.
  case mixed = "mixed order"
}
