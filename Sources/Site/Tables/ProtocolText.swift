import Reproducibility

/// The rules of the ledger as they were written down before any result was seen: a text that the
/// site publishes as it is.
struct ProtocolText {
  /// The file's name among the templates, and its path on the site.
  static let name = "protocol-2.md"

  /// Where it is, and the SHA-256 of its bytes.
  let path: String, digest: String
  /// The day that it says it was fixed on.
  let day: String

  /// What can be said of a text.
  init(_ text: String) {
    path = ProtocolText.name
    digest = "\(Digest(of: text))"
    day = text.firstMatch(of: /\d{4}-\d{2}-\d{2}/).map { String($0.output) } ?? "–"
  }
}
