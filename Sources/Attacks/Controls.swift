public import Learning
import LinearAlgebra
public import Reproducibility

/// A control: uniform noise in the attack's box.
///
/// A drop under attack means nothing without it.
public struct UniformNoise: OfferedAttack {
  /// The name in records and on pages.
  public static let name = "uniform-noise"
  /// What pages call it.
  public static let label = "Uniform noise"
  /// What it does, in a sentence.
  public static let summary = "Draws every entry uniformly from the box that attacks must stay in."

  /// What commands call it, too.
  public static let shortName = "noise"
  /// It looks at nothing.
  public static let isControl = true

  /// The control; it has no options.
  public init() {}

  /// The control, whatever is asked for.
  public static func make(_ request: AttackRequest) throws(AttackRequestError) -> UniformNoise {
    UniformNoise()
  }

  /// A perturbation within the budget; a given start changes nothing.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    draw(scenario, budget, using: &random) { low, high, random in random.uniform(in: low...high) }
  }
}

/// A control: a random corner of the attack's box.
public struct RandomSigns: OfferedAttack {
  /// The name in records and on pages.
  public static let name = "random-signs"
  /// What pages call it.
  public static let label = "Random signs"
  /// What it does, in a sentence.
  public static let summary = "Draws a corner of the box that attacks must stay in."

  /// What commands call it, too.
  public static let shortName = "signs"
  /// It looks at nothing.
  public static let isControl = true

  /// The control; it has no options.
  public init() {}

  /// The control, whatever is asked for.
  public static func make(_ request: AttackRequest) throws(AttackRequestError) -> RandomSigns {
    RandomSigns()
  }

  /// A perturbation within the budget; a given start changes nothing.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    draw(scenario, budget, using: &random) { low, high, random in
      random.sign() > 0 ? high : low
    }
  }
}

/// Independent draws for every entry of the box, and of the labels' box where there is a budget.
///
/// A draw beyond the budget's limit is moved to the nearest point within; of a share the rows are
/// drawn, too.
private func draw(
  _ scenario: Scenario, _ budget: Budget, using random: inout SeededGenerator,
  _ entry: (Double, Double, inout SeededGenerator) -> Double
) -> Poison {
  let touched = TouchedRows(in: scenario, within: budget, using: random)
  let (rows, columns) = scenario.pipeline.perturbationShape
  var ε = Matrix(rows: rows, columns: columns)
  for i in ε.values.indices {
    let (low, high) = scenario.box.bounds(at: i)
    ε.values[i] = budget.features * entry(low, high, &random)
  }
  var α: Matrix?
  if budget.labels > 0 {
    let (rows, columns) = scenario.pipeline.labelShape
    var drawn = Matrix(rows: rows, columns: columns)
    for i in drawn.values.indices {
      let (low, high) = scenario.labelBox.bounds(at: i)
      drawn.values[i] = budget.labels * entry(low, high, &random)
    }
    α = budget.projectLabels(drawn, in: scenario, rows: touched?.labels)
  }
  return Poison(
    perturbation: budget.project(ε, in: scenario, rows: touched?.features), labels: α)
}
