import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// What one learner reaches on clean data, a row for each set of data.
struct CleanTable {
  let rows: [Table.Row]

  /// The table; nil where the learner is nobody's victim.
  init?(learner: VictimID, _ groups: [DomainGroup]) {
    rows = groups.compactMap { group in
      let results = group.first
      guard let victim = results.panel.plan.victims.first(where: { $0.id == learner }),
        let targets = results.clean(learner)
      else { return nil }
      let wording = Wording(results)
      let gain = results.gains(learner).map { results.interval($0) }
      let share = results.level(.perfect).flatMap { perfect -> String? in
        guard let none = results.level(.uninformed), let gain else { return nil }
        let whole = results.interval(perfect.minus(none)).mean
        return whole > 0 ? NumberFormat.percent(gain.mean / whole) : nil
      }
      let training = victim.learner.training
      return Table.Row(
        label: group.label,
        cells: [
          Table.Cell(group.usage), Table.Cell("\(training.steps)"),
          Table.Cell(NumberFormat.chosen(training.rate)),
        ]
          + [
            targets, results.clean(learner, at: .heldOut), results.level(.uninformed),
            results.level(.perfect), results.gains(learner),
          ].map { Table.Cell($0, wording) } + [Table.Cell(share ?? "–")])
    }
    if rows.isEmpty { return nil }
  }
}
