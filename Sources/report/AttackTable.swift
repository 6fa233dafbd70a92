import Attacks
import Experiments
import Learning
import Reproducibility

/// What an attack did to every learner, as text: clean and poisoned beside noise and signs, from
/// known and from other weights.
struct AttackTable {
  private let outcome: CustomAttack.Outcome
  private let attack: CustomAttack
  private let study: CustomStudy

  init(_ outcome: CustomAttack.Outcome, of attack: CustomAttack, on study: CustomStudy) {
    (self.outcome, self.attack, self.study) = (outcome, attack, study)
  }

  /// The tables and what else is to be said.
  var text: String {
    var lines = [headline, ""]
    lines += table("mean utility at the targets (higher is better for the learner)", \.targets)
    lines += table("mean utility at held-out instances", \.heldOut)
    if attack.attack.objective == .decision {
      lines += table("mean of half the squared distance from the desired decisions", \.distance)
    }
    lines += levels + certificate + notes
    return lines.map { $0 + "\n" }.joined()
  }

  private var headline: String {
    let record = outcome.record
    var text = "\(attack.attack.name) on the \(attack.learner.name) learner, B = "
    text += NumberFormat.exact(attack.budget.features)
    if attack.budget.labels > 0 {
      text += ", labels \(NumberFormat.exact(attack.budget.labels))"
    }
    if let losses = record.trace?.adversaryLoss, let first = losses.first, let last = losses.last {
      text += ", \(losses.count) iterations: adversary's loss \(number(first)) → \(number(last))"
    }
    return text
  }

  private func table(_ title: String, _ values: KeyPath<VictimUtility, [Double]>) -> [String] {
    let rows = study.learners.compactMap { learner -> String? in
      let victim = VictimID(learner.name)
      guard let evaluation = outcome.record.evaluations[victim] else { return nil }
      let controls = outcome.controls.compactMap { $0.evaluations[victim] }
      let shared = ([evaluation] + controls).map { mean($0.sharedPoisoned, values) }
      let fresh = ([evaluation] + controls).map { mean($0.poisoned, values) }
      guard shared.contains(where: { $0 != nil }) else { return nil }
      let mark = learner.id == attack.learner.id ? "*" : " "
      return pad(learner.name, 20) + mark
        + cells([mean(evaluation.sharedClean.map { [$0] }, values)] + shared) + "  |"
        + cells([mean([evaluation.clean], values)] + fresh)
    }
    guard !rows.isEmpty else { return [] }
    let names = ["clean", "poisoned"] + outcome.controls.compactMap { shortName(of: $0) }
    let heads = names.map { pad($0, -9) }.joined()
    let isGiven = study.problem.fitting.weights != nil
    let (known, others) = (
      isGiven ? "given initial weights" : "one draw of initial weights",
      "\(CustomAttack.freshWeights) other draws, mean"
    )
    return [
      title,
      pad("", 21) + pad(known, -heads.count) + "  |" + pad(others, -heads.count),
      pad("* attacked", 21) + heads + "  |" + heads,
    ] + rows + [""]
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

  private func cells(_ values: [Double?]) -> String {
    values.map { pad($0.map(number) ?? "–", -9) }.joined()
  }

  private func number(_ x: Double) -> String { NumberFormat.significant(x, digits: 4) }

  /// Blanks after the text or, if the width is negative, before it.
  private func pad(_ text: String, _ width: Int) -> String {
    let blanks = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? blanks + text : text + blanks
  }

  private var levels: [String] {
    let meanings: [LevelID: String] = [
      .perfect: "decisions that know the labels", .uninformed: "one decision without features",
    ]
    return outcome.levels.map { level in
      "\(meanings[level.id] ?? level.id.text): \(number(level.targets)) at the targets"
        + (level.heldOut.map { ", \(number($0)) at held-out instances" } ?? "")
    }
  }

  private var certificate: [String] {
    guard let certificate = outcome.record.certificate, !certificate.differences.isEmpty else {
      return []
    }
    let error = NumberFormat.significant(certificate.largestError, digits: 2)
    return [
      "certificate: \(certificate.differences.count) entries of the first gradient differ from "
        + "differences of the loss by at most \(error) of its largest entry"
    ]
  }

  /// What somebody might miss.
  private var notes: [String] {
    var notes: [String] = []
    if !study.hasInterior {
      let names = LearnerCatalog.all.filter { $0.needsInterior }.map { $0.name }
      notes.append(
        "\(English.joined(names)) are left out: the constraints leave them no interior")
    }
    if study.problem.perturbation.labels != nil, attack.budget.labels == 0 {
      notes.append("the file's perturbation of labels was not used: --label-budget is 0")
    }
    let diverging = outcome.record.evaluations.filter { _, evaluation in
      let victims =
        [evaluation.clean] + evaluation.poisoned
        + (evaluation.sharedClean.map { [$0] } ?? []) + evaluation.sharedPoisoned
      return victims.flatMap(\.targets).contains { !$0.isFinite }
    }
    for name in diverging.keys.sorted() {
      notes.append("some training of the \(name) learner diverges: lower learning_rate or steps")
    }
    return notes
  }
}
