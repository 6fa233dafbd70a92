import Experiments
import Learning
import Paper
import Reproducibility

/// Every evaluation of a study: one row per experiment, victim, initial weights and draw, from
/// which every number of the ledger but those of traces can be computed again.
///
/// A victim that is trained on clean data stands in the row of the untreated cell; only where the
/// victims are others than those, or start from the attack's own weights, in rows of the treated
/// cell.
struct EvaluationRow: Sendable {
  let cell: StudyCell
  /// The victim, or the reference decision; which kind of victims it is of.
  let victim: String, variant: String
  /// "fresh", "shared", or "none" for reference decisions.
  let weights: String
  /// Which of the initial weights, and which draw of a control.
  let start: Int?, draw: Int?
  /// "clean", "poisoned" or, for reference decisions, "none".
  let trainedOn: String
  /// Mean utilities over instances, and the mean distance to desired decisions.
  let targets: Double?, heldOut: Double?, training: Double?, distance: Double?

  /// All rows of a cell.
  static func all(of cell: StudyCell) -> [EvaluationRow] {
    var rows: [EvaluationRow] = []
    for (id, evaluation) in cell.record.evaluations.sorted(by: { $0.key.text < $1.key.text }) {
      let (victim, variant) = cell.victims[id] ?? (id, .deployed)
      func add(_ utility: VictimUtility, _ weights: VictimWeights, draw: Int?, isPoisoned: Bool) {
        for index in utility.targets.indices {
          // A draw with a single value takes its turn among the initial weights.
          let isTurn = draw != nil && utility.targets.count == 1
          let start = isTurn ? (draw ?? 0) % max(1, evaluation.clean.targets.count) : index
          rows.append(
            EvaluationRow(
              cell: cell, victim: victim.text, variant: variant.rawValue, weights: weights.rawValue,
              start: start, draw: draw,
              trainedOn: isPoisoned ? "poisoned" : "clean", targets: utility.targets[index],
              heldOut: utility.heldOut.at(index), training: utility.training.at(index),
              distance: utility.distance.at(index)))
        }
      }
      if cell.record.attack == nil || variant != .deployed {
        add(evaluation.clean, .fresh, draw: nil, isPoisoned: false)
      }
      for (draw, utility) in evaluation.poisoned.enumerated() {
        add(utility, .fresh, draw: cell.isControl ? draw : nil, isPoisoned: true)
      }
      if let clean = evaluation.sharedClean {
        add(clean, .shared, draw: nil, isPoisoned: false)
      }
      for (draw, utility) in evaluation.sharedPoisoned.enumerated() {
        add(utility, .shared, draw: cell.isControl ? draw : nil, isPoisoned: true)
      }
    }
    return rows
      + cell.record.levels.map { level in
        EvaluationRow(
          cell: cell, victim: level.id.text, variant: "", weights: "none", start: nil, draw: nil,
          trainedOn: "none", targets: level.targets, heldOut: level.heldOut, training: nil,
          distance: nil)
      }
  }

  /// The name of what is done, which for reference decisions is none of the cell's.
  private var series: String { weights == "none" ? StudyCell.reference : cell.series }

  /// The columns of the file.
  static let columns: [DataColumn<EvaluationRow>] =
    DataColumn<EvaluationRow>.columns(StudyCell.columns) { $0.cell }
    .map { column in
      guard column.name == "series" else { return column }
      return DataColumn(
        column.name, column.meaning, unit: column.unit, values: column.values
      ) { $0.series }
    } + [
      DataColumn(
        "victim", "who was trained, or the reference decision",
        values: "a learner, or perfect, uninformed, static, …"
      ) { $0.victim },
      DataColumn(
        "variant", "how the victim differs from the learner that attacks are made for",
        values: "deployed (not at all), longer, wider, adam, or empty"
      ) { $0.variant },
      DataColumn(
        "weights", "where the victim starts",
        values: "fresh (which no attack used), shared (the attack’s own), none"
      ) { $0.weights },
      DataColumn(
        "start", "which initial weights; the same number is the same weights",
        values: "from 0, or empty"
      ) { DataCell.text($0.start) },
      DataColumn("draw", "which draw of a control", values: "from 0, or empty") {
        DataCell.text($0.draw)
      },
      DataColumn(
        "trained_on", "the data that the victim was trained on",
        values: "clean, poisoned, none"
      ) { $0.trainedOn },
      DataColumn(
        "utility_targets", "mean utility over the instances that the attack is made for",
        unit: "utility", values: "a number, higher is better for the learner"
      ) { DataCell.text($0.targets) },
      DataColumn(
        "utility_held_out", "the same over instances that it never sees", unit: "utility",
        values: "a number, or empty"
      ) { DataCell.text($0.heldOut) },
      DataColumn(
        "utility_training", "the same over the training instances, where it was asked for",
        unit: "utility", values: "a number, or empty"
      ) { DataCell.text($0.training) },
      DataColumn(
        "distance_targets", "mean half squared distance to the decisions that an attacker desires",
        unit: "squared decisions", values: "a number, or empty"
      ) { DataCell.text($0.distance) },
    ] + DataColumn<EvaluationRow>.columns([StudyCell.recordColumn]) { $0.cell }
}

extension [Double] {
  /// The value at a place; nil where there is none.
  fileprivate func at(_ index: Int) -> Double? { indices.contains(index) ? self[index] : nil }
}
