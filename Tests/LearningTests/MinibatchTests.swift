import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

/// A way to train that is not gradient descent on all instances.
private struct Variant: Sendable, CustomTestStringConvertible {
  let learner: any Learner
  var testDescription: String { "\(learner.name), \(learner.training.phrase)" }

  static let all: [Variant] = [nil, Minibatches(of: 8), Minibatches(of: 23)].flatMap { batch in
    [
      Variant(
        learner: TwoStage(
          training: Training(steps: 12, rate: 0.02, rule: .adam, batch: batch))),
      Variant(
        learner: DecisionFocused(
          training: Training(steps: 12, rate: 0.02, rule: .adam, batch: batch))),
      Variant(
        learner: TwoStage(
          training: Training(steps: 12, rate: 0.05, rule: .momentum(0.8), batch: batch))),
      Variant(
        learner: DecisionFocused(training: Training(steps: 12, rate: 0.2, batch: batch))),
    ]
  }
}

struct MinibatchTests {
  private func initial(_ scenario: Scenario) -> Weights {
    var random = SeededGenerator(seed: 1, stream: "weights")
    return scenario.predictor.initialWeights(using: &random)
  }

  @Test func anEpochDealsEveryInstanceAtMostOnce() {
    let schedule = Minibatches(of: 5, seed: 3).schedule(steps: 10, instances: 23)
    #expect(schedule.count == 10 && schedule.allSatisfy { $0.count == 5 && $0 == $0.sorted() })
    for epoch in [schedule[0..<4], schedule[4..<8]] {
      #expect(Set(epoch.joined()).count == 20, "four fives, three left over")
    }
    #expect(Set(schedule[0..<4]) != Set(schedule[4..<8]), "dealt in a new order")
    #expect(schedule == Minibatches(of: 5, seed: 3).schedule(steps: 10, instances: 23))
    #expect(schedule != Minibatches(of: 5, seed: 4).schedule(steps: 10, instances: 23))
    let longer = Minibatches(of: 5, seed: 3).schedule(steps: 20, instances: 23)
    #expect(schedule == Array(longer.prefix(10)), "a longer training begins as a shorter one")
  }

  @Test func aBatchOfAllInstancesTrainsToTheBitsOfAFullBatch() throws {
    let scenario = smallScenario(blockRows: 10)
    let samples = try scenario.cleanSamples()
    func trained(_ batch: Minibatches?) throws -> (Weights, Trainer.Pullback) {
      let trainer = Trainer(
        DecisionFocused(training: Training(steps: 7, rate: 0.3, batch: batch)), in: scenario,
        samples: samples)
      let weights = try trainer.train(from: initial(scenario))
      return (weights, try trainer.pullBack(weights.flat, adding: samples))
    }
    let (full, batch) = (try trained(nil), try trained(Minibatches(of: 100)))
    #expect(full.0 == batch.0 && full.1.samples == batch.1.samples)
  }

  @Test func aStepOnABatchIsAStepOnItsInstancesAlone() throws {
    let scenario = smallScenario(blockRows: 3)
    let samples = try scenario.cleanSamples()
    let batch = Minibatches(of: 8, seed: 5)
    let chosen = batch.schedule(steps: 1, instances: 23)[0]
    func rows(_ matrix: Matrix) -> Matrix { Matrix(chosen.map { Array(matrix.row($0)) }) }
    var part = samples
    (part.features, part.outcome) = (rows(samples.features), samples.outcome.map(rows))
    let learner = TwoStage(training: Training(steps: 1, rate: 0.1, batch: batch))
    let alone = TwoStage(training: Training(steps: 1, rate: 0.1))
    let trainer = Trainer(learner, in: scenario, samples: samples)
    #expect(
      try trainer.train(from: initial(scenario))
        == Trainer(alone, in: scenario, samples: part).train(from: initial(scenario)))
    let end = Trainer(alone, in: scenario, samples: samples)
    _ = try end.train(from: trainer.weights(at: 1), measuresEnd: false)
    #expect(abs(trainer.losses[1] - end.losses[0]) <= 1e-14, "the end is measured on all instances")
  }

  @Test(arguments: Variant.all.indices)
  func isDifferentiatedExactly(_ index: Int) throws {
    let learner = Variant.all[index].learner
    let scenario = smallScenario(blockRows: 7)
    var samples = try scenario.cleanSamples()
    // Adam's first steps hang on signs of gradients: steps of 10⁻³ are too coarse for them.
    let step = learner.training.rule is AdamStep ? 1e-4 : 1e-3
    let check = try SweepCheck(
      Trainer(learner, in: scenario, samples: samples), samples: samples,
      from: initial(scenario), step: step)
    #expect(check.error <= 1e-7)
    // The same with instances that do not all count alike.
    samples.weights = Matrix(
      rows: 23, columns: 1, values: (0..<23).map { 0.5 + Double($0 % 5) / 4 })
    let weighted = try SweepCheck(
      Trainer(learner, in: scenario, samples: samples), samples: samples,
      from: initial(scenario), step: step)
    #expect(weighted.error <= 1e-7)
  }
}
