import Experiments
import Learning
import Reproducibility
import Statistics

/// Poisons of one problem of one's own, sorted by budget: what its page and its chart are drawn
/// from.
struct ProblemResults {
  let records: [CustomRecord]

  /// The results of one problem, one learner and one kind of attack.
  ///
  /// - Throws: `ProblemPageError` where files do not belong on one page.
  init(_ records: [CustomRecord]) throws(ProblemPageError) {
    guard let first = records.first else { throw .nothing }
    for other in records {
      for (name, here, there) in [
        ("problem", "\(first.record.dataset)", "\(other.record.dataset)"),
        ("learner", first.record.learner?.text ?? "", other.record.learner?.text ?? ""),
        ("attack", first.record.attack?.text ?? "", other.record.attack?.text ?? ""),
        ("objective", first.objective.rawValue, other.objective.rawValue),
        ("threat model", first.threat.reach, other.threat.reach),
        ("seed", "\(first.record.seed)", "\(other.record.seed)"),
      ] where here != there {
        throw .different(what: name, first: first.file, other: other.file)
      }
    }
    guard let evaluated = records.first(where: { !$0.record.evaluations.isEmpty }) else {
      throw .notEvaluated(first.file)
    }
    for other in records where other.record.evaluations.isEmpty {
      throw evaluated.file == other.file ? .nothing : .notEvaluated(other.file)
    }
    self.records = records.sorted {
      ($0.record.budget.features, $0.record.budget.labels)
        < ($1.record.budget.features, $1.record.budget.labels)
    }
    let labels = Set(records.map(\.record.budget.labels))
    let features = Set(records.map(\.record.budget.features))
    for (record, next) in zip(self.records, self.records.dropFirst())
    where record.record.budget == next.record.budget {
      throw .sameBudget(record.file, next.file)
    }
    // One axis has room for one of both.
    countsLabels = features.count == 1 && (labels.count > 1 || features == [0])
    guard countsLabels || labels.count == 1 && !features.contains(0) else {
      throw .mixedBudgets(self.records[0].file, self.records[self.records.count - 1].file)
    }
  }

  var first: CustomRecord { records[0] }

  /// Whether the axis is that of the budgets of labels.
  private let countsLabels: Bool

  /// The position of a record on the axis of budgets.
  func budget(_ record: CustomRecord) -> Double {
    countsLabels ? record.record.budget.labels : record.record.budget.features
  }

  /// What the axis of budgets is called.
  var budgetAxis: String {
    countsLabels ? "Budget of labels, in their unit" : "Budget B, multiple of the file's box"
  }

  /// The attacked learner first, then the others that were evaluated.
  var victims: [VictimID] {
    let attacked = VictimID(first.record.learner?.text ?? "")
    let all = Set(records.flatMap(\.record.evaluations.keys))
    return LearnerCatalog.all.map { VictimID($0.name) }.filter(all.contains).sorted {
      ($0 == attacked ? 0 : 1) < ($1 == attacked ? 0 : 1)
    }
  }

  func isAttacked(_ victim: VictimID) -> Bool { victim.text == first.record.learner?.text }

  func label(_ victim: VictimID) -> String {
    LearnerCatalog.type(of: LearnerID(victim.text))?.phrase ?? victim.text
  }

  /// The initial weights that victims are trained from.
  enum Start: CaseIterable {
    /// Those of the problem's file, or the draw in their place.
    case given
    /// Others, that no attack used.
    case fresh

    var label: String { self == .given ? "given initial weights" : "other initial weights" }
  }

  /// What a victim reaches at the targets on clean data; one value per initial weights.
  func clean(_ victim: VictimID, _ start: Start, _ record: CustomRecord) -> [Double] {
    guard let evaluation = record.record.evaluations[victim] else { return [] }
    return values(start == .given ? evaluation.sharedClean.map { [$0] } : [evaluation.clean])
  }

  /// What a victim reaches at the targets under the attack or, by its name, under a control; one
  /// value per draw and initial weights.
  func poisoned(
    _ victim: VictimID, _ start: Start, _ record: CustomRecord, control: String? = nil
  ) -> [Double] {
    let evaluations =
      control.map { name in record.controls.first { $0.name == name }?.evaluations ?? [:] }
      ?? record.record.evaluations
    guard let evaluation = evaluations[victim] else { return [] }
    return values(start == .given ? evaluation.sharedPoisoned : evaluation.poisoned)
  }

  private func values(_ utilities: [VictimUtility]?) -> [Double] {
    (utilities ?? []).flatMap { first.objective == .utility ? $0.targets : $0.distance }
  }

  /// What is measured, with which way is good for the learner.
  var measure: String {
    first.objective == .utility
      ? "Utility at the targets (higher is better for the learner)"
      : "Half squared distance from the desired decisions (lower is what the attacker wants)"
  }

  var controls: [String] { records.flatMap { $0.controls.map(\.name) }.uniqued() }
}

/// Why files do not make a page.
public enum ProblemPageError: Error, Equatable, CustomStringConvertible {
  /// No file was given.
  case nothing
  /// Two files differ in something that one page has once.
  case different(what: String, first: String, other: String)
  /// A file holds a perturbation alone.
  case notEvaluated(String)
  /// Budgets of features and of labels both differ between files.
  case mixedBudgets(String, String)
  /// Two files have the same budgets.
  case sameBudget(String, String)
  /// The directory holds something that this program did not write there.
  case foreign(folder: String, name: String)

  /// One sentence: what is wrong, and what to do.
  public var description: String {
    switch self {
    case .nothing: "No poison was given: name the files that `report attack` has written."
    case .different(let what, let first, let other):
      "\(other) has another \(what) than \(first): make a page of each."
    case .notEvaluated(let file):
      "\(file) holds no evaluation: make it with --evaluate own or all."
    case .mixedBudgets(let first, let other):
      "\(first) and others up to \(other) differ in their budgets of features and in those of "
        + "labels, or leave features alone in some: make pages that vary one of both."
    case .sameBudget(let first, let other):
      "\(first) and \(other) have the same budgets: name one of them."
    case .foreign(let folder, let name):
      "\(folder) holds \(name), which is no part of such a page: give a directory that is new, "
        + "empty or a page of this program."
    }
  }
}
