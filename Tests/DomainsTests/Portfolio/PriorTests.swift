import Attacks
import Differentiation
import Learning
import LinearAlgebra
import Optimization
import Reproducibility
import Testing

@testable import Domains

struct PriorTests {
  /// The factor of Q̂ as a matrix, N×width.
  private func factor(_ network: Variable, row: Int, stocks: Int) -> Matrix {
    let values = Array(network.value.row(row))
    return Matrix(rows: stocks, columns: values.count / stocks, values: values)
  }

  @Test func theLearnerReceivesTheFactorOfTheMeanCovarianceAndTheStaticDecision() throws {
    let scenario = try smallPortfolio()
    let samples = try scenario.cleanSamples()
    let stocks = 6
    #expect(samples.statistics.map(\.rows) == [1, stocks, 1])
    #expect(samples.statistics.map(\.columns) == [1, stocks, stocks])
    let v = samples.outcome[1]
    var mean = Matrix(rows: stocks, columns: stocks)
    for date in 0..<v.rows {
      let factor = Matrix(rows: stocks, columns: 10, values: Array(v.row(date)))
      mean = mean + (1 / Double(v.rows)) * (factor * factor.transposed)
    }
    let l = samples.statistics[1]
    #expect((l * l.transposed - mean).largestMagnitude < 1e-14)
    for i in 0..<stocks { for j in 0..<stocks where j > i { #expect(l[i, j] == 0) } }
    let problem = try #require(scenario.problem as? MarkowitzProblem)
    let reference = try problem.staticDecision(knowing: samples.outcome)
    #expect((samples.statistics[2] - reference).largestMagnitude < 1e-10)
  }

  @Test func theNetworksMixThePriorWithTheirOwn() throws {
    let scenario = try smallPortfolio()
    let samples = try scenario.cleanSamples()
    let (prior, stocks) = (0.1, 6)
    let network = try #require(scenario.predictor as? EmbeddingNetwork)
    var plain = network
    plain.prior = 1
    var random = SeededGenerator(seed: 3, stream: "prior")
    let weights = network.initialWeights(using: &random)
    let tape = Tape()
    func predictions(_ network: EmbeddingNetwork) -> [Variable] {
      network.predictions(
        from: tape.input(samples.features), weights: weights.parts.map { tape.input($0) },
        statistics: samples.statistics.map { tape.input($0) })
    }
    let (mixed, own) = (predictions(network), predictions(plain))
    let outcome = samples.outcome.map { tape.input($0) }
    let problem = try #require(scenario.problem as? MarkowitzProblem)
    let error = problem.predictionError(
      of: mixed, against: outcome, statistics: samples.statistics.map { tape.input($0) })
    try tape.compile(mixed + own + [error]).run()
    #expect(mixed[0].value == own[0].value)
    let l = samples.statistics[1]
    let scale = samples.statistics[0][0, 0]
    for row in [0, 7] {
      let e = factor(own[1], row: row, stocks: stocks)
      let f = factor(mixed[1], row: row, stocks: stocks)
      let covariance = f * f.transposed
      let expected = (1 - prior) * (l * l.transposed) + prior * (e * e.transposed)
      #expect((covariance - expected).largestMagnitude < 1e-14)
      for i in 0..<stocks { #expect(abs(covariance[i, i] - 1) < 1e-12) }
      let v = factor(outcome[1], row: row, stocks: stocks)
      let miss = (covariance - v * v.transposed).values.reduce(0) { $0 + $1 * $1 }
      let returns = zip(mixed[0].value.row(row), samples.outcome[0].row(row))
        .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let sum = returns / (scale * scale) / 6 + problem.covarianceWeight * miss / 36
      #expect(abs(error.value[row, 0] - sum) < 1e-11 * sum)
    }
  }

  @Test func aSimpleJointLearnerThatSaysNothingDecidesNearlyStatically() throws {
    let scenario = try smallPortfolio()
    let samples = try scenario.cleanSamples()
    let network = try #require(scenario.decisionNetwork as? ScoreNetwork)
    let tape = Tape()
    let silent = network.weightShapes.map { tape.input(Matrix(rows: $0.rows, columns: $0.columns)) }
    let output = network.predictions(
      from: tape.input(samples.features), weights: silent,
      statistics: samples.statistics.map { tape.input($0) })
    let x = scenario.problem.feasibleDecisions(from: output)
    try tape.compile([x]).run()
    for j in 0..<6 {
      #expect(abs(x.value[4, j] - (0.9 * samples.statistics[2][0, j] + 0.1 / 6)) < 1e-15)
    }
  }

  /// What was computed before there was a prior, to the last bit.
  @Test func withoutAPriorAllIsAsItWas() throws {
    var domain = PortfolioDomain()
    (domain.stocks, domain.trainingDates, domain.gap) = (6, 12, 32)
    (domain.targets, domain.dropped, domain.heldOut) = (5, 2, 4)
    (domain.hidden, domain.dimensions, domain.covarianceWeight) = (5, 4, 3)
    domain.prior = 1
    var random = SeededGenerator(seed: 1, stream: "uniform prices")
    var prices = Matrix(rows: domain.windowLength, columns: domain.stocks, repeating: 50)
    for t in 1..<prices.rows {
      for i in 0..<prices.columns {
        prices[t, i] = prices[t - 1, i] * (1 + random.uniform(in: -0.02...0.02))
      }
    }
    let scenario = try domain.scenario(prices: prices)
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix(
      rows: rows, columns: columns, values: random.uniforms(rows * columns, in: -0.01...0.01))
    var values: [Double] = []
    for kind in LearnerKind.allCases {
      let shapes = kind.learner.predictor(in: scenario).weightShapes
      let weights = Weights(
        shapes.map {
          Matrix(
            rows: $0.rows, columns: $0.columns,
            values: random.uniforms($0.rows * $0.columns, in: -0.5...0.5))
        })
      let value = try MetaGradient(scenario, against: kind.learner)
        .value(at: ε, from: [weights]).value
      values += value.perturbation.values + value.trainingLosses + [value.adversaryLoss]
    }
    let digest = values.withUnsafeBytes { Digest(ofBytes: Array($0)) }
    #expect(digest.description.hasPrefix("e32cbb80ebaaff8c"), "\(digest)")
  }
}
