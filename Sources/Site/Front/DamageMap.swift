import Charts
import Learning
import Paper
import Reproducibility

/// What every attack takes from every victim at the reference budget, place by place: the heat map
/// of the front page, and the same numbers as a table and as a file.
struct DamageMap {
  static let name = "damage"

  private let damage: Damage
  private let columns: [(victim: VictimID, weights: VictimWeights)]
  private let map: HeatMap

  /// The map of a study; nil where nothing can be shown.
  init?(_ study: PaperStudy) {
    let damage = Damage(study)
    guard !damage.cells.isEmpty else { return nil }
    self.damage = damage
    let victims = study.panels.first?.panel.plan.victims.map(\.id) ?? []
    let columns = victims.flatMap { victim in
      VictimWeights.allCases.filter { weights in
        damage.cells.contains { $0.victim == victim && $0.weights == weights }
      }.map { (victim: victim, weights: $0) }
    }
    self.columns = columns
    let blocks = damage.cells.map(\.place).uniqued().map { place in
      DamageMap.block(place, damage.cells.filter { $0.place == place }, columns)
    }
    let clear = damage.cells.count(where: \.isBeyondChance)
    let most = damage.cells.max { $0.share.mean < $1.share.mean }
    map = HeatMap(
      title: "What each attack takes from each learner",
      subtitle: """
        Utility lost beyond the costliest control at the reference budget, as a share of what the \
        learner gains
        """,
      blocks: blocks, framed: "clearly more than chance",
      note: """
        fresh: victims start from weights that no attack used; shared: from the attack’s own. \
        * Share of the stake, since the clean learner has no clear gain. Frames: 5 % level, \
        Holm-corrected over all cells.
        """,
      description: """
        Heat map of \(English.counted(damage.cells.count, "cell")), one per attack, victim and \
        kind of initial weights, in \(English.counted(blocks.count, "place")): the share of the \
        learner’s gain that is lost beyond controls. \(clear) lie clearly above 0\
        \(most.map { ", the largest is \(DamageMap.number($0.share.mean))" } ?? "").
        """)
  }

  var drawing: any Drawing { map }

  var picture: Picture {
    Picture(
      DamageMap.name, href: "\(SiteMap.front)#damage", title: map.title,
      alternative: "Heat map; the table below it holds the same numbers.")
  }

  private static func block(
    _ place: String, _ cells: [Damage.Cell],
    _ columns: [(victim: VictimID, weights: VictimWeights)]
  ) -> HeatMap.Block {
    let hasShared = columns.contains { $0.weights == .shared }
    return HeatMap.Block(
      PlaceWording.title(place),
      columns: columns.map { column in
        let isOfGain = cells.allSatisfy { $0.victim != column.victim || $0.isOfGain }
        return HeatMap.Column(
          heading(of: column.victim, isOfGain: isOfGain),
          hasShared ? column.weights.rawValue : "")
      },
      rows: attacks(cells).map { attack in
        HeatMap.Row(
          attack.heading, attack.label,
          columns.map { column in
            attack.cells.first { $0.victim == column.victim && $0.weights == column.weights }
              .map { HeatMap.Cell($0.share.mean, isFramed: $0.isBeyondChance) }
          })
      })
  }

  /// Victims of a plan are named as their learners.
  private static func phrase(of victim: VictimID) -> String { LearnerID(victim.text).phrase }

  /// The name of a victim in two lines, with a star where shares are of the stake.
  private static func heading(of victim: VictimID, isOfGain: Bool) -> [String] {
    var lines = phrase(of: victim).split(separator: " ").map(String.init)
    if lines.count == 1, let hyphen = lines[0].firstIndex(of: "-") {
      let after = lines[0].index(after: hyphen)
      lines = [String(lines[0][..<after]), String(lines[0][after...])]
    }
    if !isOfGain { lines[lines.count - 1] += "*" }
    return lines
  }

  /// The attacks of a place, each with its cells.
  private static func attacks(
    _ cells: [Damage.Cell]
  ) -> [(heading: String, label: String, cells: [Damage.Cell])] {
    struct Key: Hashable { let panel: String, variant: AttackVariant }
    return cells.uniqued { Key(panel: $0.panel, variant: $0.variant) }.map { first in
      let isEnsemble = first.attacked == VictimID(SimpleJoint.id.text)
      let label =
        switch first.variant {
        case .own: isEnsemble ? "as published" : "plain steps"
        case .sign: "sign steps"
        case .strong: "strong"
        default: first.variant.label
        }
      return (
        "\(isEnsemble ? "MetaPoison for" : "Made for") \(phrase(of: first.attacked))", label,
        cells.filter { $0.panel == first.panel && $0.variant == first.variant }
      )
    }
  }

  /// The numbers of the map as a table of a page.
  var numbers: Table {
    Table(
      columns: columns.map { column in
        "\(English.capitalised(DamageMap.phrase(of: column.victim))), \(column.weights.rawValue)"
      },
      bodies: damage.cells.map(\.place).uniqued().map { place in
        let attacks = DamageMap.attacks(damage.cells.filter { $0.place == place })
        return Table.Body(
          title: PlaceWording.title(place),
          rows: attacks.map { attack in
            Table.Row(
              label: "\(attack.heading), \(attack.label)",
              href: attack.cells.first.map { SiteMap.chart($0.panel) },
              cells: columns.map { column in
                let found = attack.cells.first {
                  $0.victim == column.victim && $0.weights == column.weights
                }
                return found.map(DamageMap.cell) ?? .none
              })
          })
      })
  }

  private static func cell(_ cell: Damage.Cell) -> Table.Cell {
    Table.Cell(
      number(cell.share.mean) + (cell.isOfGain ? "" : "*"),
      range: cell.share.bounds.map { "\(number($0.lowerBound)) … \(number($0.upperBound))" },
      isStrong: cell.isBeyondChance)
  }

  private static func number(_ x: Double) -> String {
    NumberFormat.fixed(x, decimals: 2, typographic: true)
  }

  /// The numbers as comma-separated values.
  var table: String {
    var rows = [
      [
        "place", "panel", "attack", "made_for", "victim", "initial_weights", "share_of", "mean",
        "lower", "upper", "units", "holm_p",
      ]
    ]
    for cell in damage.cells {
      rows.append([
        cell.place, cell.panel, cell.variant.label, cell.attacked.text, cell.victim.text,
        cell.weights.rawValue, cell.isOfGain ? "gain" : "stake",
        NumberFormat.exact(cell.share.mean),
        cell.share.bounds.map { NumberFormat.exact($0.lowerBound) } ?? "",
        cell.share.bounds.map { NumberFormat.exact($0.upperBound) } ?? "",
        "\(cell.share.count)", NumberFormat.exact(cell.probability),
      ])
    }
    return SeedTable.text(of: rows)
  }
}
