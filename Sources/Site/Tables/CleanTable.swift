import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// What one learner reaches on clean data, a row for each set of data.
struct CleanTable {
  struct Row {
    let label: String
    let usage: [Usage]
    let steps: String
    let rate: String
    let cells: [NumberTable.Cell]
    let share: String
  }

  let rows: [Row]

  /// The table; nil where the learner is nobody's victim.
  init?(learner: VictimID, _ groups: [DomainGroup]) {
    rows = groups.compactMap { group in
      let results = group.first
      guard let victim = results.panel.plan.victims.first(where: { $0.id == learner }),
        let targets = results.clean(learner)
      else { return nil }
      let wording = Wording(results)
      let gain = results.gains(learner).map { Interval(of: $0) }
      let share = results.level(.perfect).flatMap { perfect -> String? in
        guard let none = results.level(.uninformed), let gain else { return nil }
        let whole = Interval(of: perfect.minus(none)).mean
        return whole > 0 ? NumberFormat.percent(gain.mean / whole) : nil
      }
      return Row(
        label: group.label, usage: group.usage, steps: "\(victim.learner.training.steps)",
        rate: NumberFormat.chosen(victim.learner.training.rate),
        cells: [
          targets, results.clean(learner, at: .heldOut), results.level(.uninformed),
          results.level(.perfect), results.gains(learner),
        ].map { NumberTable.Cell($0, wording) }, share: share ?? "–")
    }
    if rows.isEmpty { return nil }
  }
}
