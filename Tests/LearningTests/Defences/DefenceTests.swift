import Differentiation
import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

/// Uses all three hooks.
private struct Cautious: Defence {
  static let name = "cautious"
  static let label = "Cautious"
  static let summary =
    "Halves features, halves the weight of the largest loss, and trains half as long."

  func received(_ samples: TapedSamples) -> TapedSamples {
    var halved = samples
    halved.features = 0.5 * samples.features
    return halved
  }

  let choosesWeights = true

  func weights(ofLosses losses: [Double]) -> [Double] {
    let largest = losses.max() ?? 0
    return losses.map { $0 == largest ? 0.5 : 1 }
  }

  func training(_ training: Training) -> Training {
    Training(steps: training.steps / 2, rate: training.rate, rule: training.rule)
  }
}

/// Uses none of them.
private struct Nothing: Defence {
  static let name = "nothing"
  static let label = "Nothing"
  static let summary = "Does nothing."
}

struct DefenceTests {
  private static let training = Training(steps: 12, rate: 0.1)
  private static let learners: [any Learner] = [
    TwoStage(training: training), DecisionFocused(training: training),
  ]

  private func initial(_ scenario: Scenario) -> Weights {
    var random = SeededGenerator(seed: 1, stream: "weights")
    return scenario.predictor.initialWeights(using: &random)
  }

  @Test(arguments: [0, 1])
  func aDefenceThatDoesNothingChangesNoBit(_ which: Int) throws {
    let scenario = smallScenario(blockRows: 10)
    let (samples, learner) = (try scenario.cleanSamples(), DefenceTests.learners[which])
    let bare = try VictimTrainer(Victim(learner), in: scenario, samples: samples)
    let defended = try VictimTrainer(
      Victim(learner, defence: Nothing()), in: scenario, samples: samples)
    let weights = [initial(scenario)]
    #expect(
      try bare.utility(trainedOn: samples, from: weights)
        == defended.utility(trainedOn: samples, from: weights))
  }

  @Test func aVictimIsWhatItsDefenceMakesOfIt() throws {
    let scenario = smallScenario()
    let victim = Victim(DefenceTests.learners[0], defence: Cautious())
    #expect(victim.id == VictimID("two-stage-cautious"))
    #expect(victim.label == "Two-stage learner, Cautious")
    #expect(victim.training == Training(steps: 6, rate: 0.1))
    #expect(victim.trainedLearner.training == victim.training)
    let own = victim.scenario(scenario)
    let (received, clean) = (try own.cleanSamples(), try scenario.cleanSamples())
    #expect(received.features == 0.5 * clean.features && received.outcome == clean.outcome)
    #expect(own.defence is Cautious && scenario.defence == nil)
  }

  /// What VictimTrainer does with samples received is what training in the victim's scenario does.
  @Test(arguments: [0, 1])
  func aVictimTrainerAppliesAllHooks(_ which: Int) throws {
    let scenario = smallScenario(blockRows: 10)
    let victim = Victim(DefenceTests.learners[which], defence: Cautious())
    let weights = initial(scenario)
    let trainer = try VictimTrainer(
      victim, in: scenario, samples: try scenario.cleanSamples(), measuresTraining: true)
    let utility = try trainer.utility(trainedOn: try scenario.cleanSamples(), from: [weights])
    let own = victim.scenario(scenario)
    let samples = try own.cleanSamples()
    let trained = try Trainer(victim.trainedLearner, in: own, samples: samples)
      .train(from: weights)
    let evaluator = Evaluator(
      victim.learner, in: own, outcome: own.targetOutcome, samples: samples)
    let value = try evaluator.value(
      trained, features: samples.targetFeatures, statistics: samples.statistics)
    #expect(utility.targets == [value])
    #expect(utility.training.count == 1)
  }

  @Test(arguments: [0, 1])
  func replaysAndSweepsUseTheWeightsThatTrainingChose(_ which: Int) throws {
    let scenario = Victim(DefenceTests.learners[which], defence: Cautious())
      .scenario(smallScenario(blockRows: 10))
    let samples = try scenario.cleanSamples()
    let trainer = Trainer(DefenceTests.learners[which], in: scenario, samples: samples)
    let free = try trainer.train(from: initial(scenario))
    let record = trainer.branchRecord
    #expect(try trainer.train(from: initial(scenario), branches: .held) == free)
    #expect(trainer.branchRecord == record)
    #expect(record.filter { $0 == 0.5.bitPattern }.count == 12, "one choice in every step")
    let check = try SweepCheck(trainer, samples: samples, from: initial(scenario))
    #expect(check.error <= 1e-7)
  }

  @Test func aLongerVictimTrainsFourTimesAsLongAndAWiderOneHasMoreUnits() throws {
    let (scenario, learner) = (smallScenario(), DefenceTests.learners[0])
    let (longer, wider) = (Victim.longer(learner), Victim.wider(learner))
    #expect(longer.training.steps == 48 && wider.training.steps == 12)
    #expect(
      [Victim(learner), longer, wider].map(\.id.text)
        == ["two-stage", "two-stage-longer", "two-stage-wider"])
    #expect(wider.predictor(in: scenario).weightShapes[0].rows == 10)
    #expect(longer.predictor(in: scenario).weightShapes[0].rows == 5)
    #expect(wider.scenario(scenario).predictor.weightShapes[0].rows == 10)
  }

  @Test func namesOfCatalogsAreUnique() {
    #expect(Set(LearnerCatalog.all.map { $0.name }).count == LearnerCatalog.all.count)
    #expect(Set(DefenceCatalog.all.map { $0.name }).count == DefenceCatalog.all.count)
    #expect(LearnerCatalog.type(of: LearnerID("simple-joint")) == SimpleJoint.self)
    #expect(LearnerCatalog.type(of: LearnerID("none")) == nil)
  }
}
