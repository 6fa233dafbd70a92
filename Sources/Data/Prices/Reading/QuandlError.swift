/// Why price files, or a request to them, are refused.
public enum QuandlError: Error, Equatable, Sendable {
  /// A path that no prices can be read from.
  case file(SourceFileError)
  /// A first line that does not name the columns that are needed.
  case header(path: String, line: Int, HeaderProblem)
  /// A row with a wrong number of cells or a cell that is not what its column asks for.
  case row(path: String, line: Int, RowProblem)
  /// A ticker that has two rows for one day.
  case repeatedDay(ticker: String, day: TradingDay, first: Place, second: Place)
  /// A file that lacks something without which there are no prices.
  case incomplete(path: String, Gap)
  /// So few rows for so many tickers and days that a table of all of them would be nearly empty,
  /// and far larger than the files.
  case sparse(path: String, tickers: Int, days: Int, rows: Int)
  /// Fewer complete tickers or fewer days than were asked for.
  case tooFew(Shortage)

  /// What a file lacks.
  public enum Gap: Equatable, Sendable {
    /// It has a header and no rows.
    case rows
    /// It has rows, but not one adjusted close.
    case prices
    /// It has no ticker column, and its name tells no ticker.
    case ticker
  }

  /// What is wrong with a header.
  public enum HeaderProblem: Equatable, Sendable {
    /// It has neither a date nor an adjusted close: not a header of such a file, or none at all.
    case unrecognised
    /// A needed column is not named.
    case missing(column: String)
    /// A column is named twice.
    case doubled(column: String)
    /// A quotation mark is not closed.
    case openQuote
  }

  /// What is wrong with a row.
  public enum RowProblem: Equatable, Sendable {
    /// The row has another number of cells than the header.
    case cellCount(found: Int, expected: Int)
    /// A quotation mark is not closed, or text follows the closing one.
    case openQuote
    /// The text is not a date of the form YYYY-MM-DD.
    case date(String)
    /// The text is not a ticker.
    case ticker(String)
    /// The text is not a finite number.
    case number(column: String, text: String)
    /// The number is zero or negative where only a positive one makes sense.
    case notPositive(column: String, text: String)
    /// The number is negative.
    case negative(column: String, text: String)
  }

  /// A line of a file.
  public struct Place: Equatable, Sendable {
    /// The file's path, as it was given.
    public var path: String
    /// The line, 1 for the first.
    public var line: Int
  }

  /// What was asked for and what there is.
  public struct Shortage: Equatable, Sendable {
    /// Tickers asked for.
    public var tickersWanted: Int
    /// Consecutive trading days asked for.
    public var daysWanted: Int
    /// The most tickers that have a price, and no slip, on every day of some such range of days.
    public var tickersFound: Int
    /// Tickers of the panel.
    public var tickers: Int
    /// Trading days of the panel.
    public var days: Int
  }
}

extension QuandlError: SourceFormatError, CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .header(let path, let line, let problem): "\(path), line \(line): \(problem.sentence)."
    case .row(let path, let line, let problem): "\(path), line \(line): \(problem.sentence)."
    case .repeatedDay(let ticker, let day, let first, let second):
      "\(ticker) has two rows for \(day), in \(first.path), line \(first.line), and in "
        + "\(second.path), line \(second.line): "
        + (first.path == second.path
          ? "remove one of them, and give the file once only."
          : "give only one of the two files, or remove the row from one of them.")
    case .incomplete(let path, let gap): gap.sentence(about: path)
    case .sparse(let path, let tickers, let days, let rows):
      "\(path): \(rows) rows of \(tickers) tickers on \(days) trading days are not a panel of "
        + "prices; give tickers that are quoted on the same days."
    case .tooFew(let shortage): shortage.sentence
    }
  }
}

extension QuandlError.Gap {
  func sentence(about path: String) -> String {
    switch self {
    case .rows:
      "\(path) ends after line 1, its header, without a row: download it again or leave it out."
    case .prices:
      "\(path): no row has an adjusted close, download the prices again or give other files."
    case .ticker:
      "\(path) has no ticker column and its name tells no ticker: name it WIKI-<TICKER>.csv or "
        + "<TICKER>.csv, the ticker being up to 16 letters, digits, '.', '_' or '-'."
    }
  }
}

extension QuandlError.HeaderProblem {
  var sentence: String {
    switch self {
    case .unrecognised:
      "no header of a Quandl WIKI price file is recognised, the first line must name the columns, "
        + "as in ticker,date,…,adj_close or Date,…,Adj. Close"
    case .missing(let column):
      "the column \(column) is missing from the header, download the file with all its columns"
    case .doubled(let column):
      "the column \(column) is named twice in the header, remove one of the two columns"
    case .openQuote:
      "a quotation mark of the header is not closed right before a comma or line end, correct it"
    }
  }
}

extension QuandlError.RowProblem {
  var sentence: String {
    switch self {
    case .cellCount(let found, let expected):
      "the row has \(found) cells where the header has \(expected), correct or remove it"
    case .openQuote: "a quotation mark is not closed right before a comma or line end, correct it"
    case .date(let text): "the date \"\(text)\" is not a day of the form YYYY-MM-DD, correct it"
    case .ticker(let text):
      "the ticker \"\(text)\" is not 1 to 16 letters, digits, '.', '_' or '-', correct it"
    case .number(let column, let text):
      "\(column) is \"\(text)\", which is not a finite number, correct it or leave the cell blank"
    case .notPositive(let column, let text):
      "\(column) is \(text) and must be above 0, correct it or leave the cell blank"
    case .negative(let column, let text):
      "\(column) is \(text) and must not be negative, correct it or leave the cell blank"
    }
  }
}

extension QuandlError.Shortage {
  var sentence: String {
    let wish =
      "\(tickersWanted) tickers with a price on each of \(daysWanted) consecutive trading days"
    let remedy = "add price files, or ask for fewer tickers or days."
    if days < daysWanted {
      return "\(wish) were asked for, but the price files hold only \(days) trading days: \(remedy)"
    }
    return "\(wish) were asked for, but at most \(tickersFound) of the \(tickers) tickers in the "
      + "price files have that without a slip: \(remedy)"
  }
}
