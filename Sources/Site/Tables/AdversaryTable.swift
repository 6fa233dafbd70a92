import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// Adversaries with other aims and other means, each beside clean data and uniform noise of the
/// same budgets.
struct AdversaryTable {
  struct Row {
    let title: String
    let what: String
    let budgets: String
    let targets: String
    let iterations: String
    let cells: [NumberTable.Cell]
  }

  /// How far decisions are from the desired ones.
  struct DistanceRow {
    let title: String
    let cells: [NumberTable.Cell]
  }

  let learner: String
  let seeds: String
  let weights: String
  let rows: [Row]
  let distances: [DistanceRow]
  let sentences: [String]

  /// The table; nil where no adversary was run.
  init?(_ adversaries: [AdversaryRecords]) {
    guard let first = adversaries.first else { return nil }
    let names = adversaries.map(\.adversary.learner.phrase)
    learner = English.joined(names.uniqued())
    seeds = first.clean.map { "\($0.seed)" }.joined(separator: ", ")
    weights = "\(first.adversary.plan.freshWeights)"
    let utilities = adversaries.map { AdversaryUtilities($0) }
    let wording = Wording(utilities: utilities.flatMap { $0.clean() ?? [] })
    rows = zip(adversaries, utilities).map { adversary, values in
      Row(
        title: adversary.adversary.title, what: adversary.adversary.means,
        budgets: AdversaryTable.budgets(adversary.adversary.budget),
        targets: "\(adversary.adversary.domain.size.targets)",
        iterations: AdversaryTable.iterations(adversary),
        cells: [
          values.clean(), values.attacked(), values.control(), values.losses,
          values.lossesBeyondControl, values.clean(at: .heldOut), values.attacked(at: .heldOut),
        ].map { NumberTable.Cell($0, wording) })
    }
    distances = zip(adversaries, utilities).compactMap { adversary, values in
      guard let before = values.distances(adversary.clean, isPoisoned: false) else { return nil }
      let after = values.distances(adversary.attacked, isPoisoned: true)
      let control = values.distances(adversary.control, isPoisoned: true)
      let wording = Wording(utilities: before)
      let moved = after.map { before.minus($0) }
      return DistanceRow(
        title: adversary.adversary.title,
        cells: [before, after, control, moved].map { NumberTable.Cell($0, wording) })
    }
    let clear = zip(adversaries, utilities).filter {
      $0.1.lossesBeyondControl.map { Interval(of: $0).lies(above: 0) } ?? false
    }.map { "“\($0.0.adversary.title)”" }
    sentences = [
      """
      \(clear.count) of \(English.counted(adversaries.count, "adversary", "adversaries")) cost \
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

  private static func iterations(_ records: AdversaryRecords) -> String {
    let counts = records.attacked.compactMap { $0.trace?.adversaryLoss.count }
    guard let least = counts.min(), let most = counts.max() else { return "–" }
    return least == most ? "\(least)" : "\(least) … \(most)"
  }
}

/// The utilities of an adversary's own victim, one per seed.
struct AdversaryUtilities {
  private let records: AdversaryRecords
  private let victim: VictimID

  init(_ records: AdversaryRecords) {
    self.records = records
    victim = VictimID(records.adversary.learner.name)
  }

  func clean(at instances: PanelValues.Instances = .targets) -> [Double]? {
    all(records.clean) { instances.mean($0.clean) }
  }

  func attacked(at instances: PanelValues.Instances = .targets) -> [Double]? {
    all(records.attacked) { $0.poisoned.map(instances.mean).mean }
  }

  func control(at instances: PanelValues.Instances = .targets) -> [Double]? {
    all(records.control) { $0.poisoned.map(instances.mean).mean }
  }

  var losses: [Double]? { difference(clean(), attacked()) }

  /// The loss to the attack minus that to noise, paired by seed; minus nothing where noise gains on
  /// average.
  var lossesBeyondControl: [Double]? {
    guard let losses, let noise = difference(clean(), control()) else { return nil }
    return noise.reduce(0, +) > 0 ? losses.minus(noise) : losses
  }

  /// Half the mean squared distance from the desired decisions; nil where nobody desires any.
  func distances(_ records: [Record], isPoisoned: Bool) -> [Double]? {
    all(records) { evaluation in
      let utilities = isPoisoned ? evaluation.poisoned : [evaluation.clean]
      return utilities.compactMap(\.distance.mean).mean
    }
  }

  private func all(_ records: [Record], _ value: (Record.Evaluation) -> Double?) -> [Double]? {
    let values = records.compactMap { $0.evaluations[victim].flatMap(value) }
    return values.count == records.count && !values.isEmpty ? values : nil
  }

  private func difference(_ first: [Double]?, _ second: [Double]?) -> [Double]? {
    guard let first, let second else { return nil }
    return first.minus(second)
  }
}
