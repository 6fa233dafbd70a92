import Charts
import Paper
import Reproducibility

/// All cells of all claims in one plot: how far each effect lies from the threshold of its claim.
struct ClaimChart {
  static let name = "claims", smallName = "claims-small"

  private let forest: ForestPlot
  /// The deciding cells alone; nil where none has an effect.
  private let deciding: ForestPlot?
  /// The numbers behind it.
  let table: String

  /// The plot of a ledger; nil where no cell has an effect.
  init?(_ ledger: Ledger) {
    var rows: [ForestPlot.Row] = []
    var lines = [
      ["claim", "cell", "deciding", "decision", "distance", "lower", "upper", "units_needed"]
    ]
    for row in ledger.rows {
      for (label, isDeciding, finding) in row.findings {
        let side = ClaimChart.side(finding.decision)
        guard let effect = finding.effect, let side else { continue }
        let distance = effect.distance
        rows.append(
          ForestPlot.Row(
            row.claim.id, isDeciding ? label : "(\(label))", mean: distance.mean,
            bounds: distance.bounds, side))
        func text(_ x: Double?) -> String { x.map { NumberFormat.exact($0) } ?? "" }
        lines.append([
          row.claim.id, label, isDeciding ? "yes" : "no", finding.decision.rawValue,
          text(distance.mean), text(distance.bounds?.lowerBound), text(distance.bounds?.upperBound),
          finding.unitsNeeded.map { "\($0)" } ?? "",
        ])
      }
    }
    guard !rows.isEmpty else { return nil }
    table = SeedTable.text(of: lines)
    let counts = ForestPlot.Side.allCases.map { side in rows.count { $0.side == side } }
    forest = ForestPlot(
      title: "Every claim, cell by cell",
      subtitle: "Distance from the threshold, in thresholds (in smallest effects where that is 0)",
      rows: rows, limit: 4, sides: (against: "against the claim", pro: "for the claim"),
      note: "95 % intervals over units; arrows go on. Cells in brackets decide nothing.",
      description: """
        Forest plot with \(English.counted(rows.count, "row")), one per cell of a claim: the \
        distance of its effect from the threshold, with its interval. \(counts[0]) lie on the \
        claim's side, \(counts[1]) on the other, \(counts[2]) are too small to matter, \
        \(counts[3]) hold the threshold.
        """)
    var small = forest
    small.form = .small
    small.rows = rows.filter { !$0.label.hasPrefix("(") }
    small.title = "The deciding cells of every claim"
    deciding = small.rows.isEmpty ? nil : small
  }

  private static func side(_ decision: Decision) -> ForestPlot.Side? {
    switch decision {
    case .supports: .supports
    case .opposes: .opposes
    case .equal: .equal
    case .open: .open
    case .unjudgeable, .missing: nil
    }
  }

  var drawing: any Drawing { forest }

  /// The same at a glance, for the front page.
  var smallDrawing: (any Drawing)? { deciding }

  var smallPicture: Picture? {
    deciding.map { plot in
      Picture(
        ClaimChart.smallName, href: "\(SiteMap.ledger)#plot", title: plot.title,
        alternative: """
          Forest plot of \(English.counted(plot.rows.count, "deciding cell")); the ledger lists \
          them with their numbers.
          """, isStackable: false)
    }
  }

  var picture: Picture {
    Picture(
      ClaimChart.name, href: "\(SiteMap.ledger)#plot", title: forest.title,
      alternative: "Forest plot; the sections below hold the same numbers, claim by claim.")
  }
}
