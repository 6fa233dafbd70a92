public import Data
public import Learning
public import LinearAlgebra
import Optimization
public import Reproducibility

/// The paper's portfolio domain (§5.2): 50 stocks over 500 dates of Quandl prices.
///
/// The panel is cut into disjoint windows, counted from the first complete date; the one with most
/// days of 2013 is for calibration. In each window the tickers that are complete in it and without
/// a price slip are dealt by chance into groups of 50; a group in a window is a unit, and a seed
/// stands for a unit (`unit(of:in:)`). In a window the first 350 dates are for training, the next
/// 50 keep perturbed prices away from the test, of whose 100 dates the first 45 are targets and,
/// after 10 dropped ones, the last 45 held out.
public struct PortfolioDomain: Domain {
  /// What keys and pages call it.
  public static let name = "portfolio", label = "Portfolio"
  /// What it does, in a sentence.
  public static let summary =
    "Divides a budget among stocks whose returns and covariances are predicted from prices."
  /// What it follows.
  public static let references = [Reference.kinsey2023]
  /// Prices.
  public var sources: [SourceKind] { [.prices] }

  /// The number of stocks.
  public var stocks = 50
  /// Training dates, and dates between them and the test.
  public var trainingDates = 350, gap = 50
  /// Targets, dropped dates and held-out dates of the test part.
  public var targets = 45, dropped = 10, heldOut = 45
  /// The risk aversion λ, which the paper leaves open.
  public var risk = 1.0
  /// The share ρ of the identity in the covariance that decisions use.
  public var ridge = 0.1
  /// w_Q, the weight of the covariance's error in the two-stage loss.
  public var covarianceWeight = 300.0
  /// Hidden units, and dimensions of the embedding (the paper's 32).
  public var hidden = 16, dimensions = 32
  /// κ, the networks' own share beside the prior, in (0, 1]: Q̂ = (1−κ)·Q̄ + κ·cos(e), Q̄
  /// being the mean training covariance, and the simple joint learner starts from the static
  /// portfolio mixed with a share κ of equal shares.
  ///
  /// The default is 0.1; at 1 there is no prior.
  public var prior = 0.1
  /// How the rows of price data make up instances.
  ///
  /// The default is in order: an instance is a date.
  public var order = Rows.inOrder

  /// The domain at the paper's size.
  public init() {}

  var dates: Int { trainingDates + gap + targets + dropped + heldOut }

  /// The prices that one window takes: its dates, those before them and those after.
  public var windowLength: Int { PricePipeline.lookback + dates + PricePipeline.horizon }

  /// How many seeds of the grid have a group of stocks in a window of their own.
  public func seedCount(in sources: Sources) throws -> Int? {
    guard let history = sources.prices else { return 0 }
    return grid(try windows(of: history)).count
  }

  /// The scenario with its held-out dates, and with those of the gap whose outcomes share no return
  /// with training.
  public func validationScenarios(from sources: Sources, seed: UInt64) throws -> [Scenario] {
    let prices = try prices(from: sources, seed: seed)
    let ahead = pipeline(prices: prices, heldOut: heldOutDates).firstSeparate
    return [
      try scenario(prices: prices),
      try scenario(prices: prices, heldOut: ahead..<trainingDates + gap),
    ]
  }

  /// The scenario of one seed.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    try scenario(prices: try prices(from: sources, seed: seed))
  }

  /// The adjusted closes of the unit of a seed, `windowLength`×`stocks`.
  private func prices(from sources: Sources, seed: UInt64) throws -> Matrix {
    let history = try required(sources.prices, .prices)
    let window = prices(of: try unit(of: seed, in: history), in: history)
    return Matrix(rows: window.days.count, columns: stocks, values: window.adjustedClose)
  }

  /// The scenario of one window of adjusted closes, `windowLength`×`stocks`.
  public func scenario(prices: Matrix) throws -> Scenario {
    try scenario(prices: prices, heldOut: heldOutDates)
  }

  /// The targets and the held-out instances, counted from the first training instance: dates, or
  /// runs of rows ticker by ticker.
  var targetDates: Range<Int> { trainingDates + gap..<trainingDates + gap + targets }
  var heldOutDates: Range<Int> { targetDates.upperBound + dropped..<dates }

  private func pipeline(prices: Matrix, heldOut: Range<Int>) -> PricePipeline {
    PricePipeline(
      prices: prices, trainingDates: trainingDates, targets: targetDates, heldOut: heldOut,
      order: order,
      prior: prior < 1 ? SimplexProgram(stocks: stocks, risk: risk, ridge: ridge) : nil)
  }

  private func scenario(prices: Matrix, heldOut: Range<Int>) throws -> Scenario {
    let pipeline = pipeline(prices: prices, heldOut: heldOut)
    let features = PricePipeline.featureNames.count
    return Scenario(
      pipeline: pipeline,
      problem: MarkowitzProblem(
        stocks: stocks, risk: risk, ridge: ridge, covarianceWeight: covarianceWeight,
        horizon: PricePipeline.horizon, prior: prior),
      predictor: EmbeddingNetwork(
        stocks: stocks, features: features, hidden: hidden, dimensions: dimensions, prior: prior),
      decisionNetwork: ScoreNetwork(
        stocks: stocks, features: features, hidden: hidden, prior: prior),
      targetOutcome: try pipeline.outcome(of: pipeline.targets),
      heldOutOutcome: try pipeline.outcome(of: pipeline.heldOut), blockRows: 5)
  }
}
