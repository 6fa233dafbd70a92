public import Reproducibility

/// Tests name learners, victims, domains and levels by literals: `let victim: VictimID = "mine"`.
extension Identifier: ExpressibleByStringLiteral {
  /// The identifier of that text.
  public init(stringLiteral text: String) { self.init(text) }
}
