/// What was found in price files and what was done about it.
///
/// Nothing is imputed. The rules are in `rules`, in sentences for a page.
public struct IngestReport: Sendable, Equatable {
  /// Rows read from all files.
  public var rows: Int
  /// Rows whose adjusted close is blank, by ticker and day.
  public var blankPrices: [BlankPrice]
  /// Blank cells of all other columns; they are counted and not used.
  public var otherBlankCells: Int
  /// Rows with a volume of zero; their prices are used as they are.
  public var zeroVolumeRows: Int
  /// Rows with a split ratio other than 1, by ticker and day; adjusted prices allow for them.
  public var splits: [PriceSplit]
  /// Days with a price that are not days of the panel, because too few tickers have one.
  public var leftOutDays: [TradingDay]
  /// Prices on such days; they are not used.
  public var leftOutPrices: Int
  /// The days of the panel that are more than `TradingCalendar.longestPause` after the one before.
  public var daysAfterPauses: [TradingDay]
  /// One entry for each ticker, in the order of the history's tickers.
  public var tickers: [TickerReport]

  /// What was found about one ticker.
  public struct TickerReport: Sendable, Equatable {
    /// The ticker.
    public var ticker: String
    /// The first day of the panel with a price; nil if there is none.
    public var firstDay: TradingDay?
    /// The last day of the panel with a price; nil if there is none.
    public var lastDay: TradingDay?
    /// Days of the panel with a price.
    public var prices: Int
    /// Days of the panel without a price between the first and the last with one.
    public var missingDays: Int
    /// Rows whose adjusted close is blank.
    public var blankPrices: Int
    /// Rows with a volume of zero.
    public var zeroVolumeRows: Int
    /// Rows with a split ratio other than 1.
    public var splits: Int
  }

  /// The rules that price files are read by, one sentence each.
  public static let rules = [
    "The adjusted close is the price; every other column of the format is checked and not used.",
    "A row whose adjusted close is blank counts as a missing day of its ticker; blank cells of "
      + "other columns are counted and passed over; nothing is imputed.",
    "A price or split ratio that is zero or negative, a negative volume or dividend, a text that "
      + "is not a number, or a second row for a ticker's day is refused.",
    "A ticker counts as listed from a price to its next one unless more than "
      + "\(TradingCalendar.longestPause) calendar days lie between them.",
    "The trading days are the days on which at least half of the listed tickers have a price; "
      + "prices on other days are left out and counted.",
    "A ticker is used in a window only if it has a price on every trading day of it and no slip in "
      + "it (a move by a factor of \(Int(ImplausiblePrices.slipFactor)) or more that is undone "
      + "within two days), and no window spans a pause of more than "
      + "\(TradingCalendar.longestPause) calendar days without trading days.",
  ]
}
