public import Differentiation
public import Learning
public import LinearAlgebra

/// From perturbed prices to features, labels and covariance factors, differentiable throughout
/// (paper §5.2, last paragraph).
///
/// ε is relative: a price P becomes P·(1 + ε). It acts on every price that some training sample
/// touches, hence on features, on returns p and on covariances Q at once, and on the statistics
/// that the learner fits: the z-scores' means and deviations (applied to the targets' features as
/// well) and the scale σ_p. Targets' raw features and outcomes come from untouched prices.
public struct PricePipeline: Pipeline {
  /// The features of one stock and day, in order.
  public static let featureNames: [String] =
    (0...10).map { "return of day −\($0)" } + [3, 7, 20].map { "change over \($0) days" }
    + ["mean of 7 returns", "deviation of 7 returns", "deviation of 20 returns"]
    + [3, 7, 20].flatMap {
      ["mean of \($0) prices / price − 1", "deviation of \($0) prices / price"]
    }

  /// Prices before the first date that its features may use.
  public static let lookback = 21
  /// Days after a date whose returns make its covariance.
  public static let horizon = 10
  /// Added to every variance, in squared relative units, so that a price that stands still has a
  /// derivative.
  static let varianceFloor = 1e-12

  /// Adjusted closes, (lookback + dates + horizon)×N.
  public let prices: Matrix
  /// The number of training dates, which are the first ones.
  public let trainingDates: Int
  /// The dates of the targets and of the held-out instances, counted like training dates.
  public let targets: Range<Int>, heldOut: Range<Int>

  /// The pipeline over a window of prices.
  public init(prices: Matrix, trainingDates: Int, targets: Range<Int>, heldOut: Range<Int>) {
    precondition(
      targets.lowerBound >= trainingDates + PricePipeline.lookback + PricePipeline.horizon,
      "targets from \(targets.lowerBound) touch prices that are perturbed")
    precondition(
      prices.rows >= PricePipeline.lookback + max(targets.upperBound, heldOut.upperBound)
        + PricePipeline.horizon, "\(prices.rows) days of prices are too few")
    (self.prices, self.trainingDates) = (prices, trainingDates)
    (self.targets, self.heldOut) = (targets, heldOut)
  }

  private var touched: Int { PricePipeline.lookback + trainingDates + PricePipeline.horizon }

  /// The shape of ε.
  public var perturbationShape: (rows: Int, columns: Int) { (touched, prices.columns) }
  /// The shape of α.
  public var labelShape: (rows: Int, columns: Int) { (trainingDates, prices.columns) }

  /// Records the samples that follow from perturbed source data.
  public func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
    let tape = ε.tape
    let received = tape.input(prices.selectingRows(0..<touched)) * (ε + 1)
    let raw = features(received, dates: 0..<trainingDates)
    let clean = tape.input(prices)
    let (rawTargets, rawHeldOut) = (
      features(clean, dates: targets), features(clean, dates: heldOut)
    )

    let count = 1 / Double(raw.rows)
    let mean = count * raw.columnSums()
    let centred = raw - mean.repeatedRows(raw.rows)
    let scale = (count * (centred * centred).columnSums()).power(-0.5)
    func standardised(_ x: Variable, _ dates: Int) -> Variable {
      ((x - mean.repeatedRows(x.rows)) * scale.repeatedRows(x.rows))
        .reshaped(rows: dates, columns: prices.columns * x.columns)
    }
    let p = returns(received, dates: 0..<trainingDates, ahead: 1) + α
    let mass = 1 / Double(p.count)
    let average = mass * p.sum()
    let spread = p - average.repeatedRows(p.rows).repeatedColumns(p.columns)
    let deviation = (mass * (spread * spread).sum()).power(0.5)
    return TapedSamples(
      features: standardised(raw, trainingDates),
      outcome: [p, covarianceFactors(received, dates: 0..<trainingDates)], statistics: [deviation],
      targetFeatures: standardised(rawTargets, targets.count),
      heldOutFeatures: standardised(rawHeldOut, heldOut.count))
  }

  /// The outcomes (p, V) of dates, from untouched prices.
  public func outcome(of dates: Range<Int>) throws -> [Matrix] {
    let tape = Tape()
    let clean = tape.input(prices)
    let fields = [returns(clean, dates: dates, ahead: 1), covarianceFactors(clean, dates: dates)]
    try tape.compile(fields).run()
    return fields.map(\.value)
  }

  // MARK: Recording

  /// P at the given dates, shifted by `days`.
  private func prices(_ p: Variable, dates: Range<Int>, days: Int) -> Variable {
    let first = PricePipeline.lookback + days
    return p.rows(first + dates.lowerBound..<first + dates.upperBound)
  }

  /// The returns of the day `ahead` days after each date, dates×N.
  private func returns(_ p: Variable, dates: Range<Int>, ahead: Int) -> Variable {
    prices(p, dates: dates, days: ahead) * prices(p, dates: dates, days: ahead - 1).power(-1) + -1
  }

  /// (dates·N)×23 raw features, known on the evening of each date.
  private func features(_ p: Variable, dates: Range<Int>) -> Variable {
    let today = prices(p, dates: dates, days: 0)
    let inverse = today.power(-1)
    var columns = (0...10).map { returns(p, dates: dates, ahead: -$0) }
    columns += [3, 7, 20].map { today * prices(p, dates: dates, days: -$0).power(-1) + -1 }
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
    return .joiningColumns(columns.map { $0.reshaped(rows: $0.count, columns: 1) })
  }

  /// Unit vectors of the next `horizon` returns of each stock: dates×(N·horizon).
  private func covarianceFactors(_ p: Variable, dates: Range<Int>) -> Variable {
    let days = (1...PricePipeline.horizon).map { returns(p, dates: dates, ahead: $0) }
    let rows = Variable.joiningColumns(days.map { $0.reshaped(rows: $0.count, columns: 1) })
    let unit = rows.scalingRows(by: (rows.rowDot(rows) + 1e-16).power(-0.5))
    return unit.reshaped(rows: dates.count, columns: prices.columns * PricePipeline.horizon)
  }
}
