/// The claims, each with the verdict that a fixed rule computes from the records.
///
/// A verdict depends on the records alone; nobody adjusts it.
public struct Ledger: Sendable {
  /// A claim with what its cells say.
  public struct Row: Sendable {
    /// The claim.
    public let claim: Claim
    /// What each of its cells says by the deciding choice, in their order.
    public let findings: [(label: String, isDeciding: Bool, finding: CellFinding)]
    /// What the cells say by other choices; empty for a claim that allows none.
    public let strip: [Alternative]

    /// The verdict: what the deciding cells say together.
    public var verdict: Verdict { Verdict(findings.filter(\.isDeciding).map(\.finding.decision)) }

    /// How many units the least of the deciding cells has; nil where none has an interval.
    public var units: Int? {
      findings.filter(\.isDeciding).compactMap { $0.finding.effect?.interval.count }.min()
    }

    /// The number of units that would decide all open cells at the effects seen; nil where nothing
    /// is open, or no number would.
    public var unitsNeeded: Int? {
      let open = findings.filter { $0.isDeciding && $0.finding.decision == .open }
      let needed = open.compactMap(\.finding.unitsNeeded)
      return needed.count == open.count ? needed.max() : nil
    }
  }

  /// What the deciding cells of a claim say by another choice.
  public struct Alternative: Sendable {
    /// What differs from the deciding choice, and the choice itself.
    public let label: String, choice: CellChoice
    /// One decision per deciding cell.
    public let decisions: [Decision]

    /// The verdict by this choice.
    public var verdict: Verdict { Verdict(decisions) }
  }

  /// One row per claim: the paper's, then ours.
  public let rows: [Row]

  /// A ledger of given rows.
  init(rows: [Row]) { self.rows = rows }

  /// The ledger of the paper's study.
  public init(_ study: PaperStudy) { self.init(Ledger.claims, on: Evidence(study: study)) }

  /// What some evidence says of some claims, by the deciding choice and by others.
  public init(_ claims: [Claim], on evidence: Evidence) {
    let budgets = evidence.panels.map { $0.panel.plan.budgets.count }.max() ?? 0
    let alternatives = CellChoice.alternatives(budgets: budgets)
    rows = claims.map { claim in
      Row(
        claim: claim,
        findings: claim.cells.map { ($0.label, $0.isDeciding, $0(evidence)) },
        strip: claim.allowsChoices
          ? alternatives.filter {
            Ledger.applies($0.choice.variant, to: claim, in: evidence.planned)
          }.map { label, choice in
            var other = evidence
            other.choice = choice
            return Alternative(
              label: label, choice: choice,
              decisions: claim.cells.filter(\.isDeciding).map { $0(other).decision })
          } : [])
    }
  }

  /// Whether a claim is about an attack that has such a form.
  private static func applies(
    _ variant: AttackVariant, to claim: Claim, in planned: [Panel]
  ) -> Bool {
    variant == .own
      || planned.contains { claim.panels.contains($0.id) && $0.attack.has(variant) }
  }

  /// How many claims have each verdict, in the order of the verdicts.
  public var counts: [(verdict: Verdict, count: Int)] {
    Verdict.allCases.map { verdict in (verdict, rows.count { $0.verdict == verdict }) }
  }

  /// All claims: the paper's by number and letter, then ours.
  public static let claims: [Claim] =
    (MetaPoisonClaims.all + TransferClaims.all + DirectAttackClaims.all + BudgetClaims.all
    + ConstraintClaims.all + CleanClaims.all + GradientClaims.all + SmoothingClaims.all
    + OwnClaims.all + DefenceClaims.all).sorted { order($0) < order($1) }

  private static func order(_ claim: Claim) -> (String, Int, String) {
    (
      String(claim.id.prefix(1)), Int(claim.id.filter { $0.isASCII && $0.isNumber }) ?? 0, claim.id
    )
  }
}
