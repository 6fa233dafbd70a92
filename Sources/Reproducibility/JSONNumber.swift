/// A finite number in its canonical decimal text, so that 64-bit integers and doubles stay exact.
///
/// 64-bit integers are written in digits alone, also where they come from a `Double`; −0 is 0.
public struct JSONNumber: Hashable, Sendable {
  /// The number as it is written in canonical JSON.
  public let text: String

  /// An integer of any width.
  public init(_ value: some BinaryInteger) { text = String(value) }

  /// A double; nil unless it is finite.
  ///
  /// Its shortest digits are what counts: 1.2345678901234568e+18 is 1234567890123456800, as it is
  /// for a reader of that text.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    let text = value == 0 ? "0" : NumberFormat.exact(value)
    self.text = Self.digits(of: value, written: text) ?? text
  }

  /// A double of 2⁵³ or more in digits alone, if a 64-bit integer can be that.
  private static func digits(of value: Double, written text: String) -> String? {
    guard (0x1p53...0x1p64).contains(value.magnitude) else { return nil }
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return nil }
    let mantissa = parts[0].split(separator: ".")
    let decimals = mantissa.count == 2 ? mantissa[1] : ""
    let zeros = String(repeating: "0", count: max(0, exponent - decimals.count))
    let digits = mantissa[0] + decimals + zeros
    return Int64(digits) == nil && UInt64(digits) == nil ? nil : String(digits)
  }

  /// The nearest double.
  public var double: Double { Double(text) ?? .nan }

  /// The number as an integer of that type, if it is exactly one.
  public func integer<T: FixedWidthInteger>(as type: T.Type = Int.self) -> T? {
    T(text) ?? T(exactly: double)
  }
}
