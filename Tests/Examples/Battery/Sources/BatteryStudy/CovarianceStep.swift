public import Attacks
public import Learning
import LinearAlgebra
public import Reproducibility

/// An attack that trains nothing: one step, to the edge of the budget, against the covariance of
/// features and outcomes.
///
/// With centred features Ũ and outcomes Θ̃ the covariance is C = Ũᵀ Θ̃/n. Without it there
/// is nothing for a linear predictor to learn, so the attack goes down J = ½‖C‖², whose
/// gradients are Θ̃Cᵀ/n by the features and ŨC/n by the outcomes; they are pulled back to the
/// source data through the scenario's pipeline, whatever that is. Every entry goes to the side of
/// its box that lies against its gradient.
public struct CovarianceStep: Attack {
  /// What keys call it.
  public static let name = "covariance-step"
  /// What pages call it.
  public static let label = "Covariance step"
  /// What it does, in a sentence.
  public static let summary =
    "Moves every entry once, as far as it may, against the covariance of features and outcomes."

  /// Its one step.
  public var settings: [Setting] { [Setting("Step", "one, to the edge of the box, by the sign")] }

  /// The attack; it has no options.
  public init() {}

  /// It has no learner of its own.
  public func surrogate(of learner: any Learner) -> String {
    "nobody’s, it looks at the data alone"
  }

  /// A perturbation within the budget; a given start changes nothing, and nothing is drawn.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    let pipeline = TapedPipeline(scenario.pipeline)
    let gradient = try pipeline.pullBack(Self.gradient(of: pipeline.samples(at: nil)), at: nil)
    let ε = step(against: gradient.perturbation, in: scenario.box, size: budget.features)
    let α = step(against: gradient.labels, in: scenario.labelBox, size: budget.labels)
    let rows = rows(of: budget, in: scenario, gradient.perturbation, gradient.labels)
    return Poison(
      perturbation: budget.project(ε, in: scenario, rows: rows?.features),
      labels: budget.labels > 0 ? budget.projectLabels(α, in: scenario, rows: rows?.labels) : nil)
  }

  /// The gradient of J by all parts of the samples; what J does not depend on gets zero.
  static func gradient(of samples: Samples) -> Samples {
    let n = Double(samples.features.rows)
    let u = centred(samples.features)
    var gradient = samples.mapped { 0 * $0 }
    for (field, outcome) in samples.outcome.enumerated() {
      let θ = centred(outcome)
      let c = (1 / n) * (u.transposed * θ)
      gradient.features = gradient.features + (1 / n) * (θ * c.transposed)
      gradient.outcome[field] = (1 / n) * (u * c)
    }
    return gradient
  }

  /// A matrix less the means of its columns.
  private static func centred(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for column in 0..<matrix.columns {
      let mean = (0..<matrix.rows).reduce(0) { $0 + matrix[$1, column] } / Double(matrix.rows)
      for row in 0..<matrix.rows { result[row, column] -= mean }
    }
    return result
  }

  private func step(against gradient: Matrix, in box: Box, size: Double) -> Matrix {
    var step = gradient
    for index in step.values.indices {
      let (low, high) = box.bounds(at: index)
      let slope = gradient.values[index]
      step.values[index] = size * (slope > 0 ? low : slope < 0 ? high : 0)
    }
    return step
  }

  /// Where only a share of the rows may be touched: those whose gradient is largest.
  private func rows(
    of budget: Budget, in scenario: Scenario, _ g: Matrix, _ labels: Matrix
  ) -> (features: [Bool], labels: [Bool])? {
    guard let share = budget.share else { return nil }
    func pick(_ gradient: Matrix, _ box: Box) -> [Bool] {
      func size(_ row: Int) -> Double { gradient.row(row).reduce(0) { $0 + $1 * $1 } }
      let touchable = box.touchableRows(gradient.rows)
      let order = touchable.indices.filter { touchable[$0] }
        .sorted { (size($0), $1) > (size($1), $0) }
      let chosen = Set(order.prefix(share.count(of: gradient.rows)))
      return touchable.indices.map(chosen.contains)
    }
    let features = pick(g, scenario.box)
    let isShared = scenario.pipeline.rowsAreInstances
    return (features, isShared ? features : pick(labels, scenario.labelBox))
  }
}
