import Foundation
import Paper
import Reproducibility

/// The ledger for programs: `numbers/ledger.json`, canonical JSON.
///
/// Every claim with its verdict, every cell with its decision, the interval that decides and all
/// numbers beside it, every other choice; and of every panel the budgets that rules name.
struct LedgerFile: Encodable {
  static let format = "ledger/1"

  private let format = LedgerFile.format
  private let claims: [Row]
  private let panels: [String: PanelFacts]

  private struct Row: Encodable {
    let id, text, verdict: String
    /// Where the paper says it; nil for a claim of our own.
    let place: String?
    let unitsNeeded: Int?
    let cells: [Cell]
    let strip: [Alternative]

    private enum CodingKeys: String, CodingKey {
      case id, text, verdict, place, unitsNeeded = "units_needed", cells, strip
    }
  }

  private struct Cell: Encodable {
    let label, decision: String
    let isDeciding: Bool
    let effect: Effect?
    let unitsNeeded: Int?
    let numbers: [Number]
    let remarks: [String]

    private enum CodingKeys: String, CodingKey {
      case label, decision, isDeciding = "deciding", effect, unitsNeeded = "units_needed"
      case numbers, remarks
    }
  }

  private struct Effect: Encodable {
    let mean: Double, lower: Double?, upper: Double?, units: Int, threshold: Double, side: String
  }

  private struct Number: Encodable {
    let what: String, value: Double?, lower: Double?, upper: Double?, unit: String
    let units: Int?, detectable: Double?
  }

  private struct Alternative: Encodable {
    let choice, verdict: String, decisions: [String]
  }

  private struct PanelFacts: Encodable {
    let title, attack: String, controls: [String]
    let budgets: [Double], referenceBudget: Double

    private enum CodingKeys: String, CodingKey {
      case title, attack, controls, budgets, referenceBudget = "reference_budget"
    }
  }

  init(_ shown: [PanelRecords], _ ledger: Ledger) {
    claims = ledger.rows.map { row in
      let place: String? = if case .paper(let place) = row.claim.origin { place } else { nil }
      return Row(
        id: row.claim.id, text: row.claim.text, verdict: row.verdict.rawValue, place: place,
        unitsNeeded: row.unitsNeeded,
        cells: row.findings.map { LedgerFile.cell($0.label, $0.isDeciding, $0.finding) },
        strip: row.strip.map {
          Alternative(
            choice: $0.label, verdict: $0.verdict.rawValue,
            decisions: $0.decisions.map(\.rawValue))
        })
    }
    panels = Dictionary(
      uniqueKeysWithValues: shown.map { records in
        let values = PanelValues(records)
        let plan = records.panel.plan
        return (
          records.panel.id,
          PanelFacts(
            title: records.panel.title, attack: values.attack, controls: values.controls,
            budgets: plan.budgets, referenceBudget: plan.referenceBudget)
        )
      })
  }

  private static func cell(
    _ label: String, _ isDeciding: Bool, _ finding: CellFinding
  ) -> Cell {
    Cell(
      label: label, decision: finding.decision.rawValue, isDeciding: isDeciding,
      effect: finding.effect.map {
        Effect(
          mean: $0.interval.mean, lower: $0.interval.bounds?.lowerBound,
          upper: $0.interval.bounds?.upperBound, units: $0.interval.count, threshold: $0.threshold,
          side: $0.wantsAbove ? "above" : "below")
      },
      unitsNeeded: finding.unitsNeeded,
      numbers: finding.numbers.map {
        Number(
          what: $0.what, value: $0.value.isFinite ? $0.value : nil,
          lower: $0.bounds?.lowerBound, upper: $0.bounds?.upperBound, unit: name(of: $0.unit),
          units: $0.units, detectable: $0.detectable)
      }, remarks: finding.remarks)
  }

  private static func name(of unit: LedgerNumber.Unit) -> String {
    switch unit {
    case .utility: "utility"
    case .gain: "gain"
    case .stake: "stake"
    case .share: "share"
    case .plain: "plain"
    }
  }

  /// The file's text.
  ///
  /// - Throws: never for numbers of a ledger, which are finite.
  func text() throws -> String { try JSONValue(encoding: self).canonicalText + "\n" }
}
