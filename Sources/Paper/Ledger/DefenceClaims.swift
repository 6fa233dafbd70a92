import Learning
import Statistics

/// B10: what defences are worth against an attacker who knows them.
enum DefenceClaims {
  static let all = [aware]

  static let aware = Claim(
    own: "B10",
    """
    A defence that wins back half of the loss from an attacker who does not know it wins back \
    less than a quarter from one who does.
    """,
    supported: """
      W(aware, defended) − ¾ W(undefended) > 0 on the two-stage learner, for each defence with \
      W(unaware, defended) − ½ W(undefended) < 0
      """,
    setting: "Without such a defence there is nothing to judge.",
    panels: ["5a", "5b", "8a", "10a"], allowsChoices: false,
    cells: VictimVariant.defended.flatMap { victims in
      Place.all.map { place in
        let name = "\(victims.defence?.label ?? ""), \(place.label)"
        return Claim.Cell(name) { evidence throws(Gap) in
          try finding(place, victims, named: name, evidence)
        }
      }
    })

  private static func finding(
    _ place: Place, _ victims: VictimVariant, named name: String, _ evidence: Evidence
  ) throws(Gap) -> CellFinding {
    let open = try evidence.effect(place.twoStage, on: .twoStage, variant: .own)
    var defended = evidence
    defended.choice.victims = victims
    let unaware = try defended.effect(place.twoStage, on: .twoStage, variant: .own)
    let aware = try defended.effect(place.twoStage, on: .twoStage, variant: .aware)
    let won = open.interval(unaware.excess.minus(open.excess.map { 0.5 * $0 }))
    let numbers = [
      open.number("undefended"), unaware.number("unaware, defended"),
      aware.number("aware, defended"),
    ]
    guard won.lies(below: 0) else {
      throw .unjudgeable(
        "It is not shown that the \(name) wins back half of the loss.", numbers)
    }
    let difference = open.interval(aware.excess.minus(open.excess.map { 0.75 * $0 }))
    return CellFinding(
      ("W(aware) − ¾ W(undefended), \(name)", difference), above: 0, scale: open.smallest,
      unit: .utility
    ).with(numbers)
  }
}
