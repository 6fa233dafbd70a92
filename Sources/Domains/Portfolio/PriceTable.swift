import Differentiation
import LinearAlgebra

extension PortfolioDomain {
  /// How the rows of price data, one for each ticker and date, make up instances.
  public enum Rows: String, Sendable, Encodable, CaseIterable {
    /// An instance is a date, and its stocks are all N tickers.
    case inOrder = "in-order"
    /// The rows stand ticker by ticker, each ticker's in order of time, and an instance is the next
    /// N of them: days of one ticker, or of two successive ones, in the place of stocks.
    ///
    /// So public reference code makes its instances, which takes a table of that order for one of
    /// dates × stocks.
    case tickerByTicker = "ticker-by-ticker"
  }
}

/// What follows from prices on a tape, instance by instance: features, returns and covariance
/// factors.
///
/// Prices are (lookback + dates + horizon)×tickers. What belongs to a ticker and a date is
/// computed alike for all orders of rows; the order only says which of it makes up an instance.
struct PriceTable {
  let prices: Variable
  /// The number N of rows of an instance.
  let stocks: Int
  let order: PortfolioDomain.Rows

  private var dates: Int { prices.rows - PricePipeline.lookback - PricePipeline.horizon }

  /// The dates on which what the instances take has to be known.
  private func dates(of instances: Range<Int>) -> Range<Int> {
    order == .inOrder ? instances : 0..<dates
  }

  /// The rows of the instances, one after the other, of what is dates×tickers: (count·N)×1.
  private func entries(_ x: Variable, of instances: Range<Int>) -> Variable {
    switch order {
    case .inOrder: return x.reshaped(rows: x.count, columns: 1)
    case .tickerByTicker:
      let all = x.transposed().reshaped(rows: x.count, columns: 1)
      return all.rows(instances.lowerBound * stocks..<instances.upperBound * stocks)
    }
  }

  /// P at the given dates, shifted by `days`.
  private func prices(_ dates: Range<Int>, days: Int) -> Variable {
    let first = PricePipeline.lookback + days
    return prices.rows(first + dates.lowerBound..<first + dates.upperBound)
  }

  /// The returns of the day `ahead` days after each date, dates×tickers.
  private func returns(on dates: Range<Int>, ahead: Int) -> Variable {
    prices(dates, days: ahead) * prices(dates, days: ahead - 1).power(-1) + -1
  }

  /// The returns of the day after, instances×N.
  func nextReturns(of instances: Range<Int>) -> Variable {
    entries(returns(on: dates(of: instances), ahead: 1), of: instances)
      .reshaped(rows: instances.count, columns: stocks)
  }

  /// (instances·N)×23 raw features, known on the evening of each date.
  func features(of instances: Range<Int>) -> Variable {
    let (p, dates) = (prices, dates(of: instances))
    let today = prices(dates, days: 0)
    let inverse = today.power(-1)
    var columns = (0...10).map { returns(on: dates, ahead: -$0) }
    columns += [3, 7, 20].map { today * prices(dates, days: -$0).power(-1) + -1 }
    let daily = p.rows(1..<p.rows) * p.rows(0..<p.rows - 1).power(-1) + -1
    /// Sums of `series` over the `length` entries that end at each date; `series` starts `skipped`
    /// days after the prices.
    func sums(_ series: Variable, _ length: Int, skipped: Int) -> Variable {
      let first = PricePipeline.lookback - skipped - length + 1 + dates.lowerBound
      return series.windowSums(length).rows(first..<first + dates.count)
    }
    func deviation(_ mean: Variable, _ square: Variable) -> Variable {
      (square - mean * mean + PricePipeline.varianceFloor).power(0.5)
    }
    let squares = daily * daily
    func mean(_ length: Int) -> Variable { (1 / Double(length)) * sums(daily, length, skipped: 1) }
    func meanSquare(_ length: Int) -> Variable {
      (1 / Double(length)) * sums(squares, length, skipped: 1)
    }
    let week = mean(7)
    columns += [week, deviation(week, meanSquare(7)), deviation(mean(20), meanSquare(20))]
    let squaredPrices = p * p
    for length in [3, 7, 20] {
      let share = 1 / Double(length)
      let level = (share * sums(p, length, skipped: 0)) * inverse
      let square = (share * sums(squaredPrices, length, skipped: 0)) * (inverse * inverse)
      columns += [level + -1, deviation(level, square)]
    }
    return .joiningColumns(columns.map { entries($0, of: instances) })
  }

  /// Unit vectors of the next `horizon` returns of each row: (instances·N)×horizon.
  func covarianceRows(of instances: Range<Int>) -> Variable {
    let dates = dates(of: instances)
    let days = (1...PricePipeline.horizon).map { returns(on: dates, ahead: $0) }
    let rows = Variable.joiningColumns(days.map { entries($0, of: instances) })
    return rows.scalingRows(by: (rows.rowDot(rows) + 1e-16).power(-0.5))
  }
}
