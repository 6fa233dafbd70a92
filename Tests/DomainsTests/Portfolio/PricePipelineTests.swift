import Attacks
import Differentiation
import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Domains

/// A small portfolio of made-up prices: six stocks that share a factor, in the layout of the real
/// one.
func smallPortfolio(seed: UInt64 = 1) throws -> Scenario {
  var domain = PortfolioDomain()
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
    let whole = try smallPortfolio()
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
      #expect(abs(slope - g.values[index]) <= 1e-6 * g.largestMagnitude)
    }
    let direction = Matrix.normal(rows: rows, columns: columns, deviation: 1, &random)
    let slope = try metaGradient.replayedSlope(at: ε, from: initial, along: direction, step: 1e-6)
    let product = zip(g.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(slope - product) <= 1e-6 * g.largestMagnitude * direction.norm)
  }

  /// A gradient through frozen factors is not the derivative of what was trained.
  @Test func frozenFactorsGiveAnotherGradientThroughDecisionFocusedTraining() throws {
    let scenario = try smallPortfolio()
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
