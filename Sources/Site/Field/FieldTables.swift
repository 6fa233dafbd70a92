import Learning
import Paper
import Reproducibility
import Statistics

/// The tables of one problem on the page about the field's learners and defences.
struct FieldTables {
  let place: FieldStudy.Place

  private var learners: [LearnerID] { place.choices.map(\.learner) }

  /// The regret that some cells add, unit by unit.
  private func rise(_ cells: [FieldStudy.Cell]) -> [Double] {
    cells.compactMap { cell in
      guard let before = place.regret(of: cell.clean, seed: cell.seed),
        let after = place.regret(of: cell.attacked, seed: cell.seed)
      else { return nil }
      return after - before
    }
  }

  private func cell(_ values: [Double], isStrong: Bool = false) -> Table.Cell {
    guard let mean = values.mean else { return .none }
    return Table.Cell(
      FieldTables.number(mean), range: FieldTables.range(values), isStrong: isStrong)
  }

  /// A regret with three decimals: differences of regrets near zero have few digits that mean
  /// anything.
  static func number(_ x: Double) -> String {
    NumberFormat.fixed(x, decimals: 3, typographic: true)
  }

  private static func range(_ values: [Double]) -> String? {
    guard values.count > 1, let least = values.min(), let most = values.max() else { return nil }
    return "\(number(least)) … \(number(most))"
  }

  // MARK: Learners

  /// Mean regret that the poison made for one learner adds to another, over units.
  func matrix(_ madeFor: LearnerID, _ victim: LearnerID) -> [Double] {
    rise(place.cells(.learners).filter { $0.madeFor == madeFor && $0.learner == victim })
  }

  /// Regret on clean data, by unit.
  func clean(_ learner: LearnerID) -> [Double] {
    let cells = place.cells(.learners).filter {
      $0.learner == learner && $0.madeFor == learners.first
    }
    return cells.compactMap { place.regret(of: $0.clean, seed: $0.seed) }
  }

  /// One row per learner: its rate, its clean regret, what its own poison adds, and the most that
  /// another one's does.
  var byLearner: Table {
    Table(
      columns: [
        "Rate", "Clean regret", "Added by its own poison", "Added by the worst other",
        "Which is made for",
      ],
      bodies: [
        Table.Body(
          rows: place.choices.map { choice in
            let worst = worstOther(choice.learner)
            return Table.Row(
              label: English.capitalised(choice.learner.phrase),
              href: SiteMap.learner(choice.learner),
              cells: [
                Table.Cell(NumberFormat.chosen(choice.rate)), cell(clean(choice.learner)),
                cell(matrix(choice.learner, choice.learner), isStrong: true),
                cell(worst.map { matrix($0, choice.learner) } ?? []),
                Table.Cell(words: English.capitalised(worst?.phrase ?? "–")),
              ])
          })
      ])
  }

  /// The learner, other than the victim, whose poison adds most to it.
  func worstOther(_ victim: LearnerID) -> LearnerID? {
    learners.filter { $0 != victim }.max {
      (matrix($0, victim).mean ?? -.infinity) < (matrix($1, victim).mean ?? -.infinity)
    }
  }

  // MARK: Defences

  /// The cells of a victim under attackers that know its defence or do not.
  func defended(
    _ learner: LearnerID, _ defence: String?, isAware: Bool = false
  ) -> [FieldStudy.Cell] {
    place.cells(.defences).filter {
      $0.madeFor == learner && $0.learner == learner && $0.defence == defence
        && $0.isAware == isAware
    }
  }

  /// The names of the defences, in the order of their catalog.
  var defences: [String] {
    let names = Set(place.cells(.defences).compactMap(\.defence))
    return DefenceCatalog.all.map { $0.name }.filter(names.contains)
  }

  /// The attacked learners of a part, in the order of the catalog.
  func attacked(_ part: FieldStudy.Part) -> [LearnerID] {
    let found = Set(place.cells(part).map(\.madeFor))
    return LearnerCatalog.all.map { $0.id }.filter(found.contains)
  }

  /// By how much the defended victim's regret is below the undefended one's, unit by unit.
  private func difference(
    _ defended: [FieldStudy.Cell], _ plain: [FieldStudy.Cell],
    _ utility: (FieldStudy.Cell) -> Double
  ) -> [Double] {
    plain.compactMap { own in
      guard let other = defended.first(where: { $0.seed == own.seed }),
        let without = place.regret(of: utility(own), seed: own.seed),
        let with = place.regret(of: utility(other), seed: own.seed)
      else { return nil }
      return without - with
    }
  }

  /// What a defence costs on clean data (as a rise of regret), and what it wins back of the
  /// undefended victim's regret under an attacker of either kind, by unit.
  func worth(
    of defence: String, _ learner: LearnerID
  ) -> (cost: [Double], unaware: [Double], aware: [Double]) {
    let plain = self.defended(learner, nil)
    let unaware = self.defended(learner, defence)
    let aware = self.defended(learner, defence, isAware: true)
    return (
      difference(unaware, plain) { $0.clean }.map { -$0 },
      difference(unaware, plain) { $0.attacked }, difference(aware, plain) { $0.attacked }
    )
  }

  var byDefence: Table {
    Table(
      columns: [
        "Clean cost", "Regret under attack, unaware", "Won back", "Regret under attack, aware",
        "Won back",
      ],
      bodies: attacked(.defences).map { learner in
        func attackedRegret(_ cells: [FieldStudy.Cell]) -> [Double] {
          cells.compactMap { place.regret(of: $0.attacked, seed: $0.seed) }
        }
        let plain = attackedRegret(defended(learner, nil))
        return Table.Body(
          title: "\(English.capitalised(learner.phrase)) learner",
          rows: [
            Table.Row(
              label: "No defence", cells: [.none, cell(plain), .none, cell(plain), .none])
          ]
            + defences.map { name in
              let worth = worth(of: name, learner)
              return Table.Row(
                label: DefenceCatalog.defence(named: name)?.label ?? name,
                href: SiteMap.defence(name),
                cells: [
                  cell(worth.cost), cell(attackedRegret(defended(learner, name))),
                  cell(worth.unaware),
                  cell(attackedRegret(defended(learner, name, isAware: true))), cell(worth.aware),
                ])
            })
      })
  }

  // MARK: Shares

  /// The shares of the rows that were touched, ascending; 1 is all of them.
  var shares: [Double] {
    let found = Set(place.cells(.shares).compactMap(\.share)).sorted()
    return found.isEmpty ? [] : found + [1]
  }

  /// The regret that poisons of a share of the rows add to whom they are made for.
  func rise(_ learner: LearnerID, share: Double) -> [Double] {
    share == 1
      ? matrix(learner, learner)
      : rise(place.cells(.shares).filter { $0.madeFor == learner && $0.share == share })
  }

  var byShare: Table {
    Table(
      columns: shares.map { "\(NumberFormat.percent($0)) of the rows" },
      bodies: [
        Table.Body(
          rows: attacked(.shares).map { learner in
            Table.Row(
              label: "\(English.capitalised(learner.phrase)) learner",
              cells: shares.map { cell(rise(learner, share: $0)) })
          })
      ])
  }

  // MARK: Attacks

  /// What each attack takes of utility on calibration units, by victim and budget.
  var byAttack: Table {
    let cells = place.cells(.attacks)
    let budgets = Set(cells.map(\.budget)).sorted()
    let learners = attacked(.attacks)
    return Table(
      columns: learners.flatMap { learner in
        budgets.map { "\(English.capitalised(learner.phrase)), B = \(NumberFormat.chosen($0))" }
      },
      bodies: learners.map { madeFor in
        Table.Body(
          title: "Made for the \(madeFor.phrase) learner",
          rows: cells.map(\.attack).uniqued().map { attack in
            Table.Row(
              label: English.capitalised(attack),
              cells: learners.flatMap { victim in
                budgets.map { budget in
                  let found = cells.filter {
                    $0.attack == attack && $0.madeFor == madeFor && $0.learner == victim
                      && $0.budget == budget
                  }
                  // Of each unit the mean over what was repeated.
                  let losses = found.map(\.seed).uniqued().compactMap { seed in
                    found.filter { $0.seed == seed }.map(\.loss).mean
                  }
                  guard let mean = losses.mean else { return .none }
                  return Table.Cell(
                    Wording.short(mean), range: Wording.shortRange(losses),
                    isStrong: attack == FieldStudy.automatic)
                }
              })
          })
      })
  }
}
