/// What wrote a file or a page.
public enum Release {
  /// The command's name.
  public static let name = "report"
  /// Raised with each release; not part of any key.
  public static let version = "0.1.0"
  /// The day of the release (ISO 8601): a fixed date where a document must have one.
  public static let date = "2026-11-25"
  /// Name and version, as the attribute `made_by` of every file.
  public static var madeBy: String { "\(name) \(version)" }
}
