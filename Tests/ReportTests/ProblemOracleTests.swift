import Domains
import Foundation
import Learning
import LinearAlgebra
import Storage
import TestSupport
import Testing

/// The built command against reference numbers of an independent implementation, each instance as a
/// file of one's own.
struct ProblemOracleTests {
  /// Relative to the largest entry, as the contract has it; what is met is near 10⁻¹⁴.
  private static let bound = 1e-7

  static let instances = [
    "two_stage_tanh", "two_stage_relu", "two_stage_medium", "decision_focused_T1",
    "decision_focused_tanh", "decision_focused_relu", "simple_joint_tanh", "simple_joint_relu",
  ]

  @Test(arguments: instances)
  func theMetaGradientMatches(_ name: String) async throws {
    let oracle = try Oracle(name)
    let report = try ReportProcess()
    let (input, output) = (
      report.root.appending(path: "own.h5"), report.root.appending(path: "g.h5")
    )
    try await ProblemFile.contents(of: try CustomProblem(oracle), title: name).write(to: input)
    let learner = oracle["kind"].text.replacingOccurrences(of: "_", with: "-")
    let run = try report.run(
      "gradient", "own.h5", "--learner", learner, "--output", "g.h5")
    #expect(run.status == 0, "\(run.errors)")
    let file = try await ArrayFile(contentsOf: output, verifying: true)
    #expect(file.rootAttributes["schema"] == .string("gradient/1"))
    let out = oracle["out"]
    func check(_ path: String, _ reference: Matrix, shape: [Int], _ comment: Comment) throws {
      let array = try #require(file.arrays[path])
      #expect(array.shape == shape, comment)
      let found = try #require(array.doubles)
      let difference = deviation(Matrix([found]), from: Matrix([reference.values]))
      #expect(difference <= ProblemOracleTests.bound, comment)
    }
    let (n, d, k) = (oracle["u_train"].elements.count, oracle["d"].integer, oracle["K"].integer)
    try check("/meta_gradient/features", out["dLadv_deps"].matrix(), shape: [n, d], "ε")
    try check("/meta_gradient/labels", out["dLadv_dalpha"].matrix(), shape: [n, k], "α")
    try check("/adversary_loss", Matrix([[out["L_adv"].number]]), shape: [], "L_adv")
    let targets = oracle["u_target"].elements.count
    try check("/target/decisions", out["x_target"].matrix(), shape: [targets, k], "decisions")
    let steps = oracle["T"].integer
    try check("/training/loss", out["train_loss"].matrix(), shape: [steps + 1], "losses")
    let hidden = oracle["H"].integer
    for (weight, shape) in [
      ("W1", [hidden, d]), ("b1", [hidden]), ("W2", [k, hidden]), ("b2", [k]),
    ] {
      try check("/trained/\(weight)", out["w_T"][weight].matrix(), shape: shape, "\(weight)")
    }
  }
}

extension CustomProblem {
  /// A reference instance with its perturbations and initial weights; the box follows the rows of
  /// A.
  fileprivate init(_ o: Oracle) throws {
    let weights = ["W1", "b1", "W2", "b2"].map {
      o["w0"][$0].matrix(rows: $0.hasPrefix("b") ? 1 : nil)
    }
    self.init(
      train: Instances(features: o["u_train"].matrix(), labels: o["theta_train"].matrix()),
      target: Instances(features: o["u_target"].matrix(), labels: o["theta_target"].matrix()),
      quadratic: o["Q"].matrix(),
      constraints: Constraints(
        inequalityMatrix: o["A"].matrix(), inequalityBound: o["b"].flat, box: o["D"].number),
      perturbation: Perturbation(features: o["eps"].matrix(), labels: o["alpha"].matrix()),
      fitting: Fitting(
        training: Training(steps: o["T"].integer, rate: o["lr"].number),
        activation: try #require(Activation(rawValue: o["activation"].text)),
        loss: o["loss_norm"].text == "mean" ? .mean : .sum, hidden: [o["H"].integer],
        weights: Weights(weights)))
  }
}
