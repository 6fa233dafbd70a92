import Differentiation
import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

struct InstanceWeightTests {
  private static let learners: [any Learner] = [
    TwoStage(training: Training(steps: 8, rate: 0.1)),
    DecisionFocused(training: Training(steps: 8, rate: 0.3)),
  ]

  private func initial(_ scenario: Scenario) -> Weights {
    var random = SeededGenerator(seed: 1, stream: "weights")
    return scenario.predictor.initialWeights(using: &random)
  }

  private func trained(_ which: Int, _ samples: Samples, blockRows: Int = 10) throws -> Weights {
    let scenario = smallScenario(blockRows: blockRows)
    return try Trainer(InstanceWeightTests.learners[which], in: scenario, samples: samples)
      .train(from: initial(scenario))
  }

  @Test(arguments: [0, 1])
  func weightsOfOneChangeNoBit(_ which: Int) throws {
    var samples = try smallScenario().cleanSamples()
    let without = try trained(which, samples)
    samples.weights = Matrix(rows: 23, columns: 1, repeating: 1)
    #expect(try trained(which, samples) == without)
  }

  @Test(arguments: [0, 1])
  func anInstanceOfWeightZeroIsNotThere(_ which: Int) throws {
    var samples = try smallScenario().cleanSamples()
    // The others count 23/22 times 1/23.
    var weights = Matrix(rows: 23, columns: 1, repeating: 23 / 22.0)
    weights[22, 0] = 0
    samples.weights = weights
    let weighted = try trained(which, samples)
    var fewer = samples
    fewer.weights = nil
    fewer.features = Matrix(
      rows: 22, columns: 4, values: Array(samples.features.values.prefix(22 * 4)))
    fewer.outcome = [
      Matrix(rows: 22, columns: 3, values: Array(samples.outcome[0].values.prefix(22 * 3)))
    ]
    let removed = try trained(which, fewer)
    for (a, b) in zip(weighted.parts, removed.parts) { #expect((a - b).largestMagnitude < 1e-12) }
  }

  @Test(arguments: [0, 1], [7, 250])
  func trainingIsDifferentiatedByWeights(_ which: Int, _ blockRows: Int) throws {
    var samples = try smallScenario().cleanSamples()
    samples.weights = Matrix(
      rows: 23, columns: 1, values: (0..<23).map { 0.5 + Double($0 % 5) / 4 })
    let scenario = smallScenario(blockRows: blockRows)
    let trainer = Trainer(InstanceWeightTests.learners[which], in: scenario, samples: samples)
    let check = try SweepCheck(trainer, samples: samples, from: initial(scenario))
    #expect(check.error <= 1e-8)
    #expect(check.gradient.weights.map { $0.largestMagnitude > 0 } == true)
  }

  /// A pipeline that weights instances by their first feature: the gradient by ε passes through
  /// weights.
  private struct Weighting: Pipeline {
    let base: any Pipeline
    var perturbationShape: (rows: Int, columns: Int) { base.perturbationShape }
    var labelShape: (rows: Int, columns: Int) { base.labelShape }
    func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
      var samples = base.samples(perturbedBy: ε, labels: α)
      let square = samples.features.rowDot(samples.features)
      samples.weights = 0.2 * square + 0.5
      return samples
    }
  }

  @Test func aPipelinePullsBackTheCotangentOfItsWeights() throws {
    let pipeline = TapedPipeline(Weighting(base: smallScenario().pipeline))
    let samples = try pipeline.samples(at: nil)
    let weights = try #require(samples.weights)
    #expect(weights.rows == 23 && weights.columns == 1)
    var cotangent = samples
    cotangent.features = Matrix(rows: 23, columns: 4)
    cotangent.outcome = [Matrix(rows: 23, columns: 3)]
    cotangent.targetFeatures = Matrix(rows: 6, columns: 4)
    cotangent.heldOutFeatures = Matrix(rows: 5, columns: 4)
    cotangent.weights = Matrix(rows: 23, columns: 1, repeating: 1)
    let gradient = try pipeline.pullBack(cotangent, at: nil).perturbation
    #expect((gradient - 0.4 * samples.features).largestMagnitude <= 1e-15)
  }
}
