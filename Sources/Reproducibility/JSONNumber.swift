/// A finite number in its canonical decimal text, so that 64-bit integers and doubles stay exact.
///
/// 64-bit integers are written in digits alone, also where they come from a `Double`; −0 is 0.
public struct JSONNumber: Hashable, Sendable {
  /// The number as it is written in canonical JSON.
  public let text: String

  /// An integer of any width.
  public init(_ value: some BinaryInteger) { text = String(value) }

  /// A double that is not a 64-bit integer of 2⁵³ or more; nil unless it is finite.
  init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = value == 0 ? "0" : NumberFormat.exact(value)
  }

  /// The nearest double.
  public var double: Double { Double(text) ?? .nan }

  /// The number as an integer of that type, if it is exactly one.
  public func integer<T: FixedWidthInteger>(as type: T.Type = Int.self) -> T? {
    T(text) ?? T(exactly: double)
  }
}
