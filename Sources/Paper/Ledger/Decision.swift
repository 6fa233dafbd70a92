import Statistics

/// What the records say of a claim in one cell: a place, a budget, a step rule, a kind of weights.
public enum Decision: String, Sendable, CaseIterable {
  /// The interval lies on the claim's side of its threshold.
  case supports = "for"
  /// The interval lies on the other side.
  case opposes = "against"
  /// The interval of a difference lies within the smallest effect of interest.
  case equal
  /// The interval holds the threshold.
  case open
  /// A condition of the claim is not met.
  case unjudgeable = "cannot be judged"
  /// Records were not made.
  case missing = "not run"

  /// For where one condition is met, against where the other is.
  init(supports: Bool, opposes: Bool) {
    precondition(!(supports && opposes), "a cell both for and against")
    self = supports ? .supports : opposes ? .opposes : .open
  }
}

/// What the deciding cells of a claim say together.
public enum Verdict: String, Sendable, CaseIterable {
  /// All cells are for the claim.
  case reproduced
  /// More than half are for it, none against.
  case mostlyReproduced = "mostly reproduced"
  /// Some are for it, some against.
  case mixed
  /// More than half are against it, none for.
  case mostlyContradicted = "mostly contradicted"
  /// All are against it.
  case contradicted
  /// In all cells the difference is smaller than the smallest effect of interest.
  case noDifference = "no difference"
  /// Anything else: more units are needed.
  case open
  /// In no cell is the condition of the claim met.
  case unjudgeable = "cannot be judged"
  /// Records of a deciding cell were not made.
  case notRun = "not run"

  /// The verdict of the deciding cells.
  ///
  /// A cell that cannot be judged counts like an open one, unless all are such.
  public init(_ decisions: [Decision]) {
    let count = decisions.count
    func number(_ decision: Decision) -> Int { decisions.count { $0 == decision } }
    let (pro, contra) = (number(.supports), number(.opposes))
    self =
      if decisions.isEmpty || number(.missing) > 0 {
        .notRun
      } else if number(.unjudgeable) == count {
        .unjudgeable
      } else if pro == count {
        .reproduced
      } else if contra == count {
        .contradicted
      } else if number(.equal) == count {
        .noDifference
      } else if pro > 0 && contra > 0 {
        .mixed
      } else if 2 * pro > count {
        .mostlyReproduced
      } else if 2 * contra > count {
        .mostlyContradicted
      } else {
        .open
      }
  }
}
