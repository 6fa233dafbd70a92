public import Paper
import Statistics

/// What the study claims, each with the rule that decides it.
public enum BatteryClaims {
  /// All of them, in the order of their page.
  public static let all = [beatsChance, comesClose, transfers]

  /// The attack works at all.
  static let beatsChance = Claim(
    own: "C1",
    "A single step that trains no model costs the two-stage learner clearly more than chance.",
    supported: "W > 0.05 G, the covariance step on the two-stage learner", panels: ["1a"],
    cells: [
      Claim.Cell("battery") { evidence throws(Gap) in
        let effect = try evidence.effect("1a", on: .twoStage)
        return CellFinding(effect.share("two-stage"), above: 0.05, unit: effect.unit)
          .with([effect.control("two-stage")])
      }
    ])

  /// It is nearly as good as the attack that differentiates through training.
  static let comesClose = Claim(
    own: "C2", "That step costs more than half of what Algorithm 1 costs with ten updates.",
    supported: "W(covariance step) − ½ W(Algorithm 1) > 0 on the two-stage learner",
    panels: ["1a", "1b"],
    cells: [
      Claim.Cell("battery") { evidence throws(Gap) in
        let step = try evidence.effect("1a", on: .twoStage)
        let whole = try evidence.effect("1b", on: .twoStage)
        let difference = step.interval(zip(step.excess, whole.excess).map { $0 - $1 / 2 })
        return CellFinding(
          ("W(step) − ½ W(Algorithm 1)", difference), above: 0, scale: step.smallest,
          unit: .utility
        ).with([step.number("covariance step"), whole.number("Algorithm 1")])
      }
    ])

  /// It needs no learner, so that it hits others as well.
  static let transfers = Claim(
    own: "C3", "It costs the decision-focused learner, too, clearly more than chance.",
    supported: "W > 0.05 G, the covariance step on the decision-focused learner", panels: ["1a"],
    cells: [
      Claim.Cell("battery") { evidence throws(Gap) in
        let effect = try evidence.effect("1a", on: .decisionFocused)
        return CellFinding(effect.share("decision-focused"), above: 0.05, unit: effect.unit)
          .with([effect.control("decision-focused")])
      }
    ])
}
