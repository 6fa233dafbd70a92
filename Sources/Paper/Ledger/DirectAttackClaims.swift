import Learning
import Statistics

/// A6, A9, A13: the attack that goes through the decision-focused learner itself.
enum DirectAttackClaims {
  static let all = [unreliable, portfolio, portfolioReason, matching, matchingReason]

  static let unreliable = Claim(
    "A6", at: "§6.1, Figure 7",
    "The direct attack on the decision-focused learner falls short of the transferred poison.",
    supported: "W(direct) − W(transferred two-stage poison) < −0.05 G",
    panels: ["5a", "5b", "7a", "7b", "8a", "8b", "10a", "10b"],
    cells: Place.all.map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        let transfer = try evidence.effect(place.twoStage, on: .decisionFocused)
        let direct = try evidence.effect(place.direct, on: .decisionFocused)
        let difference = direct.interval(direct.excess.minus(transfer.excess))
        return CellFinding(
          ("W(direct) − W(transfer), \(place.label)", difference), below: -direct.smallest,
          equal: direct.smallest, unit: .utility
        ).with([
          direct.number("direct, \(place.label)"), transfer.number("transfer, \(place.label)"),
        ])
      }
    })

  static let portfolio = comparison(
    "A9", "§6.2, Figure 8b",
    """
    For portfolios, the direct attack on the decision-focused learner costs more than the one on \
    the two-stage learner.
    """,
    Place.portfolio)
  static let portfolioReason = reason(
    "A9b", "§6.2", "Most of that comes from its better utility without an attack (portfolio).",
    Place.portfolio, needs: "A9 and A10")
  static let matching = comparison(
    "A13", "§8.2, Figure 10b",
    "In matching, the decision-focused learner is the more susceptible one.", Place.matching)
  static let matchingReason = reason(
    "A13b", "§8.2", "Most of that comes from its better utility without an attack (matching).",
    Place.matching, needs: "A13 and A14")

  private static func comparison(
    _ id: String, _ where: String, _ text: String, _ place: Place
  ) -> Claim {
    Claim(
      id, at: `where`, text,
      supported: """
        W(decision-focused, attacked directly) − W(two-stage, attacked directly) > 0.05 G, and \
        W(decision-focused, attacked directly) > 0
        """,
      panels: [place.twoStage, place.direct],
      cells: [
        Claim.Cell(place.label) { evidence throws(Gap) in
          let (direct, own) = try attacks(place, evidence)
          let difference = direct.interval(direct.excess.minus(own.excess))
          return CellFinding(
            ("Difference of W, \(place.label)", difference), above: direct.smallest,
            equal: direct.smallest, unit: .utility
          ).requiring(
            direct.interval(direct.excess), above: 0,
            [direct.number("decision-focused"), own.number("two-stage")])
        }
      ])
  }

  private static func reason(
    _ id: String, _ where: String, _ text: String, _ place: Place, needs: String
  ) -> Claim {
    Claim(
      id, at: `where`, text,
      supported: "The clean difference is more than half of it, if \(needs) are for",
      opposed: "it is less than half", panels: [place.twoStage, place.direct],
      cells: [
        Claim.Cell(place.label) { evidence throws(Gap) in
          let (direct, own) = try attacks(place, evidence)
          let loss = direct.excess.minus(own.excess)
          let clean = try CleanClaims.advantage(place, evidence)
          let numbers = [
            LedgerNumber("Difference of clean utilities", direct.interval(clean), .utility),
            LedgerNumber("Difference of W", direct.interval(loss), .utility),
          ]
          let isCostlier =
            direct.interval(loss).lies(above: direct.smallest)
            && direct.interval(direct.excess).lies(above: 0)
          guard isCostlier, try CleanClaims.isBetter(place, evidence).decision == .supports else {
            throw .unjudgeable("The rule asks that \(needs) be for.", numbers)
          }
          let half = direct.interval(clean.minus(loss.map { $0 / 2 }))
          return CellFinding(
            ("Clean difference − ½ difference of W", half), above: 0, scale: direct.smallest,
            unit: .utility
          ).with(numbers)
        }
      ])
  }

  private static func attacks(
    _ place: Place, _ evidence: Evidence
  ) throws(Gap) -> (direct: Effect, own: Effect) {
    (
      try evidence.effect(place.direct, on: .decisionFocused),
      try evidence.effect(place.twoStage, on: .twoStage)
    )
  }
}
