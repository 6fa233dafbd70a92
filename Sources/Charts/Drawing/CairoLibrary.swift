import CCairo

/// The Cairo library that is linked.
public enum CairoLibrary {
  /// The version that drawings are made with, as in `1.16.0`.
  public static var version: String {
    cairo_version_string().map { String(cString: $0) } ?? "unknown"
  }
}
