import Attacks
import Experiments
import Learning
import Reproducibility

/// What an attack did to every learner, as text: clean and poisoned beside noise and signs, from known and from other weights.
struct AttackTable {
  private let outcome: ProblemAttack.Outcome
  private let attack: ProblemAttack

  init(_ outcome: ProblemAttack.Outcome, attack: ProblemAttack) {
    (self.outcome, self.attack) = (outcome, attack)
  }

  /// The tables and what else is to be said, a line each.
  var text: String {
    var lines = [headline, ""]
    lines += table("mean utility at the targets", \.targets)
    lines += table("mean utility at held-out instances", \.heldOut)
    lines += table("distance from the desired decisions at the targets, half its square", \.distance)
    lines += levels + certificate
    return lines.map { $0 + "\n" }.joined()
  }

  private var headline: String {
    let record = outcome.record
    var text = "\(record.attack) on the \(record.learner) learner, B = "
    text += NumberFormat.exact(attack.budget.features)
    if attack.budget.labels > 0 {
      text += ", labels \(NumberFormat.exact(attack.budget.labels))"
    }
    guard let losses = record.trace?.adversaryLoss, let first = losses.first,
      let last = losses.last
    else { return text }
    return text + ", \(losses.count) iterations: adversary's loss "
      + "\(NumberFormat.significant(first, digits: 4)) → \(NumberFormat.significant(last, digits: 4))"
  }

  private func table(_ title: String, _ values: KeyPath<VictimUtility, [Double]>) -> [String] {
    let names = LearnerName.allCases.map(\.rawValue)
    let rows = names.compactMap { name -> String? in
      guard let evaluation = outcome.record.evaluations[name] else { return nil }
      let shared =
        [evaluation.sharedClean, evaluation.sharedPoisoned].map { mean($0.map { [$0] }, values) }
        + outcome.controls.map { mean($0.shared[name], values) }
      let fresh =
        [mean([evaluation.clean], values), mean(evaluation.poisoned, values)]
        + outcome.controls.map { mean($0.fresh[name], values) }
      guard shared.contains(where: { $0 != nil }) else { return nil }
      let mark = name == outcome.record.learner ? "*" : " "
      return pad(name, 17) + mark + cells(shared) + "  |" + cells(fresh)
    }
    guard !rows.isEmpty else { return [] }
    let heads = ["clean", "poisoned", "noise", "signs"].map { pad($0, -9) }.joined()
    let fresh = "\(ProblemAttack.freshWeights) other initial weights"
    return [
      title,
      pad("", 18) + pad("given initial weights", -36) + "  |" + pad(fresh, -36),
      pad("* attacked", 18) + heads + "  |" + heads,
    ] + rows + [""]
  }

  /// Over draws and initial weights.
  private func mean(
    _ utilities: [VictimUtility]?, _ values: KeyPath<VictimUtility, [Double]>
  ) -> Double? {
    let all = (utilities ?? []).flatMap { $0[keyPath: values] }
    return all.isEmpty ? nil : all.reduce(0, +) / Double(all.count)
  }

  private func cells(_ values: [Double?]) -> String {
    values.map { pad($0.map { NumberFormat.significant($0, digits: 4) } ?? "–", -9) }.joined()
  }

  /// Blanks after the text or, if the width is negative, before it.
  private func pad(_ text: String, _ width: Int) -> String {
    let blanks = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? blanks + text : text + blanks
  }

  private var levels: [String] {
    outcome.record.levels.map { level in
      "\(level.name) decisions reach \(NumberFormat.significant(level.targets, digits: 4)) at the targets"
        + (level.heldOut.isFinite
          ? ", \(NumberFormat.significant(level.heldOut, digits: 4)) at held-out instances" : "")
    }
  }

  private var certificate: [String] {
    guard let certificate = outcome.record.certificate else { return [] }
    return [
      "\(certificate.indices.count) entries of the first gradient differ from differences of the loss by at most "
        + "\(NumberFormat.significant(certificate.largestError, digits: 2)) of its largest entry"
    ]
  }
}
