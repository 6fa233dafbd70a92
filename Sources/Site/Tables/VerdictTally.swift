import Paper
import Reproducibility

/// How many claims of the ledger have one verdict.
struct VerdictTally {
  let mark: VerdictMark
  let count: String
  let meaning: String

  /// How many verdicts there are of each kind, without kinds that no claim has.
  static func all(of ledger: Ledger) -> [VerdictTally] {
    ledger.counts.filter { $0.count > 0 }.map {
      VerdictTally(
        mark: VerdictMark($0.verdict), count: "\($0.count)", meaning: meaning($0.verdict))
    }
  }

  private static func meaning(_ verdict: Verdict) -> String {
    switch verdict {
    case .reproduced: "All deciding cells are for the claim."
    case .mostlyReproduced: "More than half of them are for it, none against."
    case .mixed: "Some are for it, some against."
    case .mostlyContradicted: "More than half of them are against it, none for."
    case .contradicted: "All are against it."
    case .noDifference:
      "In all of them the difference is smaller than the smallest effect of interest."
    case .open: "Anything else: more units are needed."
    case .unjudgeable: "A condition of the claim is met in none of them."
    case .notRun: "Records of a deciding cell were not made."
    }
  }
}

/// A verdict, or what a cell says, as pages set it, or a dash.
struct VerdictMark {
  let verdict: String
  /// The verdict as part of a class name.
  let kind: String

  init(_ verdict: Verdict?) { self.init(text: verdict?.rawValue) }

  init(_ decision: Decision) { self.init(text: decision.rawValue) }

  private init(text: String?) {
    verdict = text ?? "–"
    kind = text?.replacing(" ", with: "-") ?? "none"
  }
}
