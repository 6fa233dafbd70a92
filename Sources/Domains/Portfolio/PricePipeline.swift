public import Differentiation
public import Learning
public import LinearAlgebra
public import Optimization

/// From perturbed prices to features, labels and covariance factors, differentiable throughout
/// (paper §5.2, last paragraph).
///
/// ε is relative: a price P becomes P·(1 + ε). It acts on every price that some training sample
/// touches, hence on features, on returns p and on covariances Q at once, and on the statistics
/// that the learner fits: the z-scores' means and deviations (applied to the targets' features as
/// well), the scale σ_p and, for learners with a prior, what they start from. Targets' raw
/// features and outcomes come from untouched prices.
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
  /// The number of training instances, which are the first ones.
  public let trainingDates: Int
  /// The targets and the held-out instances, counted like training instances.
  public let targets: Range<Int>, heldOut: Range<Int>
  /// How the rows of price data make up instances.
  public let order: PortfolioDomain.Rows
  /// The decision that learners with a prior start from is this program's for the mean training
  /// covariance and no expected returns; nil for learners without a prior.
  public let prior: SimplexProgram?

  /// The pipeline over a window of prices.
  ///
  /// - Parameters:
  ///   - prices: adjusted closes, (lookback + dates + horizon)×N.
  ///   - trainingDates: the number of training instances; in order, of training dates.
  ///   - targets: the targets, which must touch no price that is perturbed.
  ///   - heldOut: the held-out instances.
  ///   - order: how rows make up instances. The default is in order.
  ///   - prior: the program of the static decision, for learners with a prior, whose statistics are
  ///     then σ_p, the Cholesky factor L of the mean training covariance Q̄ = LLᵀ (N×N), and
  ///     the static decision (1×N). The default is none, and σ_p alone.
  public init(
    prices: Matrix, trainingDates: Int, targets: Range<Int>, heldOut: Range<Int>,
    order: PortfolioDomain.Rows = .inOrder, prior: SimplexProgram? = nil
  ) {
    (self.prices, self.trainingDates) = (prices, trainingDates)
    (self.targets, self.heldOut) = (targets, heldOut)
    (self.order, self.prior) = (order, prior)
    precondition(
      targets.lowerBound >= firstUntouched,
      "targets from \(targets.lowerBound) touch prices that are perturbed")
    precondition(
      dates >= max(targets.upperBound, heldOut.upperBound),
      "\(prices.rows) days of prices are too few")
  }

  private var stocks: Int { prices.columns }
  private var dates: Int { prices.rows - PricePipeline.lookback - PricePipeline.horizon }

  /// The first instance after training whose features touch no perturbed price.
  private var firstUntouched: Int {
    switch order {
    case .inOrder: trainingDates + PricePipeline.lookback + PricePipeline.horizon
    case .tickerByTicker: (perturbationShape.columns * dates + stocks - 1) / stocks
    }
  }

  /// The first instance after training whose outcome shares no return with training.
  var firstSeparate: Int {
    order == .inOrder ? trainingDates + PricePipeline.horizon : firstUntouched
  }

  /// The shape of ε: the days that training touches, of all tickers; ticker by ticker, all days of
  /// the tickers that it touches.
  public var perturbationShape: (rows: Int, columns: Int) {
    switch order {
    case .inOrder: (PricePipeline.lookback + trainingDates + PricePipeline.horizon, stocks)
    case .tickerByTicker: (prices.rows, (trainingDates * stocks + dates - 1) / dates)
    }
  }
  /// The shape of α.
  public var labelShape: (rows: Int, columns: Int) { (trainingDates, stocks) }

  private func table(_ prices: Variable) -> PriceTable {
    PriceTable(prices: prices, stocks: stocks, order: order)
  }

  /// Records the samples that follow from perturbed source data.
  public func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
    let clean = ε.tape.input(prices)
    let (touched, training) = (perturbationShape, 0..<trainingDates)
    let received = table(
      clean.rows(0..<touched.rows).columns(0..<touched.columns) * (ε + 1))
    let raw = received.features(of: training)
    let (rawTargets, rawHeldOut) = (
      table(clean).features(of: targets), table(clean).features(of: heldOut)
    )

    let count = 1 / Double(raw.rows)
    let mean = count * raw.columnSums()
    let centred = raw - mean.repeatedRows(raw.rows)
    let scale = (count * (centred * centred).columnSums()).power(-0.5)
    func standardised(_ x: Variable, _ instances: Range<Int>) -> Variable {
      ((x - mean.repeatedRows(x.rows)) * scale.repeatedRows(x.rows))
        .reshaped(rows: instances.count, columns: stocks * x.columns)
    }
    let p = received.nextReturns(of: training) + α
    let mass = 1 / Double(p.count)
    let average = mass * p.sum()
    let spread = p - average.repeatedRows(p.rows).repeatedColumns(p.columns)
    let deviation = (mass * (spread * spread).sum()).power(0.5)
    let rows = received.covarianceRows(of: training)
    return TapedSamples(
      features: standardised(raw, training), outcome: [p, factors(rows)],
      statistics: [deviation] + priors(of: rows),
      targetFeatures: standardised(rawTargets, targets),
      heldOutFeatures: standardised(rawHeldOut, heldOut))
  }

  /// The covariance factors of instances from their rows: instances×(N·horizon).
  private func factors(_ rows: Variable) -> Variable {
    rows.reshaped(rows: rows.rows / stocks, columns: stocks * rows.columns)
  }

  /// The Cholesky factor of the mean covariance, and the static decision; nothing without a prior.
  ///
  /// The mean has the diagonal 1 where prices move; no ridge is added to it.
  private func priors(of rows: Variable) -> [Variable] {
    guard let prior else { return [] }
    let instances = rows.rows / stocks
    // Column k of all rows as instances×N: the k-th return of every stock.
    let products = (0..<rows.columns).map { k in
      let day = rows.columns(k..<k + 1).reshaped(rows: instances, columns: stocks)
      return day.times(day, transposingSelf: true)
    }
    let sum = products.dropFirst().reduce(products[0], +)
    let factor = ((1 / Double(instances)) * sum)
      .choleskyFactor(of: "mean covariance of the training returns")
    let decision = prior.solution(
      rows.tape.input(rows: 1, columns: stocks),
      factor.reshaped(rows: 1, columns: stocks * stocks))
    return [factor, decision]
  }

  /// The outcomes (p, V) of instances, from untouched prices.
  public func outcome(of instances: Range<Int>) throws -> [Matrix] {
    let tape = Tape()
    let clean = table(tape.input(prices))
    let fields = [
      clean.nextReturns(of: instances), factors(clean.covarianceRows(of: instances)),
    ]
    try tape.compile(fields).run()
    return fields.map(\.value)
  }
}
