import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

struct TrimmedLossTests {
  private func initial(_ scenario: Scenario) -> Weights {
    var random = SeededGenerator(seed: 1, stream: "weights")
    return scenario.predictor.initialWeights(using: &random)
  }

  @Test func theLargestLossesCountNothingAndTheOthersShareTheMean() {
    let defence = TrimmedLoss(share: 0.4)
    let kept = 5.0 / 3
    #expect(defence.weights(ofLosses: [3, 1, 9, 2, 5]) == [kept, kept, 0, kept, 0])
    #expect(defence.weights(ofLosses: [1, 1, 1]) == [1.5, 1.5, 0])
    #expect(defence.weights(ofLosses: [.nan, 1, -.infinity]) == [0, 1.5, 1.5])
    #expect(TrimmedLoss().weights(ofLosses: [1, 2, 3]) == [1, 1, 1], "a tenth of three is none")
    #expect(DefenceCatalog.defence(named: "trimmed-loss") is TrimmedLoss)
  }

  @Test func nothingTrimmedChangesNoBit() throws {
    let scenario = smallScenario(blockRows: 10)
    let learner = DecisionFocused(training: Training(steps: 8, rate: 0.3))
    let samples = try scenario.cleanSamples()
    let defended = Victim(learner, defence: TrimmedLoss(share: 0)).scenario(scenario)
    #expect(
      try Trainer(learner, in: scenario, samples: samples).train(from: initial(scenario))
        == Trainer(learner, in: defended, samples: samples).train(from: initial(scenario)))
  }

  /// One instance of 23 whose label is far off: without it training is what it was.
  @Test func anObviousOutlierIsTrimmed() throws {
    let scenario = smallScenario(blockRows: 10)
    let learner = TwoStage(training: Training(steps: 30, rate: 0.05))
    let defended = Victim(learner, defence: TrimmedLoss(share: 0.05)).scenario(scenario)
    var outlying = try scenario.cleanSamples()
    outlying.outcome[0].values[3 * 11] = 40
    let trainer = Trainer(learner, in: defended, samples: outlying)
    let found = try trainer.train(from: initial(scenario))
    for step in 0..<30 {
      let weights = try #require(trainer.chosen?[step])
      #expect(weights[11] == 0 && weights.filter { $0 > 0 }.count == 22)
    }
    // The same instances without the outlier, whose weights are 23/22 of 1/23.
    var without = outlying
    without.features = Matrix(
      (0..<23).filter { $0 != 11 }.map { Array(outlying.features.row($0)) })
    without.outcome = [
      Matrix((0..<23).filter { $0 != 11 }.map { Array(outlying.outcome[0].row($0)) })
    ]
    let expected = try Trainer(learner, in: scenario, samples: without)
      .train(from: initial(scenario))
    for (a, b) in zip(found.parts, expected.parts) { #expect((a - b).largestMagnitude < 1e-12) }
  }

  @Test(arguments: [nil, Minibatches(of: 10)])
  func trainingIsDifferentiatedExactlyThroughIt(_ batch: Minibatches?) throws {
    let learners: [any Learner] = [
      TwoStage(training: Training(steps: 10, rate: 0.1, batch: batch)),
      DecisionFocused(training: Training(steps: 10, rate: 0.3, batch: batch)),
      TwoStage(training: Training(steps: 10, rate: 0.05, rule: .momentum(0.7), batch: batch)),
    ]
    for learner in learners {
      let scenario = Victim(learner, defence: TrimmedLoss(share: 0.2))
        .scenario(smallScenario(blockRows: 6))
      let samples = try scenario.cleanSamples()
      let check = try SweepCheck(
        Trainer(learner, in: scenario, samples: samples), samples: samples,
        from: initial(scenario))
      #expect(check.error <= 1e-7)
    }
  }
}
