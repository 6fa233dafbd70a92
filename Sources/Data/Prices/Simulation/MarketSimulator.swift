public import Foundation
import Reproducibility

/// Makes up a stock market and writes it as Quandl WIKI price files, for trying the program out.
///
/// 64 invented stocks in 8 sectors trade on the weekdays of 2004-01-02 to 2016-12-30 that are no
/// holidays; `SimulatedReturns` says what moves their prices. As in genuine files, one stock is
/// listed late, one lacks a day, one has a row without prices, one a day without trade, and single
/// files are newest first, have CR LF line ends or no line end at their end. The files depend on
/// the seed alone and are the same, byte for byte, on every run and machine.
public struct MarketSimulator: Sendable {
  /// What all random numbers come from.
  public let seed: UInt64

  /// Makes a simulator.
  public init(seed: UInt64 = 0) { self.seed = seed }

  /// The invented tickers, in ASCII order: SIM, a letter for the sector, a letter for the stock.
  public static let tickers: [String] = (0..<SimulatedReturns.stocks).map { stock in
    let letters = Array("ABCDEFGH")
    let sector = letters[stock / SimulatedReturns.stocksPerSector]
    return "SIM\(sector)\(letters[stock % SimulatedReturns.stocksPerSector])"
  }

  /// Writes a file for each ticker (about 21 MB), and a README.txt that says that all of it is
  /// simulated; the directory is made if it does not exist.
  ///
  /// Files of the same names are replaced, each as a whole, others stay; the listing of all of them comes last.
  /// - Throws: `SourceFileError` if the directory or a file cannot be written.
  public func write(to directory: URL) throws(SourceFileError) {
    var directory = try SimulatedDirectory(directory, for: PriceFormat.expected)
    let random = SeededGenerator(seed: seed, stream: "market simulator")
    let returns = SimulatedReturns(days: SimulatedCalendar.days.count, random: random)
    for (number, ticker) in Self.tickers.enumerated() {
      var stock = SimulatedStock(
        returns: SimulatedCalendar.days.indices.map {
          returns.values[$0 * SimulatedReturns.stocks + number]
        }, random: random.substream(ticker))
      let peculiarity = Peculiarity(rawValue: ticker)
      if peculiarity == .dayWithoutTrade { stock.suspendTrade(on: 700) }
      let file = Self.file(of: stock, peculiarity)
      try directory.put(file.bytes, as: "WIKI-\(ticker).csv")
    }
    try directory.finish(readme: readme)
  }

  /// What is unusual about single tickers, so that every rule of reading has something to do.
  private enum Peculiarity: String {
    case newestFirst = "SIMBB"
    case carriageReturns = "SIMCC"
    case noFinalLineEnd = "SIMDD"
    case dayWithoutTrade = "SIMHE"
    case blankRow = "SIMHF"
    case missingDay = "SIMHG"
    case lateListing = "SIMHH"
  }

  private static func file(
    of stock: SimulatedStock, _ peculiarity: Peculiarity?
  ) -> SimulatedPriceFile {
    var file = SimulatedPriceFile(lineEnd: peculiarity == .carriageReturns ? "\r\n" : "\n")
    let days = SimulatedCalendar.days
    var order = Array(days.indices)
    if peculiarity == .newestFirst { order.reverse() }
    if peculiarity == .missingDay { order.remove(at: 1300) }
    if peculiarity == .lateListing { order.removeFirst(1633) }
    for day in order {
      if peculiarity == .blankRow, day == 2170 {
        file.appendBlank(day: days[day])
      } else {
        file.append(stock.sessions[day], day: days[day])
      }
    }
    if peculiarity == .noFinalLineEnd { file.removeFinalLineEnd() }
    return file
  }

  private var readme: String {
    """
    Everything in this folder is simulated.

    No price here was ever paid, and no ticker belongs to a company. The files have the layout of
    Quandl's WIKI price files and were made by a random market model with seed \(seed), so that the
    program can be tried out without genuine data. Nothing learned from them says anything about a
    real market.

    """
  }
}
