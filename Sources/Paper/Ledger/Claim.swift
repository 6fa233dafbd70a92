/// A claim of the paper in our words, with the rule that was fixed for it before any result was
/// seen.
public struct Claim: Sendable {
  /// "A1", where the paper says it, and what it says, in our words.
  public let id, place, text: String
  /// When the verdict is “reproduced”.
  public let reproduced: String
  /// When it is “contradicted”; nil for a claim without a rule.
  public let contradicted: String?
  /// What is read into the rule, or what differs from the paper's setting; nil where there is
  /// nothing to say.
  public var setting: String?
  /// The panels that it is about.
  public let panels: [String]
  /// Whether the rule can also be put to victims that share the attack's initial weights.
  public var allowsSharedWeights = false
  /// Whether it is about MetaPoison, so that the rule can also be put to its strong variant.
  public var isAboutMetaPoison = false
  let rule: @Sendable (Evidence) -> Ruling
}
