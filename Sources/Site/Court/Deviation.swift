import Foundation
import Reproducibility

/// How deviations from exact values are written.
enum Deviation {
  /// A deviation with one digit and a power of ten: "3·10⁻⁸"; "0" where there is none.
  static func text(_ value: Double) -> String {
    let parts = String(format: "%.0e", value).split(separator: "e")
    guard value > 0, parts.count == 2, let exponent = Int(parts[1]) else { return "0" }
    return exponent == 0 ? "\(parts[0])" : "\(parts[0])·\(NumberFormat.powerOfTen(exponent))"
  }
}
