import Attacks
import Experiments
import Learning
import Reproducibility

/// What `report attack --json` prints: one object, keys in order, numbers that are not finite as
/// null.
struct AttackSummary: Encodable {
  /// Mean utilities of one victim from one kind of initial weights.
  struct Utility: Encodable {
    var clean: Double?
    var poisoned: Double?
    /// By control.
    var controls: [String: Double]
  }

  struct Victim: Encodable {
    var attacked: Bool
    /// By place: `targets`, `held_out`, and `distance` where decisions are desired.
    var given: [String: Utility]
    var fresh: [String: Utility]
  }

  let file: String
  let attack: String
  let learner: String
  let budget: Double
  let labelBudget: Double
  let adversaryLoss: [Double?]
  let victims: [String: Victim]
  let levels: [String: [String: Double]]
  let leftOut: [String: String]
  /// What of the file the attack did without.
  let remarks: [String]
  let threat: [String: String]
  let verdict: VerdictSummary
  /// One row per learner for the attack and for each control.
  let leaderboard: [LeaderboardRow]

  private enum CodingKeys: String, CodingKey {
    case file, attack, learner, budget, victims, levels, remarks, threat, verdict, leaderboard
    case labelBudget = "label_budget", adversaryLoss = "adversary_loss", leftOut = "left_out"
  }

  init(_ outcome: CustomOutcome, file: String, leaderboard: [LeaderboardRow]) {
    (self.file, self.leaderboard) = (file, leaderboard)
    (attack, learner) = (outcome.attack.attack.name, outcome.attack.learner.name)
    (budget, labelBudget) = (outcome.attack.budget.features, outcome.attack.budget.labels)
    adversaryLoss = (outcome.record.trace?.adversaryLoss ?? []).map { $0.isFinite ? $0 : nil }
    var victims: [String: Victim] = [:]
    for (victim, evaluation) in outcome.record.evaluations {
      let controls = outcome.controls.compactMap { control in
        control.evaluations[victim].map { (control.attack?.text ?? "", $0) }
      }
      victims[victim.text] = Victim(
        attacked: victim == outcome.attackedVictim,
        given: AttackSummary.utilities(
          evaluation.sharedClean, evaluation.sharedPoisoned,
          controls.map { ($0.0, $0.1.sharedPoisoned) }),
        fresh: AttackSummary.utilities(
          evaluation.clean, evaluation.poisoned, controls.map { ($0.0, $0.1.poisoned) }))
    }
    self.victims = victims
    levels = Dictionary(
      uniqueKeysWithValues: outcome.levels.map { level in
        var values: [String: Double] = [:]
        let both = [("targets", level.targets as Double?), ("held_out", level.heldOut)]
        for (name, value) in both {
          if let value, value.isFinite { values[name] = value }
        }
        return (level.id.text, values)
      })
    leftOut = Dictionary(
      uniqueKeysWithValues: outcome.failures.map { ($0.key.text, $0.value) })
    remarks = outcome.remarks
    threat = Dictionary(uniqueKeysWithValues: outcome.threat.parts.map { ($0.name, $0.text) })
    verdict = VerdictSummary(outcome.verdict)
  }

  private static func utilities(
    _ clean: VictimUtility?, _ poisoned: [VictimUtility],
    _ controls: [(name: String, draws: [VictimUtility])]
  ) -> [String: Utility] {
    let places: [(String, KeyPath<VictimUtility, [Double]>)] = [
      ("targets", \.targets), ("held_out", \.heldOut), ("distance", \.distance),
    ]
    var utilities: [String: Utility] = [:]
    for (name, values) in places {
      func mean(_ draws: [VictimUtility]) -> Double? {
        let all = draws.flatMap { $0[keyPath: values] }
        let mean = all.reduce(0, +) / Double(all.count)
        return mean.isFinite ? mean : nil
      }
      guard clean.map({ !$0[keyPath: values].isEmpty }) == true else { continue }
      var byControl: [String: Double] = [:]
      for control in controls { byControl[control.name] = mean(control.draws) }
      utilities[name] = Utility(
        clean: mean([clean].compactMap(\.self)), poisoned: mean(poisoned), controls: byControl)
    }
    return utilities
  }

  /// The object as canonical JSON.
  var json: String { get throws { try JSONValue(encoding: self).canonicalText } }
}

/// What `report gradient --json` prints.
struct GradientSummary: Encodable {
  let file: String
  let adversaryLoss: Double?
  let gradientNorm: Double?
  /// What of the file nothing depends on.
  let remarks: [String]
  let verdict: VerdictSummary

  private enum CodingKeys: String, CodingKey {
    case file, remarks, verdict
    case adversaryLoss = "adversary_loss", gradientNorm = "gradient_norm"
  }

  init(_ gradient: CustomGradient, file: String, remarks: [String]) {
    (self.file, self.remarks) = (file, remarks)
    adversaryLoss = gradient.adversaryLoss.isFinite ? gradient.adversaryLoss : nil
    gradientNorm = gradient.norm.isFinite ? gradient.norm : nil
    verdict = VerdictSummary(gradient.verdict)
  }

  /// The object as canonical JSON.
  var json: String { get throws { try JSONValue(encoding: self).canonicalText } }
}

/// A verdict as data: the exit code, and for every question its answer with the sentence.
struct VerdictSummary: Encodable {
  struct Finding: Encodable {
    let answer: String
    let sentence: String
  }

  let exitCode: Int
  let findings: [String: Finding]

  private enum CodingKeys: String, CodingKey { case findings, exitCode = "exit_code" }

  init(_ verdict: ProblemVerdict) {
    exitCode = Int(verdict.exitCode)
    findings = Dictionary(
      verdict.findings.map {
        ($0.question.rawValue, Finding(answer: $0.answer.rawValue, sentence: $0.sentence))
      }, uniquingKeysWith: { $1 })
  }
}
