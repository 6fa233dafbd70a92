import Attacks
import Differentiation
import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Domains

/// A small portfolio of made-up prices: six stocks that share a factor, in the layout of the real
/// one; if the last one follows, its returns are about twice the mean of the others'.
func smallPortfolio(
  seed: UInt64 = 1, prior: Double = PortfolioDomain().prior,
  order: PortfolioDomain.Rows = .inOrder, lastFollows: Bool = false
) throws -> Scenario {
  var domain = PortfolioDomain()
  (domain.prior, domain.order) = (prior, order)
  (domain.stocks, domain.trainingDates, domain.gap) = (6, 12, 32)
  (domain.targets, domain.dropped, domain.heldOut) = (5, 2, 4)
  (domain.hidden, domain.dimensions, domain.covarianceWeight) = (5, 4, 3)
  var random = SeededGenerator(seed: seed, stream: "small portfolio")
  var prices = Matrix(rows: domain.windowLength, columns: domain.stocks, repeating: 50)
  for t in 1..<prices.rows {
    let market = 0.01 * random.normal()
    for i in 0..<prices.columns {
      prices[t, i] = prices[t - 1, i] * (1 + market + 0.015 * random.normal())
    }
    guard lastFollows else { continue }
    let returns = (0..<5).map { prices[t, $0] / prices[t - 1, $0] - 1 }
    prices[t, 5] = prices[t - 1, 5] * (1 + 0.4 * returns.reduce(0, +) + 0.002 * random.normal())
  }
  return try domain.scenario(prices: prices)
}

/// Which of what the learner receives still depends on ε: shows each path on its own.
struct PartialPipeline: Pipeline {
  enum Path: String, CaseIterable, CustomTestStringConvertible {
    case features, returns, covariances, statistics, all
    var testDescription: String { rawValue }
  }

  let whole: any Pipeline
  let path: Path
  var perturbationShape: (rows: Int, columns: Int) { whole.perturbationShape }
  var labelShape: (rows: Int, columns: Int) { whole.labelShape }

  func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
    var live = whole.samples(perturbedBy: ε, labels: α)
    let still = whole.samples(
      perturbedBy: ε.tape.input(rows: ε.rows, columns: ε.columns), labels: α)
    if path == .all { return live }
    if path != .features { live.features = still.features }
    if path != .returns { live.outcome[0] = still.outcome[0] }
    if path != .covariances { live.outcome[1] = still.outcome[1] }
    if path != .statistics {
      (live.statistics, live.targetFeatures) = (still.statistics, still.targetFeatures)
    }
    return live
  }
}

/// A learner with settings that suit the small portfolio.
enum LearnerKind: String, CaseIterable, CustomTestStringConvertible {
  case twoStage, decisionFocused, simpleJoint, decisionRegression
  var testDescription: String { rawValue }

  var learner: any Learner {
    switch self {
    case .twoStage: TwoStage(training: Training(steps: 8, rate: 0.05))
    case .decisionFocused: DecisionFocused(training: Training(steps: 8, rate: 0.5))
    case .simpleJoint: SimpleJoint(training: Training(steps: 8, rate: 0.5))
    case .decisionRegression: DecisionRegression(training: Training(steps: 8, rate: 0.5))
    }
  }
}

struct PricePipelineTests {
  /// Replays are smooth, so extrapolated differences reach 10⁻⁹; the contract asks for 10⁻⁶
  /// of the largest entry.
  @Test(arguments: PartialPipeline.Path.allCases, LearnerKind.allCases)
  func metaGradientMatchesDifferencesByReplay(_ path: PartialPipeline.Path, _ kind: LearnerKind)
    throws
  {
    try expectExactMetaGradient(of: try smallPortfolio(), path, kind)
  }

  /// Without a prior, and with instances that are runs of rows.
  @Test(
    arguments: [(1, PortfolioDomain.Rows.inOrder), (0.1, .tickerByTicker)], LearnerKind.allCases)
  func metaGradientsOfVariantsMatchDifferencesByReplay(
    _ variant: (prior: Double, order: PortfolioDomain.Rows), _ kind: LearnerKind
  ) throws {
    let whole = try smallPortfolio(prior: variant.prior, order: variant.order)
    try expectExactMetaGradient(of: whole, .all, kind)
  }

  /// The static decision that the simple joint learner starts from holds some of the stocks only.
  @Test func theGradientThroughTheSupportOfTheStaticDecisionIsExact() throws {
    let whole = try smallPortfolio(lastFollows: true)
    let decision = try whole.cleanSamples().statistics[2]
    #expect(decision[0, 5] == 0 && decision.values.contains { $0 > 0 }, "\(decision.values)")
    try expectExactMetaGradient(of: whole, .statistics, .simpleJoint)
    try expectExactMetaGradient(of: whole, .all, .simpleJoint)
  }

  private func expectExactMetaGradient(
    of whole: Scenario, _ path: PartialPipeline.Path, _ kind: LearnerKind
  ) throws {
    let scenario = Scenario(
      pipeline: PartialPipeline(whole: whole.pipeline, path: path), problem: whole.problem,
      predictor: whole.predictor, decisionNetwork: whole.decisionNetwork,
      targetOutcome: whole.targetOutcome,
      heldOutOutcome: whole.heldOutOutcome, blockRows: whole.blockRows)
    let learner = kind.learner
    let metaGradient = try MetaGradient(scenario, against: learner)
    var random = SeededGenerator(seed: 5, stream: "entries")
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix(
      rows: rows, columns: columns, values: random.uniforms(rows * columns, in: -0.01...0.01))
    let initial = learner.predictor(in: scenario).initialWeights(using: &random)
    let value = try metaGradient.value(at: ε, from: [initial]).value
    let g = value.perturbation
    #expect(g.largestMagnitude > 1e-6, "a gradient that is zero tests nothing")
    for _ in 0..<6 {
      let index = random.index(below: rows * columns)
      var direction = Matrix(rows: rows, columns: columns)
      direction.values[index] = 1
      let slope = try metaGradient.replayedSlope(
        at: ε, from: initial, along: direction, step: 1e-4)
      #expect(abs(slope - g.values[index]) <= 1e-7 * g.largestMagnitude)
    }
    let direction = Matrix.normal(rows: rows, columns: columns, deviation: 1, &random)
    let slope = try metaGradient.replayedSlope(at: ε, from: initial, along: direction, step: 1e-6)
    let product = zip(g.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(slope - product) <= 1e-6 * g.largestMagnitude * direction.norm)
  }

  /// A gradient through frozen factors is not the derivative of what was trained.
  ///
  /// Without a prior: with one most of Q̂ does not depend on weights, and little is frozen.
  @Test func frozenFactorsGiveAnotherGradientThroughDecisionFocusedTraining() throws {
    let scenario = try smallPortfolio(prior: 1)
    let learner = LearnerKind.decisionFocused.learner
    var random = SeededGenerator(seed: 5, stream: "entries")
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix(
      rows: rows, columns: columns, values: random.uniforms(rows * columns, in: -0.01...0.01))
    let initial = scenario.predictor.initialWeights(using: &random)
    let exact = try MetaGradient(scenario, against: learner).value(at: ε, from: [initial]).value
    let frozen = try MetaGradient(scenario, against: learner, factors: .frozen)
      .value(at: ε, from: [initial]).value
    #expect(frozen.trainingLosses == exact.trainingLosses, "the training itself is the same")
    let comparison = Poison.FrozenComparison(of: frozen.perturbation, with: exact.perturbation)
    #expect(comparison.error > 0.05 && comparison.cosine < 0.999)
  }

  @Test func featuresAreStandardisedAndLabelsAreReturns() throws {
    let scenario = try smallPortfolio()
    let samples = try scenario.cleanSamples()
    let (dates, stocks, width) = (12, 6, PricePipeline.featureNames.count)
    #expect(samples.features.rows == dates && samples.features.columns == stocks * width)
    for feature in 0..<width {
      let column = (0..<dates * stocks).map { samples.features.values[$0 * width + feature] }
      let mean = column.reduce(0, +) / Double(column.count)
      let square = column.reduce(0) { $0 + $1 * $1 } / Double(column.count)
      #expect(abs(mean) < 1e-10 && abs(square - 1) < 1e-9, "\(PricePipeline.featureNames[feature])")
    }
    let pipeline = try #require(scenario.pipeline as? PricePipeline)
    let p = pipeline.prices
    let first = PricePipeline.lookback
    #expect(
      abs(samples.outcome[0][3, 2] - (p[first + 4, 2] / p[first + 3, 2] - 1)) < 1e-15)
    let v = samples.outcome[1].row(3)
    let length = v.prefix(PricePipeline.horizon).reduce(0) { $0 + $1 * $1 }
    #expect(abs(length - 1) < 1e-10)
    let deviation = samples.statistics[0][0, 0]
    let returns = samples.outcome[0].values
    let mean = returns.reduce(0, +) / Double(returns.count)
    let variance = returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(returns.count)
    #expect(abs(deviation - variance.squareRoot()) < 1e-12)
  }

  @Test func aPerturbationMovesStandardisedTargetsButNotTheirOutcomes() throws {
    let scenario = try smallPortfolio()
    let clean = try scenario.cleanSamples()
    let (rows, columns) = scenario.pipeline.perturbationShape
    let moved = try TapedPipeline(scenario.pipeline).samples(
      at: Matrix(
        rows: rows, columns: columns,
        values: (0..<rows * columns).map { 0.01 * Double($0 % 3 - 1) }))
    #expect(moved.targetFeatures != clean.targetFeatures)
    #expect(moved.outcome[0] != clean.outcome[0])
    #expect(rows == PricePipeline.lookback + 12 + PricePipeline.horizon)
  }
}

/// Instances of rows ticker by ticker.
struct RowOrderTests {
  /// Two stocks on 12 dates, 24 rows: instance i holds the rows 2i and 2i + 1 of the first stock's
  /// twelve dates and then the second's.
  @Test func anInstanceIsARunOfRowsOfTheTableTickerByTicker() throws {
    let days = PricePipeline.lookback + 12 + PricePipeline.horizon
    let prices = Matrix(
      rows: days, columns: 2,
      values: (0..<days).flatMap { day -> [Double] in
        [50 + Double(day * day % 7), 80 + 3 * Double(day * day % 11)]
      })
    let byTicker = PricePipeline(
      prices: prices, trainingDates: 4, targets: 6..<9, heldOut: 9..<12, order: .tickerByTicker)
    #expect(byTicker.perturbationShape == (days, 1))
    let samples = try TapedPipeline(byTicker).samples(at: nil)
    func price(_ ticker: Int, _ date: Int) -> Double {
      prices[PricePipeline.lookback + date, ticker]
    }
    func change(_ ticker: Int, _ date: Int) -> Double {
      price(ticker, date + 1) / price(ticker, date) - 1
    }
    for instance in 0..<4 {
      for place in 0..<2 {
        #expect(samples.outcome[0][instance, place] == change(0, 2 * instance + place))
      }
    }
    let targets = try byTicker.outcome(of: 6..<9)
    for (row, date) in [0, 2, 4].enumerated() {
      for place in 0..<2 { #expect(targets[0][row, place] == change(1, date + place)) }
      // The rows of V are the next ten returns of the same ticker, of length 1.
      for place in 0..<2 {
        let returns = (0..<10).map { change(1, date + place + $0) }
        let length = returns.reduce(1e-16) { $0 + $1 * $1 }.squareRoot()
        for day in 0..<10 {
          #expect(abs(targets[1][row, 10 * place + day] - returns[day] / length) < 1e-14)
        }
      }
    }
    // Features before standardisation: the fifth is the return of four days before.
    let tape = Tape()
    let features = PriceTable(prices: tape.input(prices), stocks: 2, order: .tickerByTicker)
      .features(of: 9..<12)
    try tape.compile([features]).run()
    for row in 0..<6 { #expect(features.value[row, 4] == change(1, 6 + row - 5)) }
  }

  @Test func pricesOfTheTargetsTickersAreNotPerturbed() throws {
    let scenario = try smallPortfolio(order: .tickerByTicker)
    let pipeline = try #require(scenario.pipeline as? PricePipeline)
    #expect(pipeline.perturbationShape == (pipeline.prices.rows, 2))
    let samples = try scenario.cleanSamples()
    #expect(samples.features.rows == 12 && samples.targetFeatures.rows == 5)
    #expect(scenario.targetOutcome[0].rows == 5 && scenario.heldOutOutcome[1].rows == 4)
    #expect(pipeline.firstSeparate == 19)
  }
}
