import Attacks
import Experiments
import Reproducibility

/// How far the meta-gradients of a panel's attacks agree with differences of a replayed training, and what their solves met.
struct CertificateTable {
  /// All attacks at one budget.
  struct Row {
    let budget: String
    let attacks: String
    let entries: String
    let largestError: String
    let solves: String
    let degenerate: String
    let nearDegenerate: String
    let smallestMargin: String
    let worstResidual: String
    let backward: String
  }

  let rows: [Row]
  let total: Row?
  /// The whole table in a sentence.
  let sentence: String

  init(_ results: PanelResults) {
    rows = results.budgets.compactMap { budget in
      CertificateTable.row(
        results.label(ofBudget: budget), results.attackRecords(budget: budget))
    }
    total = CertificateTable.row("All budgets", results.attackRecords())
    sentence =
      total.map {
        "\($0.entries) entries of the meta-gradient, taken from \($0.attacks) attacks, were compared with finite differences; the largest error is \($0.largestError) of the largest entry of its gradient. Of \($0.solves) decision problems solved on the way \($0.degenerate) were degenerate and \($0.nearDegenerate) nearly so."
      } ?? "No attack of this panel has a certificate."
  }

  private static func row(_ budget: String, _ records: [Record]) -> Row? {
    let certificates = records.compactMap(\.certificate)
    let traces = records.compactMap(\.trace)
    guard var census = traces.first?.census else { return nil }
    for trace in traces.dropFirst() { census.add(trace.census) }
    let smallest = traces.flatMap(\.backwardSmallest).min()
    let largest = traces.flatMap(\.backwardLargest).max()
    func short(_ x: Double?) -> String {
      x.map { NumberFormat.significant($0, digits: 2, typographic: true) } ?? "–"
    }
    let hasMargin = census.smallestMargin < .greatestFiniteMagnitude
    return Row(
      budget: budget, attacks: Wording.grouped(records.count),
      entries: Wording.grouped(certificates.reduce(0) { $0 + $1.indices.count }),
      largestError: short(certificates.map(\.largestError).max()),
      solves: Wording.grouped(census.solves), degenerate: Wording.grouped(census.degenerate),
      nearDegenerate: Wording.grouped(census.nearDegenerate),
      smallestMargin: hasMargin ? short(census.smallestMargin) : "–",
      worstResidual: census.solves > 0 ? short(census.worstResidual) : "–",
      backward: smallest == nil ? "–" : "\(short(smallest)) … \(short(largest))")
  }
}
