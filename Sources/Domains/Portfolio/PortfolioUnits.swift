public import Data
import Reproducibility
public import Statistics

/// A window of a panel, whose tickers are dealt into groups.
public struct PortfolioWindow: Sendable, Equatable {
  /// Its place among all windows of the panel, in order of time, from 0.
  public let index: Int
  /// Its days, as indices of the history's.
  public let range: Range<Int>
  /// Whether it is the one for calibration.
  public let isCalibration: Bool
  /// The number of tickers with a price on all its days.
  public let complete: Int
  /// The tickers among them that are left out for a slip of their price, in ASCII order.
  public let slipping: [String]
  /// The groups, as indices of the history's tickers, each ascending.
  public let groups: [[Int]]
}

/// What statistics count as one: a group of stocks in a window.
public struct PortfolioUnit: Sendable, Equatable {
  /// The window, the same for all its groups.
  public let window: PortfolioWindow
  /// The place of the group in its window, from 0.
  public let group: Int
  /// The first of the window's days.
  public let firstDay: TradingDay
  /// The group's tickers, in ASCII order.
  public let tickers: [String]
}

extension PortfolioDomain {
  /// Seeds from this one on are for calibration: 100 + g takes group g of the calibration window.
  public static let calibrationSeed: UInt64 = 100

  /// The windows of a panel, in order of time; the one with most days of 2013 is for calibration.
  ///
  /// - Throws: `QuandlError.tooFew` if there is none.
  public func windows(of history: PriceHistory) throws -> [PortfolioWindow] {
    let ranges = try history.disjointWindows(length: windowLength, tickers: stocks)
    func daysIn2013(_ range: Range<Int>) -> Int { range.count { history.days[$0].year == 2013 } }
    let chosen = ranges.indices.max { daysIn2013(ranges[$0]) < daysIn2013(ranges[$1]) }
    return ranges.enumerated().map { index, range in
      let (complete, slipping) = (
        history.completeTickers(in: range), history.tickersSlipping(in: range)
      )
      return PortfolioWindow(
        index: index, range: range, isCalibration: index == chosen, complete: complete.count,
        slipping: complete.filter(slipping.contains).map { history.tickers[$0] },
        groups: history.groups(of: stocks, in: range))
    }
  }

  /// The unit of each seed of the grid, from 0 on.
  ///
  /// With W windows beside that for calibration the seeds 0..<W are group 0 of each in order of
  /// time, the next ones group 1, and so on. A window without a group of that number is passed over
  /// and the next one takes the seed, so that seeds have no gaps; while all windows have the group,
  /// seed s is group s / W of window s mod W. A panel with a single window is calibrated on it,
  /// too.
  func grid(_ windows: [PortfolioWindow]) -> [(window: PortfolioWindow, group: Int)] {
    let others = windows.filter { !$0.isCalibration }
    let used = others.isEmpty ? windows : others
    let most = used.map(\.groups.count).max() ?? 0
    let units = (0..<most).flatMap { group in
      used.filter { group < $0.groups.count }.map { (window: $0, group: group) }
    }
    return Array(units.prefix(Int(PortfolioDomain.calibrationSeed)))
  }

  /// The unit of a seed: which group of stocks in which window.
  ///
  /// Seeds of the grid go through the windows group by group, seed 0 being group 0 of the first
  /// window (`seedCount` says how many there are); seed 100 + g is group g of the calibration
  /// window.
  /// - Throws: `PortfolioError` if the panel has no unit for the seed, or `QuandlError.tooFew` if
  ///   it has no window.
  public func unit(of seed: UInt64, in history: PriceHistory) throws -> PortfolioUnit {
    let windows = try windows(of: history)
    func unit(_ place: (window: PortfolioWindow, group: Int)) -> PortfolioUnit {
      PortfolioUnit(
        window: place.window, group: place.group,
        firstDay: history.days[place.window.range.lowerBound],
        tickers: place.window.groups[place.group].map { history.tickers[$0] })
    }
    if seed >= PortfolioDomain.calibrationSeed {
      let number = seed - PortfolioDomain.calibrationSeed
      let chosen = windows.filter(\.isCalibration).flatMap { window in
        window.groups.indices.map { (window: window, group: $0) }
      }
      guard number < chosen.count else {
        throw PortfolioError.noCalibrationGroup(seed: seed, groups: chosen.count, stocks: stocks)
      }
      return unit(chosen[Int(number)])
    }
    let grid = grid(windows)
    guard seed < grid.count else {
      throw PortfolioError.noGroup(
        seed: seed, groups: grid.count, stocks: stocks, windows: max(1, windows.count - 1))
    }
    return unit(grid[Int(seed)])
  }

  /// Groups of one window share its days: what is drawn independently is the mean of a window.
  public func unitDesign(of seeds: [UInt64], in sources: Sources) throws -> UnitDesign {
    let history = try required(sources.prices, .prices)
    return .groups(try seeds.map { try unit(of: $0, in: history).window.index })
  }

  /// The days and prices of a unit.
  public func prices(of unit: PortfolioUnit, in history: PriceHistory) -> PriceWindow {
    history.window(ofTickers: unit.window.groups[unit.group], in: unit.window.range)
  }
}

/// Why the portfolio domain has no scenario of a seed.
public enum PortfolioError: Error, Equatable, CustomStringConvertible {
  /// The windows of the grid have fewer groups of stocks in all than the seed asks for.
  case noGroup(seed: UInt64, groups: Int, stocks: Int, windows: Int)
  /// The calibration window has fewer groups of stocks than the seed asks for.
  case noCalibrationGroup(seed: UInt64, groups: Int, stocks: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .noGroup(let seed, let groups, let stocks, let windows):
      "seed \(seed) has no group of stocks of its own: there \(groups == 1 ? "is" : "are") "
        + English.counted(groups, "group") + " of \(stocks) stocks in "
        + English.counted(windows, "window") + ", \(PortfolioError.seeds(from: 0, groups)), and "
        + "seeds from \(PortfolioDomain.calibrationSeed) on are for calibration; give a longer or "
        + "wider panel"
    case .noCalibrationGroup(let seed, let groups, let stocks):
      "seed \(seed) has no group of stocks of its own: there \(groups == 1 ? "is" : "are") "
        + English.counted(groups, "group") + " of \(stocks) stocks in the calibration window, "
        + "\(PortfolioError.seeds(from: PortfolioDomain.calibrationSeed, groups)); give a wider "
        + "panel"
    }
  }

  private static func seeds(from first: UInt64, _ count: Int) -> String {
    count == 1 ? "for seed \(first)" : "for seeds \(first) to \(first + UInt64(max(1, count)) - 1)"
  }
}
