import Attacks
import Experiments
import Paper
import Reproducibility
import Statistics

/// How far the meta-gradients of a panel's attacks agree with differences of a replayed training,
/// and what their solves met.
struct CertificateTable {
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
    /// How far ε can move, and below it the share of the budget.
    let reaches: [Table.Cell]
    let backward: String
  }

  let rows: [Row]
  let total: Row?
  /// The whole table in a sentence.
  let sentence: String

  init(_ results: PanelValues) {
    let all = results.attackRecords()
    // Attacks that differentiate nothing have nothing to be checked.
    guard all.contains(where: { $0.certificate != nil }) else {
      (rows, total, sentence) = ([], nil, "No attack of this panel has a certificate.")
      return
    }
    rows = results.allBudgets.compactMap { budget in
      CertificateTable.row(results.label(ofBudget: budget), results.attackRecords(at: budget))
    }
    total = CertificateTable.row("All budgets", all)
    sentence =
      total.map {
        """
        \($0.entries) entries of the meta-gradient, taken from \($0.attacks) attacks, were \
        compared with finite differences; the largest error is \($0.largestError) of the largest \
        entry of its gradient. \(CertificateTable.verdicts(all)) Of \($0.solves) decision \
        problems solved on the way \
        \($0.degenerate) were degenerate and \($0.nearDegenerate) nearly so; none failed, since a \
        failed solve stops its attack with an error and leaves no record. \
        \(CertificateTable.steps(all))\(CertificateTable.reach(all))
        """
      } ?? "No attack of this panel has a certificate."
  }

  /// The largest error of all; what is not a number is never lost in a maximum.
  private static func largestError(_ certificates: [Poison.Certificate]) -> String {
    let errors = certificates.map(\.largestError)
    return errors.contains(where: \.isNaN) ? "NaN" : short(errors.max())
  }

  /// How many attacks' checks pass, by the rule that commands on a problem of one's own go by.
  private static func verdicts(_ records: [Record]) -> String {
    let verdicts = records.compactMap { $0.certificate?.verdict }.filter { $0 != .nothingToCheck }
    let (passed, small) = (
      verdicts.count(where: \.isPassed), verdicts.count { $0 == .belowResolution }
    )
    guard passed < verdicts.count else {
      return "All \(English.counted(verdicts.count, "check")) pass."
    }
    let failed = verdicts.count { $0 == .failed }
    let reasons = [
      (failed, "fail"), (verdicts.count - passed - small - failed, "have rounding rule the sweep"),
      (small, "have a gradient too small to be checked"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(passed) of \(verdicts.count) checks pass; \(English.joined(reasons))."
  }

  private static func row(_ budget: String, _ records: [Record]) -> Row? {
    let certificates = records.compactMap(\.certificate)
    let traces = records.compactMap(\.trace)
    guard var census = traces.first?.census else { return nil }
    for trace in traces.dropFirst() { census.add(trace.census) }
    let smallest = traces.flatMap(\.backwardSmallest).min()
    let largest = traces.flatMap(\.backwardLargest).max()
    let hasMargin = census.smallestMargin < .greatestFiniteMagnitude
    let shares = CertificateTable.shares(records)
    func reach(_ choose: ([Double]) -> Double?) -> Table.Cell {
      guard let distance = choose(certificates.compactMap(\.reach)) else { return .none }
      let share = choose(shares).map { "\(short(100 * $0))\u{a0}% of B" }
      return Table.Cell(short(distance), beneath: [share].compactMap(\.self))
    }
    return Row(
      budget: budget, attacks: NumberFormat.grouped(records.count),
      entries: NumberFormat.grouped(certificates.reduce(0) { $0 + $1.indices.count }),
      largestError: largestError(certificates),
      solves: NumberFormat.grouped(census.solves),
      degenerate: NumberFormat.grouped(census.degenerate),
      nearDegenerate: NumberFormat.grouped(census.nearDegenerate),
      smallestMargin: hasMargin ? short(census.smallestMargin) : "–",
      worstResidual: census.solves > 0 ? short(census.worstResidual) : "–",
      reaches: [reach { $0.min() }, reach(\.median)],
      backward: smallest == nil ? "–" : "\(short(smallest)) … \(short(largest))")
  }

  /// Reaches as shares of the features' budget, of attacks that have one.
  private static func shares(_ records: [Record]) -> [Double] {
    records.filter { $0.budget.features > 0 }.compactMap { record in
      record.certificate?.reach.map { $0 / record.budget.features }
    }
  }

  /// Where differences needed small steps, and how many entries they confirm; empty where the first
  /// step did for all, else with a space behind.
  private static func steps(_ records: [Record]) -> String {
    let certificates = records.compactMap(\.certificate)
    guard let step = certificates.compactMap(\.smallestStep).min() else { return "" }
    var (confirmed, count) = (0, 0)
    for certificate in certificates {
      // The first entry checked is the largest of its gradient.
      let scale = (certificate.gradients.first ?? 0).magnitude
      for (difference, gradient) in zip(certificate.differences, certificate.gradients) {
        count += 1
        confirmed += (difference - gradient).magnitude <= 1e-6 * scale ? 1 : 0
      }
    }
    let others =
      confirmed == count
      ? ""
      : "; for the others no step lies between those where it bends and those where rounding rules"
    return """
      Where a backward vector explodes, what is trained bends within far less than the first \
      difference step, a hundredth of B: smaller steps were taken, down to \(short(step)), and \
      the one that agrees best counts. So \(confirmed) of \(count) entries are confirmed to \
      10⁻⁶ of the largest\(others).\u{20}
      """
  }

  /// How far ε can move before a branch changes.
  private static func reach(_ records: [Record]) -> String {
    let shares = shares(records)
    guard let median = shares.median, let least = shares.min() else {
      return "No branch is taken on the way, so the gradient is that of a smooth function."
    }
    let whole = shares.count { $0 >= 1 }
    let most =
      whole > 0
      ? " In \(whole) of \(shares.count) attacks none changed within the whole budget." : ""
    return """
      Before an active set changes somewhere, ε can move against the gradient by \
      \(short(100 * median))\u{a0}% of the budget in the median attack and by \
      \(short(100 * least))\u{a0}% in the most delicate one.\(most)
      """
  }

  private static func short(_ x: Double?) -> String { Wording.short(x) }
}

/// The meta-gradient of a layer with frozen factors beside the exact one, in the attacks that
/// computed both.
struct FrozenTable {
  let rows: [Table.Row]
  /// The whole table in a sentence.
  let sentence: String

  /// The comparison; nil where no attack has one.
  init?(_ results: PanelValues) {
    let found = results.attackRecords().compactMap { $0.certificate?.frozen }
    guard !found.isEmpty else { return nil }
    let parts = [
      ("Relative error ‖frozen − exact‖ / ‖exact‖", found.map(\.error)),
      ("Cosine of the angle between them", found.map(\.cosine)),
      ("Ratio of their norms ‖frozen‖ / ‖exact‖", found.map(\.normRatio)),
    ].map { what, values in
      (
        what: what, mean: Wording.short(values.mean, digits: 3),
        range: Wording.shortRange(values, digits: 3)
      )
    }
    rows = parts.map {
      Table.Row(label: $0.what, cells: [Table.Cell($0.mean), Table.Cell($0.range)])
    }
    sentence = """
      A layer that holds the factorisation of its optimality conditions constant in the backward \
      pass misses terms of the second derivative: over \(English.counted(found.count, "attack")) \
      its meta-gradient is off by \(parts[0].mean) of the exact one's norm on average \
      (\(parts[0].range)), with a cosine of \(parts[1].mean) and a norm of \(parts[2].mean) times \
      the exact one's.
      """
  }
}
