import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

struct AttributionTests {
  private static let learners: [any Learner] = [
    TwoStage(training: Training(steps: 8, rate: 0.1)),
    DecisionFocused(training: Training(steps: 8, rate: 0.1)),
  ]

  private func attribution(
    _ which: Int, targets: [Int]? = nil, checking count: Int = 4, seed: UInt64 = 1
  ) throws -> Attribution {
    let scenario = try ConformanceProblem.polytope.scenario()
    let learner = Self.learners[which]
    var random = SeededGenerator(seed: seed, stream: "attribution")
    let weights = learner.predictor(in: scenario).initialWeights(using: &random)
    return try Attribution(
      scenario, learner, targets: targets, from: weights, checking: count, using: random)
  }

  /// Half a percent less of an instance changes utility by half a percent of its influence.
  @Test(arguments: [0, 1], [1, 2])
  func influenceIsTheDerivativeByAWeight(_ which: Int, _ seed: UInt64) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let learner = Self.learners[which]
    var random = SeededGenerator(seed: seed, stream: "attribution")
    let weights = learner.predictor(in: scenario).initialWeights(using: &random)
    let found = try Attribution(
      scenario, learner, from: weights, checking: 0, using: random)
    let first = try #require(found.ranked.first)
    var samples = try scenario.cleanSamples()
    let evaluator = Evaluator(
      learner, in: scenario, outcome: scenario.targetOutcome, samples: samples)
    samples.weights = Matrix(rows: samples.features.rows, columns: 1, repeating: 1)
    let trainer = Trainer(learner, in: scenario, samples: samples)
    func utility(_ weight: Double) throws -> Double {
      samples.weights?[first.index, 0] = weight
      trainer.load(samples)
      return try evaluator.value(
        trainer.train(from: weights), features: samples.targetFeatures,
        statistics: samples.statistics)
    }
    let h = 1e-5
    let slope = try (utility(1 + h) - utility(1 - h)) / (2 * h)
    #expect(abs(-slope - first.influence) <= 1e-6 * abs(first.influence))
    #expect(try abs(utility(1) - found.utility) <= 1e-14 * abs(found.utility))
  }

  @Test(arguments: [0, 1])
  func checksTheStrongestAndAsManyOthersByTraining(_ which: Int) throws {
    let found = try attribution(which)
    #expect(found.checks.count == 8)
    #expect(found.ranked.prefix(4).allSatisfy { $0.retrained != nil })
    #expect(found.ranked.map(\.influence.magnitude).isDescending)
    // A promise of the first order has the sign of what is found where it is large.
    let strongest = try #require(found.ranked.first)
    #expect(strongest.influence.sign == strongest.retrained?.sign)
  }

  /// A number that is moved by next to nothing changes utility as promised; one that cannot be left
  /// out is not tried.
  @Test(arguments: [0, 1])
  func numbersLeftOutChangeUtilityByTheirSlopes(_ which: Int) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let learner = Self.learners[which]
    var random = SeededGenerator(seed: 1, stream: "attribution")
    let weights = learner.predictor(in: scenario).initialWeights(using: &random)
    let found = try attribution(which, checking: 0)
    var removal = Matrix(
      rows: found.slopes.rows, columns: found.slopes.columns, repeating: 1e-6)
    let kept = found.entries(1)[0]
    removal[kept.row, kept.column] = 0
    let removals = try found.removals(
      removal, in: scenario, learner, from: weights, checking: 3, using: random)
    #expect(removals.count == 6 && Set(removals.map { [$0.row, $0.column] }).count == 6)
    #expect(!removals.contains { $0.row == kept.row && $0.column == kept.column })
    #expect(removals.prefix(3).map(\.promised.magnitude).isDescending)
    for removal in removals {
      #expect(removal.promised == 1e-6 * found.slopes[removal.row, removal.column])
      #expect(abs(removal.found - removal.promised) <= 1e-4 * abs(removals[0].promised))
    }
  }

  /// The slopes by source data are those of the meta-gradient at no perturbation.
  @Test(arguments: [0, 1])
  func slopesAreTheMetaGradient(_ which: Int) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let learner = Self.learners[which]
    var random = SeededGenerator(seed: 1, stream: "attribution")
    let weights = learner.predictor(in: scenario).initialWeights(using: &random)
    let found = try attribution(which, checking: 0)
    let (rows, columns) = scenario.pipeline.perturbationShape
    let value = try MetaGradient(scenario, against: learner).value(
      at: Matrix(rows: rows, columns: columns), from: [weights]
    ).value
    #expect((found.slopes - value.perturbation).largestMagnitude <= 1e-12 * found.slopes.norm)
    let entries = found.entries(3)
    #expect(entries.map(\.slope.magnitude).isDescending)
    #expect(entries[0].slope.magnitude == found.slopes.largestMagnitude)
  }

  /// The mean over all targets is the mean of what is said of each.
  @Test func isTheMeanOverTargets() throws {
    let all = try attribution(1, checking: 0)
    let count = try ConformanceProblem.polytope.scenario().targetOutcome[0].rows
    let each = try (0..<count).map { try attribution(1, targets: [$0], checking: 0) }
    for row in all.instances.indices {
      let mean = each.reduce(0) { $0 + $1.instances[row].influence } / Double(count)
      #expect(abs(mean - all.instances[row].influence) <= 1e-12)
    }
  }
}

extension Array where Element == Double {
  fileprivate var isDescending: Bool { zip(self, dropFirst()).allSatisfy { $0 >= $1 } }
}
