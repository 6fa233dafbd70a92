/// A finite number in its canonical decimal text, so that 64-bit integers and doubles stay exact.
///
/// Integers are written without a decimal point, also where they come from a `Double`; −0 is 0.
public struct JSONNumber: Hashable, Sendable {
  /// The number as it is written in canonical JSON.
  public let text: String

  /// An integer of any width.
  public init(_ value: some BinaryInteger) {
    text = String(value)
  }

  /// A double; nil unless it is finite.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = value == 0 ? "0" : NumberFormat.exact(value)
  }

  /// A single-precision number, in its own shortest text; nil unless it is finite.
  init?(_ value: Float) {
    guard value.isFinite else { return nil }
    let shortest = value.description
    text = value == 0 ? "0" : shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
  }

  /// A number in the syntax of JSON, brought into canonical form; nil if no finite double is near.
  init?(syntax: Substring) {
    if let value = Int64(syntax) {
      self.init(value)
    } else if let value = UInt64(syntax) {
      self.init(value)
    } else if let value = Double(syntax) {
      self.init(value)
    } else {
      return nil
    }
  }

  /// The nearest double.
  public var double: Double { Double(text) ?? .nan }

  /// The number as an integer of that type, if it is exactly one.
  public func integer<T: FixedWidthInteger>(as type: T.Type = Int.self) -> T? {
    T(text) ?? T(exactly: double)
  }
}
