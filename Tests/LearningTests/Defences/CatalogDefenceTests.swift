import Differentiation
import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

/// What every defence of the catalog promises.
struct CatalogDefenceTests {
  private static let training = Training(steps: 8, rate: 0.2)
  private static let learners: [any Learner] = LearnerCatalog.all.map {
    $0.init(training: training)
  }

  private func weights(_ victim: Victim, _ scenario: Scenario) -> Weights {
    var random = SeededGenerator(seed: 1, stream: "weights")
    return victim.predictor(in: scenario).initialWeights(using: &random)
  }

  /// Samples of which some rows lie far off, so that something is done about them.
  private func outlying(_ scenario: Scenario) throws -> Samples {
    var samples = try scenario.cleanSamples()
    for column in 0..<4 { samples.features[3, column] = 8 }
    samples.outcome[0][5, 1] = 6
    return samples
  }

  /// What a victim does with samples received is what training in its scenario does.
  @Test(arguments: DefenceCatalog.all.indices, learners.indices)
  func victimsTrainAsInTheirOwnScenario(_ defence: Int, _ which: Int) throws {
    let scenario = smallScenario(blockRows: 10)
    let victim = Victim(Self.learners[which], defence: DefenceCatalog.all[defence].init())
    let clean = try scenario.cleanSamples()
    let trainer = try VictimTrainer(victim, in: scenario, samples: clean)
    let initial = weights(victim, scenario)
    let utility = try trainer.utility(trainedOn: clean, from: [initial])
    let own = victim.scenario(scenario)
    let samples = try own.cleanSamples()
    let trained = try Trainer(victim.trainedLearner, in: own, samples: samples).train(from: initial)
    let evaluator = Evaluator(
      victim.trainedLearner, in: own, outcome: own.targetOutcome, samples: samples, judging: true)
    let value = try evaluator.value(
      trained, features: samples.targetFeatures, statistics: samples.statistics)
    #expect(utility.targets == [value] && utility.violations.isEmpty && value.isFinite)
    #expect(try trainer.utility(trainedOn: clean, from: [initial]) == utility)
  }

  /// The sweep through what a defence does in training, in blocks and in batches.
  @Test(arguments: DefenceCatalog.all.indices, [nil, Minibatches(of: 10)])
  func trainingIsDifferentiatedExactlyThroughIt(_ defence: Int, _ batch: Minibatches?) throws {
    for type in LearnerCatalog.all {
      let victim = Victim(
        type.init(training: Training(steps: 6, rate: 0.1, batch: batch)),
        defence: DefenceCatalog.all[defence].init())
      let scenario = victim.scenario(smallScenario(blockRows: 6))
      let samples = try outlying(scenario)
      let check = try SweepCheck(
        Trainer(victim.trainedLearner, in: scenario, samples: samples), samples: samples,
        from: weights(victim, scenario))
      #expect(check.error <= 1e-7, "\(type.name)")
    }
  }

  @Test func namesFindThem() {
    for type in DefenceCatalog.all {
      #expect(DefenceCatalog.defence(named: type.name).map { Swift.type(of: $0) == type } == true)
    }
    #expect(DefenceCatalog.defence(named: "nothing") == nil)
  }
}
