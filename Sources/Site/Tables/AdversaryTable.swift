import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// Adversaries with other aims and other means, each beside clean data and uniform noise of the
/// same budgets.
struct AdversaryTable {
  let learner: String
  let seeds: String
  let weights: String
  let rows: [Table.Row]
  /// How far decisions are from the desired ones.
  let distances: [Table.Row]
  let sentences: [String]

  /// The table; nil where no adversary was run.
  init?(_ adversaries: [PanelRecords]) {
    let results = adversaries.map { PanelValues($0) }
    guard let first = results.first else { return nil }
    learner = English.joined(results.map(\.panel.attacked.phrase).uniqued())
    seeds = first.seeds.map { "\($0)" }.joined(separator: ", ")
    weights = "\(first.panel.plan.freshWeights)"
    let wording = Wording(utilities: results.flatMap { $0.clean($0.attacked) ?? [] })
    rows = results.map { result in
      let (panel, victim, budget) = (result.panel, result.attacked, result.displayedBudget)
      func treated(_ name: String, _ instances: PanelValues.Instances = .targets) -> [Double]? {
        result.values(victim, name, budget: budget, at: instances)
      }
      return Table.Row(
        label: panel.title,
        cells: [
          Table.Cell(words: panel.means),
          Table.Cell(words: AdversaryTable.budgets(panel.spending(budget))),
          Table.Cell("\(panel.domain.size.targets)"),
          Table.Cell(AdversaryTable.iterations(result)),
        ]
          + [
            result.clean(victim), treated(result.attack), treated(result.controls[0]),
            result.losses(victim, result.attack, budget: budget),
            result.lossesBeyondControls(victim, budget: budget),
            result.clean(victim, at: .heldOut), treated(result.attack, .heldOut),
          ].map { Table.Cell($0, wording) })
    }
    distances = results.compactMap { result in
      guard let before = AdversaryTable.distances(result, under: nil) else { return nil }
      let after = AdversaryTable.distances(result, under: result.attack)
      let control = AdversaryTable.distances(result, under: result.controls[0])
      let wording = Wording(utilities: before)
      return Table.Row(
        label: result.panel.title,
        cells: [before, after, control, after.map { before.minus($0) }].map {
          Table.Cell($0, wording)
        })
    }
    let clear = results.filter { result in
      result.lossesBeyondControls(result.attacked, budget: result.displayedBudget)
        .map { result.interval($0).lies(above: 0) } ?? false
    }.map { "“\($0.panel.title)”" }
    sentences = [
      """
      \(clear.count) of \(English.counted(results.count, "adversary", "adversaries")) cost \
      the victim clearly more than noise of the same budget \
      does\(clear.isEmpty ? "." : ": \(English.joined(clear)).")
      """
    ]
  }

  private static func budgets(_ budget: Budget) -> String {
    var parts: [String] = []
    if budget.features > 0 { parts.append("features \(NumberFormat.exact(budget.features))") }
    if budget.labels > 0 { parts.append("labels \(NumberFormat.exact(budget.labels))") }
    return English.joined(parts)
  }

  private static func iterations(_ results: PanelValues) -> String {
    let counts = results.attackRecords().compactMap { $0.trace?.adversaryLoss.count }
    guard let least = counts.min(), let most = counts.max() else { return "–" }
    return least == most ? "\(least)" : "\(least) … \(most)"
  }

  /// Half the mean squared distance from the desired decisions under a treatment, or on clean data,
  /// one per seed; nil where nobody desires any.
  private static func distances(_ results: PanelValues, under treatment: String?) -> [Double]? {
    let values = results.seeds.compactMap { seed -> Double? in
      let record =
        treatment.map {
          results.records.record(seed: seed, series: $0, budget: results.displayedBudget)
        } ?? results.records.cleanRecord(seed: seed)
      guard let evaluation = record?.evaluations[results.attacked] else { return nil }
      return treatment == nil
        ? evaluation.clean.distance.mean
        : evaluation.poisoned(\.distance).compactMap(\.mean).mean
    }
    return values.count == results.seeds.count && !values.isEmpty ? values : nil
  }
}
