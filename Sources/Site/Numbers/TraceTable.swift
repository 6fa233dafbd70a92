import Attacks
import Experiments
import Foundation
import Paper
import Reproducibility
import Statistics

/// How every attack of a study went, in one row each: what the ledger says of gradients can be
/// computed from it again.
struct TraceRow: Sendable {
  let cell: StudyCell
  let trace: Poison.Trace

  /// The rows of a study's attacks that have a trace; those whose poison is another record's have
  /// none.
  static func all(_ cells: [StudyCell]) -> [TraceRow] {
    cells.compactMap { cell in cell.record.trace.map { TraceRow(cell: cell, trace: $0) } }
  }

  /// log₁₀ of the largest over the smallest ‖v_t‖ of each iteration's sweep.
  private var ranges: [Double] {
    zip(trace.backwardLargest, trace.backwardSmallest).map {
      Decades.between($1, $0)
    }
  }

  private var isFinite: Bool {
    [
      trace.adversaryLoss, trace.trainingLoss, trace.gradientNorm, trace.step,
      trace.backwardLargest,
    ].allSatisfy { $0.allSatisfy(\.isFinite) }
  }

  /// The columns of the file.
  static let columns: [DataColumn<TraceRow>] =
    DataColumn<TraceRow>.columns(StudyCell.columns) { $0.cell } + [
      DataColumn("iterations", "how many iterations it made", unit: "iterations", values: "a count")
      { DataCell.text($0.trace.adversaryLoss.count) },
      number(
        "adversary_loss_first", "L_adv at the first iterate, on the attack’s weights", "utility"
      ) { $0.adversaryLoss.first },
      number("adversary_loss_last", "the same at the last one", "utility") {
        $0.adversaryLoss.last
      },
      number(
        "training_loss_first", "the learner’s loss after the training of the first iteration",
        "loss"
      ) { $0.trainingLoss.first },
      number("training_loss_last", "the same of the last one", "loss") {
        $0.trainingLoss.last
      },
      number(
        "gradient_norm_first", "Euclidean norm of the meta-gradient in the first iteration",
        "utility per budget"
      ) { $0.gradientNorm.first },
      number("gradient_norm_last", "the same in the last one", "utility per budget") {
        $0.gradientNorm.last
      },
      DataColumn(
        "log10_range",
        "log₁₀ of the largest over the smallest ‖v_t‖ of a sweep, the median over its "
          + "iterations; 300 where the smallest is 0", unit: "decades",
        values: "a number, or empty"
      ) { $0.ranges.allSatisfy(\.isFinite) ? DataCell.text($0.ranges.median) : "nan" },
      DataColumn(
        "v_smallest", "the smallest ‖v_t‖ of all sweeps", unit: "utility per weight",
        values: "a number, or empty"
      ) { DataCell.text($0.trace.backwardSmallest.min()) },
      DataColumn(
        "v_largest", "the largest ‖v_t‖ of all sweeps", unit: "utility per weight",
        values: "a number, or empty"
      ) { DataCell.text($0.trace.backwardLargest.max()) },
      DataColumn(
        "diverged", "whether a loss, a gradient or a step on the way is not a finite number",
        values: "yes, no"
      ) { $0.isFinite ? "no" : "yes" },
      DataColumn(
        "solves", "how many decisions were solved for", unit: "solves", values: "a count"
      ) { DataCell.text($0.trace.census.solves) },
      DataColumn(
        "degenerate", "how many of them had an active constraint with multiplier zero",
        unit: "solves", values: "a count"
      ) { DataCell.text($0.trace.census.degenerate) },
      DataColumn(
        "worst_residual", "the worst residual of their optimality conditions", unit: "relative",
        values: "a number"
      ) { DataCell.text($0.trace.census.worstResidual) },
      DataColumn(
        "check_error", "the largest error of the first gradient against differences by replay",
        unit: "shares of the largest entry", values: "a number, or empty"
      ) { DataCell.text($0.cell.record.certificate?.largestError) },
    ] + DataColumn<TraceRow>.columns([StudyCell.recordColumn]) { $0.cell }

  private static func number(
    _ name: String, _ meaning: String, _ unit: String,
    _ value: @escaping @Sendable (Poison.Trace) -> Double?
  ) -> DataColumn<TraceRow> {
    DataColumn(name, meaning, unit: unit, values: "a number, or empty") {
      DataCell.text(value($0.trace))
    }
  }
}
