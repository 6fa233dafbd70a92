import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

struct WeightDecayTests {
  private func initial(_ scenario: Scenario) -> Weights {
    var random = SeededGenerator(seed: 1, stream: "weights")
    return scenario.predictor.initialWeights(using: &random)
  }

  @Test func addsHalfTheSquaresToTheLoss() throws {
    let scenario = smallScenario()
    let samples = try scenario.cleanSamples()
    func trainer(_ decay: Double) -> Trainer {
      Trainer(
        TwoStage(training: Training(steps: 1, rate: 0.1, weightDecay: decay)), in: scenario,
        samples: samples)
    }
    let (free, decaying) = (trainer(0), trainer(0.3))
    let start = initial(scenario)
    let (end, decayed) = (try free.train(from: start).flat, try decaying.train(from: start).flat)
    let squares = start.flat.reduce(0) { $0 + $1 * $1 }
    #expect((decaying.losses[0] - free.losses[0] - 0.15 * squares).magnitude <= 1e-13)
    for (i, weight) in start.flat.enumerated() {
      #expect((decayed[i] - end[i] + 0.03 * weight).magnitude <= 1e-15)
    }
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5])
  func trainingIsDifferentiatedExactly(_ which: Int) throws {
    let scenario = smallScenario(blockRows: 10)
    let learners: [any Learner.Type] = [TwoStage.self, DecisionFocused.self]
    let rules = StepRuleCatalog.trainable
    var training = Training(steps: 10, rate: 0.02, weightDecay: 0.4)
    training.rule = rules[which % 3]
    if which == 5 { training.batch = Minibatches(of: 6) }
    let samples = try scenario.cleanSamples()
    let check = try SweepCheck(
      Trainer(learners[which / 3].init(training: training), in: scenario, samples: samples),
      samples: samples, from: initial(scenario))
    #expect(check.error <= 1e-7)
  }

  /// As a training is written that knows no decay.
  private struct Undecayed: Encodable {
    var steps = 3
    var rate = 0.5
    @StepRuleOption var rule: any StepRule = MomentumStep()
    var batch: Minibatches?
  }

  /// Records of trainings without decay keep their keys.
  @Test func isWrittenOnlyWhereThereIsSome() throws {
    for batch in [nil, Minibatches(of: 4)] {
      var training = Training(steps: 3, rate: 0.5, rule: .momentum(0.9), batch: batch)
      let text = try JSONValue(encoding: Undecayed(batch: batch)).canonicalText
      #expect(try JSONValue(encoding: training).canonicalText == text)
      training.weightDecay = 0.25
      #expect(try JSONValue(encoding: training).canonicalText.contains(#""weightDecay":0.25"#))
    }
  }
}

struct LayeredNetworkTests {
  @Test(arguments: [Activation.tanh, .relu])
  func isTheNetworkWhereThereIsOneHiddenLayer(_ activation: Activation) throws {
    let scenario = smallScenario()
    let samples = try scenario.cleanSamples()
    func trained(_ predictor: any Predictor) throws -> Weights {
      let own = Scenario(
        pipeline: scenario.pipeline, problem: scenario.problem, predictor: predictor,
        targetOutcome: scenario.targetOutcome, heldOutOutcome: scenario.heldOutOutcome)
      var random = SeededGenerator(seed: 1, stream: "weights")
      let trainer = Trainer(
        DecisionFocused(training: Training(steps: 5, rate: 0.1)), in: own, samples: samples)
      return try trainer.train(from: predictor.initialWeights(using: &random))
    }
    let network = Network(inputs: 4, hidden: 5, outputs: 3, activation: activation)
    let layered = LayeredNetwork(inputs: 4, hidden: [5], outputs: 3, activation: activation)
    #expect(try trained(network) == trained(layered))
    #expect(layered.widened(by: 2).hidden == [10])
  }

  @Test(arguments: [[], [4, 3], [3, 2, 4]])
  func deepTrainingIsDifferentiatedExactly(_ hidden: [Int]) throws {
    let small = smallScenario(blockRows: 10)
    let network = LayeredNetwork(inputs: 4, hidden: hidden, outputs: 3)
    let scenario = Scenario(
      pipeline: small.pipeline, problem: small.problem, predictor: network,
      targetOutcome: small.targetOutcome, heldOutOutcome: small.heldOutOutcome)
    #expect(network.weightShapes.count == 2 * (hidden.count + 1))
    var random = SeededGenerator(seed: 1, stream: "weights")
    let samples = try scenario.cleanSamples()
    let learner = DecisionFocused(training: Training(steps: 8, rate: 0.05))
    let check = try SweepCheck(
      Trainer(learner, in: scenario, samples: samples), samples: samples,
      from: network.initialWeights(using: &random))
    #expect(check.error <= 1e-7)
  }

  @Test func isLinearWithoutHiddenLayers() throws {
    let network = LayeredNetwork(inputs: 2, hidden: [], outputs: 1)
    #expect(network.weightShapes.map { [$0.rows, $0.columns] } == [[1, 2], [1, 1]])
  }
}
