public import Data
public import Learning
public import LinearAlgebra
public import Reproducibility

/// The paper's portfolio domain (§5.2): 50 stocks over 500 dates of Quandl prices.
///
/// The panel is cut into disjoint windows, counted from the first complete date. The window with
/// most days of 2013 is for calibration (seeds from 100 on); seeds 0, 1, … take the others in
/// order. In a window the first 350 dates are for training, the next 50 keep perturbed prices away
/// from the test, of whose 100 dates the first 45 are targets and, after 10 dropped ones, the last
/// 45 held out. Stocks are the first complete ones in ASCII order.
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

  /// The domain at the paper's size.
  public init() {}

  /// Seeds from this one on are for calibration.
  public static let calibrationSeed: UInt64 = 100

  var dates: Int { trainingDates + gap + targets + dropped + heldOut }

  /// The prices that one window takes: its dates, those before them and those after.
  public var windowLength: Int { PricePipeline.lookback + dates + PricePipeline.horizon }

  /// The windows of a panel, the calibration window apart (nil if it is the only one).
  ///
  /// - Throws: `QuandlError.tooFew` if there is none.
  public func windows(of history: PriceHistory) throws -> (
    grid: [Range<Int>], calibration: Range<Int>
  ) {
    let all = try history.disjointWindows(length: windowLength, tickers: stocks)
    func daysIn2013(_ window: Range<Int>) -> Int { window.count { history.days[$0].year == 2013 } }
    let chosen = all.indices.max { daysIn2013(all[$0]) < daysIn2013(all[$1]) } ?? 0
    let others = all.indices.filter { $0 != chosen }.map { all[$0] }
    return (others.isEmpty ? all : others, all[chosen])
  }

  /// How many seeds of the grid have a window of their own.
  public func seedCount(in sources: Sources) throws -> Int? {
    guard let history = sources.prices else { return 0 }
    return try windows(of: history).grid.count
  }

  /// The scenario with its held-out dates, and with those of the gap whose outcomes share no return
  /// with training.
  public func validationScenarios(from sources: Sources, seed: UInt64) throws -> [Scenario] {
    let prices = try prices(from: sources, seed: seed)
    let ahead = trainingDates + PricePipeline.horizon
    return [
      try scenario(prices: prices),
      try scenario(prices: prices, heldOut: ahead..<trainingDates + gap),
    ]
  }

  /// The scenario of one seed.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    try scenario(prices: try prices(from: sources, seed: seed))
  }

  /// The adjusted closes in the window of a seed, `windowLength`×`stocks`.
  private func prices(from sources: Sources, seed: UInt64) throws -> Matrix {
    let window = try window(of: try required(sources.prices, .prices), seed: seed)
    return Matrix(rows: window.days.count, columns: stocks, values: window.adjustedClose)
  }

  /// The window of a seed: stocks, days and prices.
  public func window(of history: PriceHistory, seed: UInt64) throws -> PriceWindow {
    let (grid, calibration) = try windows(of: history)
    if seed >= PortfolioDomain.calibrationSeed {
      return try history.window(tickers: stocks, in: calibration)
    }
    guard seed < grid.count else { throw PortfolioError.noWindow(seed: seed, windows: grid.count) }
    return try history.window(tickers: stocks, in: grid[Int(seed)])
  }

  /// The scenario of one window of adjusted closes, `windowLength`×`stocks`.
  public func scenario(prices: Matrix) throws -> Scenario {
    try scenario(prices: prices, heldOut: heldOutDates)
  }

  /// The dates of the targets and of the held-out instances, counted from the first training date.
  var targetDates: Range<Int> { trainingDates + gap..<trainingDates + gap + targets }
  var heldOutDates: Range<Int> { targetDates.upperBound + dropped..<dates }

  private func scenario(prices: Matrix, heldOut: Range<Int>) throws -> Scenario {
    let pipeline = PricePipeline(
      prices: prices, trainingDates: trainingDates, targets: targetDates, heldOut: heldOut)
    return Scenario(
      pipeline: pipeline,
      problem: MarkowitzProblem(
        stocks: stocks, risk: risk, ridge: ridge, covarianceWeight: covarianceWeight,
        horizon: PricePipeline.horizon),
      predictor: EmbeddingNetwork(
        stocks: stocks, features: PricePipeline.featureNames.count, hidden: hidden,
        dimensions: dimensions),
      decisionNetwork: ScoreNetwork(
        stocks: stocks, features: PricePipeline.featureNames.count, hidden: hidden),
      targetOutcome: try pipeline.outcome(of: pipeline.targets),
      heldOutOutcome: try pipeline.outcome(of: pipeline.heldOut), blockRows: 5)
  }
}

/// Why the portfolio domain has no scenario of a seed.
public enum PortfolioError: Error, Equatable, CustomStringConvertible {
  /// The panel has fewer windows than the seed asks for.
  case noWindow(seed: UInt64, windows: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .noWindow(let seed, let windows):
      "seed \(seed) has no window of its own: the prices hold only \(windows) disjoint windows "
        + "beside the calibration window; give a longer panel"
    }
  }
}
