import Foundation

/// How deviations from exact values are written.
enum Deviation {
  /// A deviation with one digit and a power of ten.
  static func text(_ value: Double) -> String {
    guard value > 0 else { return "0" }
    var (power, digits) = (Int(log10(value).rounded(.down)), 0.0)
    digits = (value / pow(10, Double(power))).rounded()
    if digits >= 10 { (digits, power) = (1, power + 1) }
    return "\(Int(digits))·10\(superscript(power))"
  }

  private static func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let text = "\(number.magnitude)".compactMap(\.wholeNumberValue).map { String(digits[$0]) }
    return (number < 0 ? "⁻" : "") + text.joined()
  }
}
