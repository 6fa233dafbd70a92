/// What the rules of the first protocol said of a claim of the paper, on its seeds 0 to 9 and real
/// data, and what was wrong with the rule.
///
/// That protocol was run and reported; its arithmetic held when it was computed again. Its rules
/// were replaced, and its verdicts stay here as they came out.
public struct FirstProtocolVerdict: Sendable {
  /// The claim.
  public let id: String
  /// What came out, with fresh initial weights.
  public let verdict: String
  /// What was wrong with the rule or with what it was put to; nil where nothing was.
  public let fault: String?

  private init(_ id: String, _ verdict: String, _ fault: String? = nil) {
    (self.id, self.verdict, self.fault) = (id, verdict, fault)
  }

  private static let weak = "its attack did no better than random signs"
  private static let untuned = "MetaPoison was never tuned while Algorithm 1’s step was"
  private static let equalShares = "the victims were worse than equal shares"
  private static let hidden = "“undecided” did not tell a precise zero from a wide interval"

  /// All of them, in the order of the claims.
  public static let all = [
    FirstProtocolVerdict("A1", "contradicted", untuned),
    FirstProtocolVerdict("A2", "contradicted", untuned),
    FirstProtocolVerdict("A3", "reproduced", untuned),
    FirstProtocolVerdict("A4", "reproduced"),
    FirstProtocolVerdict("A5", "undecided", "it hung on one budget and one step rule"),
    FirstProtocolVerdict(
      "A6", "reproduced", "an attack that was compared with its own re-run met the rule, too"),
    FirstProtocolVerdict(
      "A7a", "contradicted",
      "noise alone gives 6 to 9 % with three to five victims, not 2.5 % as the rule assumed"),
    FirstProtocolVerdict("A7b", "cannot be judged", equalShares),
    FirstProtocolVerdict("A7c", "contradicted", "it was decided on four pairs"),
    FirstProtocolVerdict("A8", "cannot be judged", equalShares),
    FirstProtocolVerdict("A9", "undecided", weak),
    FirstProtocolVerdict("A9b", "cannot be judged", weak),
    FirstProtocolVerdict("A10", "undecided", equalShares),
    FirstProtocolVerdict("A11", "cannot be judged", untuned),
    FirstProtocolVerdict("A12", "undecided", "folds of one graph were taken for independent"),
    FirstProtocolVerdict("A13", "contradicted", weak),
    FirstProtocolVerdict("A13b", "cannot be judged", weak),
    FirstProtocolVerdict("A14", "undecided", "folds of one graph were taken for independent"),
    FirstProtocolVerdict("A15", "no verdict", "it had no rule"),
    FirstProtocolVerdict("A16", "reproduced", "it was a formula: counts follow from the design"),
    FirstProtocolVerdict("A17", "undecided", hidden),
    FirstProtocolVerdict("A18", "undecided", hidden),
    FirstProtocolVerdict("A19", "contradicted", equalShares),
    FirstProtocolVerdict("A20", "undecided", hidden),
    FirstProtocolVerdict(
      "A21", "cannot be judged",
      "for portfolios nothing was gained, so that one domain took the verdict from the others"),
    FirstProtocolVerdict("A22", "undecided", hidden),
  ]
}
