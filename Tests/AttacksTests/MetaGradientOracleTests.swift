import Learning
import LinearAlgebra
import TestSupport
import Testing

@testable import Attacks

struct MetaGradientOracleTests {
  static let instances = [
    "two_stage_tanh", "two_stage_relu", "two_stage_medium", "decision_focused_T1",
    "decision_focused_tanh", "decision_focused_relu", "simple_joint_tanh", "simple_joint_relu",
  ]

  @Test(arguments: instances)
  func trainingDecisionsAndMetaGradientMatch(_ name: String) throws {
    let instance = try AttackOracle(name)
    let (o, out) = (instance.oracle, instance.oracle["out"])
    let metaGradient = try MetaGradient(instance.scenario, against: instance.learner)
    let initial = AttackOracle.weights(o["w0"])
    let (value, _, _) = try metaGradient.value(
      at: o["eps"].matrix(), labels: o["alpha"].matrix(), from: [initial])
    let trained = AttackOracle.weights(out["w_T"])
    for (part, reference) in zip(value.weights.parts, trained.parts) {
      #expect(deviation(part, from: reference) <= 1e-8)
    }
    let losses = Matrix([value.trainingLosses])
    #expect(deviation(losses, from: out["train_loss"].matrix()) <= 1e-8)
    #expect(deviation(value.decisions, from: out["x_target"].matrix()) <= 1e-8)
    #expect(abs(value.adversaryLoss - out["L_adv"].number) <= 1e-8)
    // Exact to second order for all learners; the bound of the decision-focused and the simple
    // joint one is 10⁻⁷ in the contract.
    #expect(deviation(value.perturbation, from: out["dLadv_deps"].matrix()) <= 1e-8)
    #expect(deviation(value.labels, from: out["dLadv_dalpha"].matrix()) <= 1e-8)
    let start = Matrix([value.initialWeights])
    #expect(
      deviation(start, from: Matrix([AttackOracle.weights(out["dLadv_dw0"]).flat])) <= 1e-8)
    let end = Matrix([value.trainedWeights])
    #expect(deviation(end, from: Matrix([AttackOracle.weights(out["dLadv_dwT"]).flat])) <= 1e-8)
  }

  @Test(arguments: instances)
  func replayedDifferencesMatchTheGradient(_ name: String) throws {
    let instance = try AttackOracle(name)
    let o = instance.oracle
    let metaGradient = try MetaGradient(instance.scenario, against: instance.learner)
    let initial = AttackOracle.weights(o["w0"])
    let (ε, α) = (o["eps"].matrix(), o["alpha"].matrix())
    let (value, _, _) = try metaGradient.value(at: ε, labels: α, from: [initial])
    let scale = value.perturbation.largestMagnitude
    for index in [0, ε.values.count / 2, ε.values.count - 1] {
      var direction = Matrix(rows: ε.rows, columns: ε.columns)
      direction.values[index] = 1
      let slope = try metaGradient.replayedSlope(
        at: ε, labels: α, from: initial, along: direction, step: 1e-3)
      #expect(abs(slope - value.perturbation.values[index]) <= 1e-8 * scale)
    }
  }

  @Test(arguments: [
    "algorithm1_two_stage_plain", "algorithm1_two_stage_sign", "algorithm1_two_stage_adam",
    "algorithm1_decision_focused_sign",
  ])
  func algorithm1FollowsTheReference(_ name: String) throws {
    let instance = try AttackOracle(name)
    let (o, trace) = (instance.oracle, instance.oracle["out"]["trace"].elements)
    let (budget, rate) = (o["budget"].number, o["attack_lr"].number)
    let (rule, length): (any StepRule, Double) =
      switch o["attack_optimizer"].text {
      case "plain": (PlainStep(), rate)
      case "sign": (SignStep(), rate / budget * budget)
      default: (AdamStep(), rate / budget * budget)
      }
    let metaGradient = try MetaGradient(instance.scenario, against: instance.learner)
    var stepper = Stepper(rule)
    var ε = o["eps"].matrix()
    for (iteration, reference) in trace.enumerated() {
      let initial = o["w0s"].elements[iteration].elements.map(AttackOracle.weights)
      let (value, round, _) = try metaGradient.value(at: ε, from: initial)
      #expect(round == reference["round"].integer)
      #expect(abs(value.adversaryLoss - reference["L_adv_before"].number) <= 1e-6)
      let next = Budget(features: budget).project(
        stepper.step(ε, along: value.perturbation, length: length), in: instance.scenario)
      let expected = reference["eps_after"].matrix()
      let noise = 1e-12 * value.perturbation.largestMagnitude
      for index in next.values.indices
      where value.perturbation.values[index].magnitude > noise || !(rule is SignStep) {
        #expect(abs(next.values[index] - expected.values[index]) <= 1e-9 * budget, "\(index)")
      }
      ε = expected
    }
  }
}
