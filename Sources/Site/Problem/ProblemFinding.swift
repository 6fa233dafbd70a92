import Experiments
import Learning
import Reproducibility

extension ProblemResults {
  /// The budgets of a record in a few words.
  func size(of record: CustomRecord) -> String {
    let budget = record.record.budget
    let labels = budget.labels > 0 ? ", labels \(NumberFormat.chosen(budget.labels))" : ""
    return NumberFormat.chosen(budget.features) + labels
  }

  /// What the largest budget does to the attacked learner, in a sentence chosen by the numbers.
  var finding: String {
    let victim = VictimID(first.record.learner?.text ?? "")
    guard let last = records.last else { return "" }
    let start: Start = poisoned(victim, .fresh, last).isEmpty ? .given : .fresh
    let (before, after) = (clean(victim, start, last), poisoned(victim, start, last))
    guard !before.isEmpty, !after.isEmpty else {
      return "No victim was trained on these poisons: they hold perturbations alone."
    }
    func number(_ values: [Double]) -> String {
      guard values.allSatisfy({ $0.magnitude < 1e100 }) else { return "nothing finite" }
      return Wording.short(values.reduce(0, +) / Double(values.count), digits: 4)
    }
    let chance = controls.map { poisoned(victim, start, last, control: $0) }
      .filter { !$0.isEmpty }
    let beside =
      chance.isEmpty
      ? "" : ", chance within the same budget to \(English.joined(chance.map(number)))"
    let failed = last.verdict.findings.filter { $0.answer == .no }
    let doubt =
      failed.isEmpty
      ? ""
      : " Not a result as it stands: "
        + English.joined(failed.map { "“\($0.question.label)” is answered with no" }) + "."
    return "At B = \(size(of: last)) the attack takes the \(label(victim)) learner from "
      + "\(number(before)) to \(number(after))\(beside) (\(start.label)).\(doubt)"
  }
}
