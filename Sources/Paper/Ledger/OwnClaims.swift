import Learning
import Statistics

/// B4, B5, B6, B9: further claims of our own.
enum OwnClaims {
  static let all = [frozenFactors, tunedMetaPoison, knownWeights, sparsePoison]

  static let frozenFactors = Claim(
    own: "B4",
    """
    A layer that holds its factor weakens whole attacks where Q is predicted, and changes nothing \
    where Q is constant.
    """,
    supported: "W(exact) − W(frozen) > 0.05 G for portfolios; equal on synthetic data",
    opposed: "the other side of 0.05 G for portfolios; a difference on synthetic data",
    panels: ["7a", "8b", "8b-no-prior"], allowsChoices: false,
    cells: [Place.portfolio, .noPrior, .small].map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        let exact = try evidence.effect(place.direct, on: .decisionFocused, variant: .own)
        let frozen = try evidence.effect(place.direct, on: .decisionFocused, variant: .frozen)
        let difference = (
          name: "W(exact) − W(frozen), \(place.label)",
          interval: exact.interval(exact.excess.minus(frozen.excess))
        )
        let isConstant = place.label == Place.small.label
        let finding =
          isConstant
          ? CellFinding(difference, within: exact.smallest, unit: .utility)
          : CellFinding(
            difference, above: exact.smallest, equal: exact.smallest, unit: .utility)
        return finding.with([exact.number("exact"), frozen.number("frozen")])
      }
    })

  static let tunedMetaPoison = Claim(
    own: "B5",
    "Tuned MetaPoison at least matches the transfer of Algorithm 1 at large budgets.",
    supported: """
      W(strong MetaPoison) − W(two-stage poison) > −0.05 G on the decision-focused learner, at \
      the largest budget
      """,
    setting: "The budget before the largest is shown beside.",
    panels: ["4a", "4b", "5a", "5b"], allowsChoices: false,
    cells: Place.synthetic.flatMap { place in
      [1, 2].map { fromEnd in
        Claim.Cell(
          fromEnd == 1 ? place.label : "\(place.label), smaller budget",
          isDeciding: fromEnd == 1
        ) { evidence throws(Gap) in
          let budgets = try evidence.values(place.metaPoison).panel.plan.budgets
          guard budgets.count >= fromEnd else {
            throw .missing("Panel \(place.metaPoison) has one budget.")
          }
          let budget = budgets[budgets.count - fromEnd]
          let meta = try evidence.effect(
            place.metaPoison, on: .decisionFocused, variant: .strong, budget: budget)
          let own = try evidence.effect(place.twoStage, on: .decisionFocused, budget: budget)
          let difference = own.interval(meta.excess.minus(own.excess))
          return CellFinding(
            ("Difference of W, \(place.label)", difference), above: -own.smallest, unit: .utility
          ).with([meta.number("strong MetaPoison"), own.number("two-stage poison")])
        }
      }
    })

  static let knownWeights = Claim(
    own: "B6", "Knowing the initial weights decides in matching.",
    supported: "W(shared weights) − 5 W(fresh weights) > 0, plain steps",
    panels: ["10a", "10b"],
    allowsChoices: false,
    cells: [
      (Place.matching.twoStage, VictimID.twoStage), (Place.matching.direct, .decisionFocused),
    ].map { panel, victim in
      Claim.Cell("Cora, \(victim)") { evidence throws(Gap) in
        let shared = try evidence.effect(panel, on: victim, variant: .own, weights: .shared)
        let fresh = try evidence.effect(panel, on: victim, variant: .own, weights: .fresh)
        let difference = fresh.interval(shared.excess.minus(fresh.excess.map { 5 * $0 }))
        return CellFinding(
          ("W(shared) − 5 W(fresh), \(victim)", difference), above: 0, scale: fresh.smallest,
          unit: .utility
        ).with([shared.number("shared weights"), fresh.number("fresh weights")])
      }
    })

  static let sparsePoison = Claim(
    own: "B9", "Poisoning a fifth of the instances costs less than a third of poisoning all.",
    supported: "W(a fifth of the rows) − W(all)/3 < 0 on the two-stage learner",
    panels: ["5a", "5b", "8a", "10a"], allowsChoices: false,
    cells: Place.all.map { place in
      Claim.Cell(place.label) { evidence throws(Gap) in
        let sparse = try evidence.effect(place.twoStage, on: .twoStage, variant: .sparse)
        let all = try evidence.effect(place.twoStage, on: .twoStage, variant: .own)
        let difference = all.interval(sparse.excess.minus(all.excess.map { $0 / 3 }))
        return CellFinding(
          ("W(a fifth) − W(all)/3, \(place.label)", difference), below: 0, scale: all.smallest,
          unit: .utility
        ).with([sparse.number("a fifth of the rows"), all.number("all rows")])
      }
    })
}
