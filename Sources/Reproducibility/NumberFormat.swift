import Foundation

/// The one way in which numbers become text, on pages and in files; the same in every locale.
///
/// ```swift
/// NumberFormat.exact(0.5)  // 0.5
/// NumberFormat.significant(0.012, typographic: true)  // 0.0120
/// NumberFormat.fixed(2, decimals: 1)  // 2.0
/// ```
public enum NumberFormat {
  /// The shortest text that reads back as the same number, as in `0.1`, `12`, `1e-07`.
  ///
  /// Whole numbers have no decimal point. What is not finite is `nan`, `inf` or `-inf`.
  public static func exact(_ x: Double) -> String {
    let text = x.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The number rounded to `digits` significant digits, 1 to 17, none of which is left out.
  ///
  /// Plain decimals from 1e-4 to below 1e6, as in `0.0120`, `3.00`, `123000`; otherwise
  /// scientific, as in `1.20e-5`. Zero is `0`. With `typographic`, as on pages, that is
  /// `1.20×10⁻⁵`, minus is U+2212 and infinity `∞`.
  public static func significant(
    _ x: Double, digits: Int = 3, typographic: Bool = false
  ) -> String {
    precondition((1...17).contains(digits), "\(digits) significant digits; a Double has 1 to 17")
    guard x.isFinite else { return set(exact(x), typographic) }
    guard x != 0 else { return "0" }
    let parts = scientific(x, decimals: digits - 1)
    guard (-4..<6).contains(parts.exponent) else {
      return typographic
        ? "\(set(parts.mantissa, true))×\(powerOfTen(parts.exponent))"
        : "\(parts.mantissa)e\(parts.exponent)"
    }
    if parts.exponent < digits {
      return set(printed("%.*f", digits - 1 - parts.exponent, x), typographic)
    }
    let figures = parts.mantissa.filter { $0 != "." }
    let zeros = String(repeating: "0", count: parts.exponent + 1 - digits)
    return set(figures + zeros, typographic)
  }

  /// The number rounded to `decimals` decimals, 0 to 17, as in `0.50`; never `-0.00`.
  public static func fixed(_ x: Double, decimals: Int, typographic: Bool = false) -> String {
    precondition((0...17).contains(decimals), "\(decimals) decimals; 0 to 17 can be printed")
    guard x.isFinite else { return set(exact(x), typographic) }
    let text = printed("%.*f", decimals, x)
    let isZero = text.allSatisfy { "-0.".contains($0) }
    return set(isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text, typographic)
  }

  /// Mantissa and exponent after rounding, so that 9.999 with two decimals has exponent 1.
  private static func scientific(_ x: Double, decimals: Int) -> (mantissa: String, exponent: Int) {
    let text = printed("%.*e", decimals, x)
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else {
      preconditionFailure("the C library printed \(text) for \(x)")
    }
    return (String(parts[0]), exponent)
  }

  private static func printed(_ format: String, _ decimals: Int, _ x: Double) -> String {
    let capacity = 400  // 309 digits of the largest number, 17 decimals, sign, point and NUL
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
      let count = withVaList([CInt(decimals), x]) {
        vsnprintf(buffer.baseAddress, capacity, format, $0)
      }
      precondition(count >= 0 && count < capacity, "\(x) does not fit into \(capacity) characters")
      return String(decoding: UnsafeRawBufferPointer(buffer).prefix(Int(count)), as: UTF8.self)
    }
  }

  /// A power of ten as pages print it: "10⁻⁴"; 10⁰ is "1".
  public static func powerOfTen(_ exponent: Int) -> String {
    if exponent == 0 { return "1" }
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let raised = String(exponent.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } }
    return "10" + (exponent < 0 ? "⁻" : "") + String(raised)
  }

  private static func set(_ text: String, _ typographic: Bool) -> String {
    guard typographic else { return text }
    if text.hasSuffix("inf") { return text.hasPrefix("-") ? "\u{2212}∞" : "∞" }
    return String(text.map { $0 == "-" ? "\u{2212}" : $0 })
  }
}
