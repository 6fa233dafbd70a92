import Statistics

/// What a rule of the ledger says about a claim of the paper.
public enum Verdict: String, Sendable, CaseIterable {
  /// Intervals decide for the claim.
  case reproduced
  /// Intervals decide against it.
  case contradicted
  /// Sizes or domains are decided differently.
  case mixed
  /// An interval crosses the threshold of the rule.
  case undecided
  /// The learner gains too little for a loss to mean anything, or the rule's condition is not met.
  case unjudgeable = "cannot be judged"
  /// Records that the rule needs were not made.
  case notRun = "not run"
  /// The rule fixes no threshold: numbers are shown without one.
  case noRule = "no verdict"

  /// The verdict of a rule that asks for the same in several places (sizes, domains, victims).
  ///
  /// A missing place leaves the whole not run, one that cannot be judged the whole unjudged.
  init(all decisions: [Decision]) {
    self =
      switch Decision(all: decisions) {
      case .missing: .notRun
      case .unjudgeable: .unjudgeable
      case .holds: .reproduced
      case .fails: .contradicted
      case .open: decisions.contains(.holds) && decisions.contains(.fails) ? .mixed : .undecided
      }
  }

  /// The verdict of a rule that asks for the same in two places of several.
  ///
  /// It stands as soon as two places decide it, whatever is missing.
  init(twoOf decisions: [Decision]) {
    let (holds, fails) = (decisions.count { $0 == .holds }, decisions.count { $0 == .fails })
    if holds >= 2 && fails < 2 {
      self = .reproduced
    } else if fails >= 2 && holds < 2 {
      self = .contradicted
    } else if decisions.contains(.missing) || decisions.isEmpty {
      self = .notRun
    } else if decisions.count(where: { $0 == .unjudgeable }) > decisions.count - 2 {
      self = .unjudgeable
    } else {
      self = holds > 0 && fails > 0 ? .mixed : .undecided
    }
  }
}

/// What one place (a size, a domain, a victim) says about a rule.
enum Decision: Equatable {
  /// The condition of “reproduced” is met.
  case holds
  /// The condition of “contradicted” is met.
  case fails
  /// Neither is.
  case open
  /// The place cannot be judged.
  case unjudgeable
  /// Its records were not made.
  case missing

  /// Holds where one condition is met, fails where the other is.
  init(holds: Bool, fails: Bool) {
    precondition(!(holds && fails), "a rule that both holds and fails")
    self = holds ? .holds : fails ? .fails : .open
  }

  /// One decision about several places that must agree.
  init(all decisions: [Decision]) {
    if decisions.contains(.missing) || decisions.isEmpty {
      self = .missing
    } else if decisions.contains(.unjudgeable) {
      self = .unjudgeable
    } else {
      self = Decision(
        holds: decisions.allSatisfy { $0 == .holds }, fails: decisions.allSatisfy { $0 == .fails })
    }
  }
}

extension Interval {
  /// Holds if the whole interval lies above a threshold, fails if it lies below.
  func decision(above threshold: Double) -> Decision {
    Decision(holds: lies(above: threshold), fails: lies(below: threshold))
  }

  /// Holds if the whole interval lies below a threshold, fails if it lies above.
  func decision(below threshold: Double) -> Decision {
    Decision(holds: lies(below: threshold), fails: lies(above: threshold))
  }
}
