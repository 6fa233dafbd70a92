public import Learning
import LinearAlgebra
import Reproducibility

/// What every attack promises, to be checked of one's own.
///
/// ```swift
/// #expect(try AttackConformance.flaws(of: attack, in: scenario, against: learner) == [])
/// ```
public enum AttackConformance {
  /// What an attack breaks of its promises, tried on a scenario.
  ///
  /// It describes itself; stays within the box of every entry, within limits of all of ε together
  /// and within a share of the rows, to the last bit; leaves labels alone where the budget does,
  /// and perturbs them else unless it says that it never does; does nothing without a budget; gives
  /// the same poison from the same random stream; and leaves the clean samples as they are.
  ///
  /// - Parameters:
  ///   - attack: the attack or control, small enough to be made a dozen times.
  ///   - scenario: the data; rows that the box freezes are looked after.
  ///   - learner: whom it is made for.
  ///   - size: the largest budget that is tried, for features, and a third of it for labels. The
  ///     default is 0.3.
  /// - Returns: one clause per flaw, behind the attack's name; none where it keeps all promises.
  /// - Throws: what the attack throws.
  public static func flaws(
    of attack: any Attack, in scenario: Scenario, against learner: any Learner, size: Double = 0.3
  ) throws -> [String] {
    let trial = AttackTrial(attack: attack, scenario: scenario, learner: learner)
    let before = try scenario.cleanSamples()
    var found: [String] = []
    for budget in budgets(size, labels: type(of: attack).perturbsLabels) {
      found += try trial.flaws(within: budget)
    }
    let none = try trial.poison(within: Budget(features: 0))
    if none.perturbation.largestMagnitude > 0 { found.append("a perturbation without a budget") }
    let budget = Budget(features: size)
    let (first, second) = (try trial.poison(within: budget), try trial.poison(within: budget))
    if first.perturbation != second.perturbation || first.labels != second.labels {
      found.append("two poisons from one random stream")
    }
    if try scenario.cleanSamples() != before { found.append("other clean samples than before") }
    return Reproducibility.flaws(inDescriptionOf: attack)
      + found.uniqued().map { "\(attack.name): \($0)" }
  }

  private static func budgets(_ size: Double, labels perturbsLabels: Bool) -> [Budget] {
    let labels = perturbsLabels ? size / 3 : 0
    return [
      Budget(features: size), Budget(features: size, labels: labels),
      Budget(features: size, labels: labels, limit: .euclidean(2 * size)),
      Budget(features: size, limit: .total(3 * size)),
      Budget(features: size, labels: labels, share: Budget.Share(0.3)),
      Budget(
        features: size, labels: labels, limit: .total(3 * size),
        share: Budget.Share(0.3, rechosen: true)),
    ]
  }
}

/// An attack on a scenario, made again and again from the same random stream.
private struct AttackTrial {
  let attack: any Attack
  let scenario: Scenario
  let learner: any Learner

  func poison(within budget: Budget) throws -> Poison {
    var random = SeededGenerator(seed: 1, stream: "conformance")
    return try attack.poison(scenario, against: learner, within: budget, using: &random)
  }

  func flaws(within budget: Budget) throws -> [String] {
    let poison = try poison(within: budget)
    let (ε, shape) = (poison.perturbation, scenario.pipeline.perturbationShape)
    guard ε.rows == shape.rows, ε.columns == shape.columns else {
      return ["a perturbation of \(ε.rows)×\(ε.columns), not \(shape.rows)×\(shape.columns)"]
    }
    var flaws: [String] = []
    func check(_ holds: Bool, _ flaw: String) { if !holds { flaws.append(flaw) } }
    check(ε.values.allSatisfy(\.isFinite), "entries that are not finite")
    check(lies(ε, within: scenario.box, budget.features), "entries of ε beyond their box")
    check(budget.limit?.holds(ε) ?? true, "ε beyond its limit")
    check(ε.largestMagnitude > 0, "no perturbation within a budget")
    var touched = rows(of: ε)
    if let α = poison.labels {
      check(budget.labels > 0, "labels perturbed without a budget for them")
      check(lies(α, within: scenario.labelBox, budget.labels), "entries of α beyond their box")
      // Other rows than those of ε are the labels' own.
      if scenario.pipeline.rowsAreInstances { touched.formUnion(rows(of: α)) }
    } else {
      check(budget.labels == 0, "labels left alone in spite of a budget for them")
    }
    if let share = budget.share {
      check(touched.count <= share.count(of: ε.rows), "more rows touched than their share")
    }
    return flaws
  }

  private func lies(_ matrix: Matrix, within box: Box, _ size: Double) -> Bool {
    matrix.values.indices.allSatisfy { index in
      let (low, high) = box.bounds(at: index)
      return matrix.values[index] >= size * low && matrix.values[index] <= size * high
    }
  }

  private func rows(of matrix: Matrix) -> Set<Int> {
    Set((0..<matrix.rows).filter { matrix.row($0).contains { $0 != 0 } })
  }
}
