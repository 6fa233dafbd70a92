import Learning
import LinearAlgebra
import TestSupport
import Testing

/// One attack instance of the reference files as a scenario of this program.
struct AttackOracle {
  let oracle: Oracle
  let scenario: Scenario
  let learner: any Learner

  init(_ name: String) throws {
    oracle = try Oracle(name)
    let o = oracle
    let training = Training(steps: o["T"].integer, rate: o["lr"].number)
    let kind = o["kind"].text
    if kind.contains("decision_focused") {
      learner = DecisionFocused(training: training)
    } else if kind.contains("simple_joint") {
      learner = SimpleJoint(training: training)
    } else {
      learner = TwoStage(training: training)
    }
    let (g, h) = QuadraticUtility.boxed(
      o["A"].matrix(), bound: o["b"].flat, box: o["D"].number)
    let targets = o["u_target"].matrix()
    scenario = Scenario(
      pipeline: IdentityPipeline(
        clean: Samples(
          features: o["u_train"].matrix(), outcome: [o["theta_train"].matrix()],
          targetFeatures: targets, heldOutFeatures: targets)),
      problem: QuadraticUtility(
        quadratic: o["Q"].matrix(), inequalityMatrix: g, inequalityBound: h,
        errorNorm: o["loss_norm"].text == "mean" ? .mean : .sum),
      predictor: Network(
        inputs: o["d"].integer, hidden: o["H"].integer, outputs: o["K"].integer,
        activation: o["activation"].text == "relu" ? .relu : .tanh),
      targetOutcome: [o["theta_target"].matrix()], heldOutOutcome: [o["theta_target"].matrix()],
      blockRows: 5)
  }

  static func weights(_ oracle: Oracle) -> Weights {
    Weights(
      ["W1", "b1", "W2", "b2"].map { oracle[$0].matrix(rows: $0.hasPrefix("b") ? 1 : nil) })
  }
}
