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
    case .reproduced: "The intervals decide for the claim."
    case .contradicted: "The intervals decide against it."
    case .mixed: "Sizes or domains are decided differently."
    case .undecided: "An interval crosses the threshold."
    case .unjudgeable:
      "The learner gains too little for a loss to mean anything, or a condition of the rule is not "
        + "met."
    case .notRun: "Records that the rule needs were not made."
    case .noRule: "Numbers are shown, but no threshold was fixed."
    }
  }
}

/// A verdict as pages set it, or a dash.
struct VerdictMark {
  let verdict: String
  /// The verdict as part of a class name.
  let kind: String

  init(_ verdict: Verdict?) {
    self.verdict = verdict?.rawValue ?? "–"
    kind = verdict?.rawValue.replacing(" ", with: "-") ?? "none"
  }
}
