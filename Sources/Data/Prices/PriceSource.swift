/// A price file that a history was read from.
public struct PriceSource: Sendable, Equatable {
  /// The file.
  ///
  /// Its name is the path as it was given if that was relative; else the last part of the
  /// given path, and what follows inside it if it was a directory.
  public var file: SourceFile
  /// The form of the file.
  public var layout: QuandlLayout
  /// The order of the rows of a ticker.
  public var order: RowOrder
  /// The kinds of line ends that occur.
  public var lineEnds: [LineEnd]
  /// Whether the last line ends with a line end.
  public var hasFinalLineEnd: Bool
  /// Whether the file begins with the byte order mark of UTF-8.
  public var hasByteOrderMark: Bool
  /// Rows without the header and without empty lines.
  public var rows: Int
  /// The tickers, in ASCII order.
  public var tickers: [String]
  /// The first day of any row.
  public var firstDay: TradingDay
  /// The last day of any row.
  public var lastDay: TradingDay
  /// Columns of the format that the file does not have.
  public var absentColumns: [String]
  /// The number of blank cells of each column that has any, in the order of the format's columns.
  public var blankCells: [BlankCells]
  /// Rows whose adjusted close is blank.
  public var blankPriceRows: Int
  /// Days of the panel on which a ticker of the file has no price, between its first and last row
  /// here.
  public var missingDays: Int
  /// Rows with a volume of zero.
  public var zeroVolumeRows: Int
  /// Rows with a split ratio other than 1.
  public var splits: Int

  /// The blank cells of a column.
  public struct BlankCells: Sendable, Equatable {
    /// The column, named as in the bulk table.
    public var column: String
    /// How many of its cells are blank.
    public var count: Int
  }
}

/// A row with a split ratio other than 1.
public struct PriceSplit: Sendable, Equatable {
  /// The ticker.
  public var ticker: String
  /// The first day that trades at the new number of shares.
  public var day: TradingDay
  /// New shares for an old one.
  public var ratio: Double
}

/// A row whose adjusted close is blank.
public struct BlankPrice: Sendable, Equatable {
  /// The ticker.
  public var ticker: String
  /// The day, which counts as missing for the ticker.
  public var day: TradingDay
}
