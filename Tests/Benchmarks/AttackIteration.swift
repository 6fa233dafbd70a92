import Attacks
import Learning
import LinearAlgebra
import Reproducibility

/// One iteration of Algorithm 1: training, the exact meta-gradient, a sign step and its projection.
struct AttackIteration: Sendable {
  /// The learner that the attack is made for.
  enum Kind: String, Sendable {
    case twoStage = "two-stage"
    case decisionFocused = "decision-focused"
  }

  let kind: Kind
  let instances: Int
  let targets: Int
  let hidden: Int
  let steps: Int
  let rate: Double
  let errorNorm: QuadraticUtility.ErrorNorm

  /// Half the width of the box that ε is projected into.
  private static let budget = Budget(features: 0.25)

  private var data: SyntheticData {
    SyntheticData(count: instances + targets, errorNorm: errorNorm)
  }

  /// The scenario and the attacked learner.
  @Sendable func setting() -> (scenario: Scenario, learner: any Learner) {
    let training = Training(steps: steps, rate: rate)
    return (
      data.scenario(instances: instances, hidden: hidden),
      kind == .twoStage ? TwoStage(training: training) : DecisionFocused(training: training)
    )
  }

  @Sendable func workload() throws -> Workload {
    let data = data
    let (scenario, learner) = setting()
    let metaGradient = try MetaGradient(scenario, against: learner)
    var random = SeededGenerator(seed: 1, stream: "benchmarks/attack")
    let weights = scenario.predictor.initialWeights(using: &random)
    let start = Matrix(
      rows: instances, columns: SyntheticData.width,
      values: random.normals(instances * SyntheticData.width).map { 0.1 * min(max($0, -1), 1) })
    let (value, _, _) = try metaGradient.value(at: start, from: [weights])
    return Workload(gflop: 1e-9 * operations(activeRows: data.meanActiveRows(at: value.decisions)))
    {
      let (value, _, _) = try metaGradient.value(at: start, from: [weights])
      let moved = start.combined(with: value.perturbation) { $0 - ($1 > 0 ? 0.025 : -0.025) }
      let projected = Self.budget.project(moved, in: scenario)
      precondition(projected.largestMagnitude <= Self.budget.features)
    }
  }

  /// Useful operations of one iteration, with the given mean number of active rows of a decision.
  private func operations(activeRows: Double) -> Double {
    let k = SyntheticData.width
    let network = OperationCount.attack(
      instances: instances, inputs: k, hidden: hidden, outputs: k, steps: steps)
    let rows = SyntheticData.rows + 2 * k
    let solution = OperationCount.solution(variables: k, rows: rows, active: activeRows)
    let system = OperationCount.systemSolve(variables: k, active: activeRows)
    let atTargets = Double(targets) * (solution + system)
    if kind == .twoStage { return network + atTargets }
    // A training step solves and pulls back; the sweep repeats both and pushes a tangent through
    // each.
    let layer = Double(steps * instances) * (2 * solution + 4 * system)
    return network + atTargets + layer
  }
}
