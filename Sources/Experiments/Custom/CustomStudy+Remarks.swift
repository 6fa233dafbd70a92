public import Attacks
import Domains
public import Learning
import LinearAlgebra
import Reproducibility

extension CustomStudy {
  /// What the file holds and an attack does without, a sentence each without a full stop.
  ///
  /// - Parameters:
  ///   - attack: the attack.
  ///   - budget: how far it may go.
  ///   - smaller: the poison of a smaller budget that it goes on from. The default is none.
  /// - Returns: the sentences; none where everything counts.
  /// - Throws: what making the scenario throws.
  public func remarks(
    on attack: any Attack, within budget: Budget, after smaller: SmallerPoison? = nil
  ) throws -> [String] {
    let (given, scenario) = (problem.perturbation, try scenario(for: learner(TwoStage.self)))
    var remarks = problem.unread.map { "not read: \($0)" } + problem.remarks
    let isControl = type(of: attack).isControl
    if let smaller {
      let own = given.features == nil && given.labels == nil ? "" : ", not from that of the file"
      remarks.append(
        "went on from the poison of B = \(NumberFormat.exact(smaller.features))\(own)")
    }
    if isControl, given.features != nil || given.labels != nil {
      remarks.append(
        "the file's perturbation was not used: \(attack.name) is a control and starts anywhere")
    }
    let isStart = !isControl && smaller == nil
    if let ε = given.features, isStart {
      remarks += Self.moved(
        "/perturbation/features", from: ε, to: budget.project(ε, in: scenario), budget)
      remarks += crowded(ε, within: budget)
    }
    if budget.labels > 0, type(of: attack).perturbsLabels {
      if let α = given.labels, isStart {
        remarks += Self.moved(
          "/perturbation/labels", from: α, to: budget.projectLabels(α, in: scenario), budget)
      }
    } else {
      if given.labels != nil, !isControl {
        remarks.append(unusedLabels("perturbation of labels was", attack, budget))
      }
      if given.labelLower != nil || given.labelUpper != nil || given.labelRows != nil {
        remarks.append(unusedLabels("bounds and rows of labels were", attack, budget))
      }
    }
    return remarks
  }

  /// How far a start had to be moved to lie within the budget.
  private static func moved(
    _ name: String, from start: Matrix, to inside: Matrix, _ budget: Budget
  ) -> [String] {
    // Room that is kept free for the rounding of others is nothing to speak of.
    let changes = zip(start.values, inside.values)
      .filter { ($0 - $1).magnitude > 1e-9 * $0.magnitude }.map { ($0 - $1).magnitude }
    guard let largest = changes.max() else { return [] }
    return [
      "\(name) lies outside what the budget allows: \(NumberFormat.grouped(changes.count)) of "
        + "\(English.counted(start.values.count, "entry", "entries")) "
        + "\(changes.count == 1 ? "was" : "were") moved into it, by at most "
        + NumberFormat.significant(largest, digits: 4)
    ]
  }

  /// Whether a start touches more rows than the attacker may.
  private func crowded(_ start: Matrix, within budget: Budget) -> [String] {
    guard let share = budget.share else { return [] }
    let touched = (0..<start.rows).count { start.row($0).contains { $0 != 0 } }
    let most = share.count(of: start.rows)
    guard touched > most else { return [] }
    return [
      "/perturbation/features touches \(English.counted(touched, "row")) where \(most) may be "
        + "touched: those of the largest entries were kept, the others start at zero"
    ]
  }

  private func unusedLabels(
    _ what: String, _ attack: any Attack, _ budget: Budget
  ) -> String {
    let reason =
      budget.labels > 0 ? "\(attack.name) leaves labels alone" : "--label-budget is 0"
    return "the file's \(what) not used: \(reason)"
  }
}
