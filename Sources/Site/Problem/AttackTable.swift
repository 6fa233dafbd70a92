import Attacks
public import Experiments
import Learning
import Reproducibility

/// What an attack did to every learner, as text: clean and poisoned beside noise and signs, from
/// known and from other weights; and what can be believed of it.
public struct AttackTable: Sendable {
  /// One thing that is said.
  enum Part: String, CaseIterable {
    case headline, threat, targets, heldOut, distance, levels, notes, verdict
  }

  /// The parts that are a table below a title.
  static let tables: Set<Part> = [.targets, .heldOut, .distance]

  private let outcome: CustomOutcome
  private let study: CustomStudy

  /// The text about an outcome on the problem that it came from.
  public init(_ outcome: CustomOutcome, on study: CustomStudy) {
    (self.outcome, self.study) = (outcome, study)
  }

  /// The tables and what else is to be said, a line break at the end of each line.
  public var text: String {
    Part.allCases.flatMap(lines).map { $0 + "\n" }.joined()
  }

  /// The lines of a part; none where there is nothing to say.
  ///
  /// An empty line ends what others stand apart from.
  func lines(of part: Part) -> [String] {
    switch part {
    case .headline: [headline]
    case .threat: ["threat model: \(outcome.threat.line)", ""]
    case .targets:
      table("mean utility at the targets (higher is better for the learner)", \.targets)
    case .heldOut: table("mean utility at held-out instances", \.heldOut)
    case .distance:
      outcome.attack.attack.objective == .decision
        ? table("mean of half the squared distance from the desired decisions", \.distance) : []
    case .levels: levels
    case .notes: notes
    case .verdict: VerdictLines(outcome.verdict).lines
    }
  }

  private var headline: String {
    let (record, attack) = (outcome.record, outcome.attack)
    var text = "\(attack.attack.name) on the \(attack.learner.name) learner, B = "
    text += NumberFormat.exact(attack.budget.features)
    if attack.budget.labels > 0 {
      text += ", labels \(NumberFormat.exact(attack.budget.labels))"
    }
    if let losses = record.trace?.adversaryLoss, let first = losses.first, let last = losses.last {
      text += ", \(English.counted(losses.count, "iteration")): adversary's loss of "
      text += "\(outcome.surrogate), \(number(first)) → \(number(last))"
    }
    return text
  }

  private func table(_ title: String, _ values: KeyPath<VictimUtility, [Double]>) -> [String] {
    var table = TextTable()
    let names = ["clean", "poisoned"] + outcome.controls.compactMap { shortName(of: $0) }
    table.add(["* attacked"] + names + ["|"] + names)
    var isEmpty = true
    for learner in study.learners {
      let victim = VictimID(learner.name)
      guard let evaluation = outcome.record.evaluations[victim] else { continue }
      let controls = outcome.controls.compactMap { $0.evaluations[victim] }
      let shared =
        [mean(evaluation.sharedClean.map { [$0] }, values)]
        + ([evaluation] + controls).map { mean($0.sharedPoisoned, values) }
      let fresh =
        [mean([evaluation.clean], values)]
        + ([evaluation] + controls).map { mean($0.poisoned, values) }
      guard (shared + fresh).contains(where: { $0 != nil }) else { continue }
      isEmpty = false
      let mark = learner.id == outcome.attack.learner.id ? " *" : ""
      table.add([learner.name + mark] + shared.map(cell) + ["|"] + fresh.map(cell))
    }
    if isEmpty { return [] }
    let known =
      study.problem.fitting.weights != nil
      ? "given initial weights" : "one draw of initial weights"
    return [
      "\(title); left of the bar \(known), right of it the mean of "
        + "\(CustomAttack.freshWeights) other draws"
    ] + table.lines + [""]
  }

  private func shortName(of control: Record) -> String? {
    control.attack.flatMap { AttackCatalog.type(named: $0.text)?.shortName }
  }

  /// Over draws and initial weights.
  private func mean(
    _ utilities: [VictimUtility]?, _ values: KeyPath<VictimUtility, [Double]>
  ) -> Double? {
    let all = (utilities ?? []).flatMap { $0[keyPath: values] }
    return all.isEmpty ? nil : all.reduce(0, +) / Double(all.count)
  }

  /// What is not finite is no result: some training has diverged.
  private func cell(_ value: Double?) -> String {
    value.map { $0.isFinite ? number($0) : "diverges" } ?? "–"
  }

  private func number(_ x: Double) -> String { NumberFormat.significant(x, digits: 4) }

  private var levels: [String] {
    let meanings: [LevelID: String] = [
      .perfect: "decisions that know the labels", .uninformed: "one decision without features",
    ]
    return outcome.levels.map { level in
      "\(meanings[level.id] ?? level.id.text): \(number(level.targets)) at the targets"
        + (level.heldOut.map { ", \(number($0)) at held-out instances" } ?? "")
    }
  }

  /// What somebody might miss.
  private var notes: [String] {
    var notes = outcome.remarks
    if let best = outcome.best {
      notes.append(
        "best iterate, on further initial weights of the attacker's own: that after "
          + "\(best.iteration) updates with an adversary's loss of \(number(best.loss)), the last "
          + "one \(number(best.lastLoss))")
    }
    let known = Set(study.learners.map { $0.id })
    let missing = LearnerCatalog.all.map { $0.id }.filter { !known.contains($0) }
    if outcome.attack.evaluated == .all, !missing.isEmpty {
      notes.append(
        "\(English.joined(missing.map(\.text))) are left out: the problem does not provide for "
          + "their training")
    }
    for (learner, sentence) in outcome.failures.sorted(by: { $0.key.text < $1.key.text }) {
      notes.append("\(learner) is left out. \(sentence)")
    }
    return notes
  }
}

/// The findings of a verdict, one line each, behind a mark.
public struct VerdictLines: Sendable {
  /// The lines in the order of the findings.
  public let lines: [String]

  /// The lines of a verdict.
  public init(_ verdict: ProblemVerdict) {
    lines = verdict.findings.map { finding in
      let mark =
        switch finding.answer {
        case .yes: "[ok]"
        case .no: "[!!]"
        case .open: "[--]"
        }
      return "\(mark) \(finding.sentence)"
    }
  }
}
