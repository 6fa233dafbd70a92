/// The claims of the paper, each with the verdict that a fixed rule computes from the records.
///
/// A verdict depends on the records and the calibration's B* alone; nobody adjusts it.
public struct Ledger: Sendable {
  /// A claim with its rulings.
  public struct Row: Sendable {
    /// The claim.
    public let claim: Claim
    /// About victims from initial weights that no attack used: this decides.
    public let fresh: Ruling
    /// About victims that share the attack's initial weights; nil where the rule cannot be put to
    /// them.
    public let shared: Ruling?
    /// About MetaPoison's strong variant in place of the published one; nil for claims about other
    /// attacks.
    public let strong: Ruling?
  }

  /// One row per claim, in the order of the paper's numbers.
  public let rows: [Row]

  /// The ledger of a study.
  public init(_ study: PaperStudy) {
    rows = Ledger.claims.map { claim in
      Row(
        claim: claim, fresh: claim.rule(Evidence(study: study)),
        shared: claim.allowsSharedWeights
          ? claim.rule(Evidence(study: study, weights: .shared)) : nil,
        strong: claim.isAboutMetaPoison
          ? claim.rule(Evidence(study: study, usesStrongMetaPoison: true)) : nil)
    }
  }

  /// How many claims have each verdict (with fresh initial weights), in the order of the verdicts.
  public var counts: [(verdict: Verdict, count: Int)] {
    Verdict.allCases.map { verdict in (verdict, rows.count { $0.fresh.verdict == verdict }) }
  }

  /// All claims, by number and letter.
  public static let claims: [Claim] =
    (MetaPoisonClaims.all + TransferClaims.all + DirectAttackClaims.all + ConstraintClaims.all
    + CleanClaims.all + GradientClaims.all).sorted { order($0) < order($1) }

  private static func order(_ claim: Claim) -> (Int, String) {
    (Int(claim.id.filter { $0.isASCII && $0.isNumber }) ?? 0, claim.id)
  }
}
