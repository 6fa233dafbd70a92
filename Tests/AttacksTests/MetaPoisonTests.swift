import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Attacks

struct MetaPoisonTests {
  /// The reference run: two unrolled steps, L_adv after the second, ε in both, models that advance
  /// on the poisoned data.
  private func reference(steps: Int) throws -> (AttackOracle, MetaPoison, Ensemble) {
    let instance = try AttackOracle("metapoison")
    let o = instance.oracle
    let attack = MetaPoison(
      models: 3, craftSteps: steps, unrolledSteps: o["unroll"].integer, averagesSteps: false,
      perturbedSteps: 2, advance: .poisoned, rate: o["attack_lr"].number / o["budget"].number,
      decays: false, restarts: false)
    let models = o["models"].elements.map {
      Ensemble.Model(weights: AttackOracle.weights($0), age: 0)
    }
    let ensemble = try Ensemble(
      instance.scenario, against: instance.learner, attack: attack, models: models,
      weights: { models[0].weights })
    return (instance, attack, ensemble)
  }

  @Test func theAveragedGradientMatchesTheReference() throws {
    let (instance, _, ensemble) = try reference(steps: 1)
    let out = instance.oracle["out"]
    let value = try ensemble.value(at: instance.oracle["eps"].matrix())
    #expect(abs(value.adversaryLoss - out["L_adv"].number) <= 1e-10)
    #expect(deviation(Matrix([value.modelLosses]), from: out["L_adv_models"].matrix()) <= 1e-10)
    #expect(deviation(value.perturbation, from: out["dLadv_deps"].matrix()) <= 1e-8)
  }

  @Test(arguments: [1, 2, 3])
  func theCraftStepsFollowTheReference(_ steps: Int) throws {
    let (instance, attack, ensemble) = try reference(steps: steps)
    let trace = instance.oracle["out"]["craft_trace"].elements
    var random = SeededGenerator(seed: 0, stream: "entries")
    let poison = try attack.craft(
      ensemble, in: instance.scenario,
      within: Budget(features: instance.oracle["budget"].number),
      from: instance.oracle["eps"].matrix(), entries: &random)
    for (found, expected) in zip(poison.trace.adversaryLoss, trace) {
      #expect(abs(found - expected["L_adv_mean"].number) <= 1e-6)
    }
    let last = trace[steps - 1]
    #expect(deviation(poison.perturbation, from: last["eps_after"].matrix()) <= 1e-6)
    for (model, expected) in zip(ensemble.models, last["models_after"].elements) {
      let weights = Matrix([model.weights.flat])
      #expect(deviation(weights, from: Matrix([AttackOracle.weights(expected).flat])) <= 1e-6)
    }
  }

  /// The published variant sees ε in its first step only; its certificate replays exactly that
  /// function.
  @Test(arguments: [true, false])
  func theCertificateHolds(_ isPublished: Bool) throws {
    let instance = try AttackOracle("simple_joint_tanh")
    var random = SeededGenerator(seed: 3, stream: "metapoison")
    let attack =
      isPublished
      ? MetaPoison.published(models: 3, craftSteps: 2) : .strong(models: 3, craftSteps: 2)
    let poison = try attack.poison(
      instance.scenario, against: instance.learner, within: Budget(features: 0.3), using: &random)
    let certificate = try #require(poison.certificate)
    #expect(certificate.differences.count == 4)
    #expect(certificate.largestError <= 1e-8)
    #expect(poison.trace.firstSweep.count == 3)
  }

  @Test func agesAreSpreadEvenlyAndModelsOfFullAgeStartAnew() throws {
    let instance = try AttackOracle("simple_joint_tanh")
    var learner = instance.learner
    learner.training.steps = 6
    var random = SeededGenerator(seed: 3, stream: "weights")
    let ensemble = try Ensemble(
      instance.scenario, against: learner, attack: .published(models: 3),
      weights: { instance.scenario.predictor.initialWeights(using: &random) })
    #expect(ensemble.models.map(\.age) == [0, 2, 4])
    let (rows, columns) = instance.scenario.pipeline.perturbationShape
    let ε = Matrix(rows: rows, columns: columns)
    try ensemble.advance(on: ε)
    try ensemble.advance(on: ε)
    #expect(ensemble.models.map(\.age) == [2, 4, 0])
  }
}
