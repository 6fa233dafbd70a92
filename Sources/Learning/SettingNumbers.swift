public import Reproducibility

extension Setting {
  /// A number exactly as it was chosen, with U+2212 for minus.
  public static func number(_ x: Double) -> String {
    NumberFormat.exact(x).replacing("-", with: "\u{2212}")
  }
}
