public import Reproducibility

/// One of several parts into which experiments are divided by their keys, so that as many machines
/// can run them.
///
/// Which part an experiment belongs to follows from its key alone: every machine divides alike, and
/// each experiment is in exactly one part.
///
/// ```swift
/// let shard = Shard("2/8")
/// let mine = items.filter { shard?.contains($0.key) ?? false }
/// ```
public struct Shard: Sendable, Equatable, CustomStringConvertible {
  /// Which part, from 1, and of how many.
  public let number: Int, count: Int

  /// The most parts there may be.
  public static let mostParts = 100_000

  /// A part; nil unless 1 ≤ number ≤ count ≤ `mostParts`.
  public init?(_ number: Int, of count: Int) {
    guard (1...Shard.mostParts).contains(count), (1...count).contains(number) else { return nil }
    (self.number, self.count) = (number, count)
  }

  /// A part written as `number/count`, such as 2/8; nil for any other text.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1] else { return nil }
    self.init(number, of: count)
  }

  /// Whether the experiment of a key belongs to this part: the first 64 bits of the key decide.
  public func contains(_ key: Digest) -> Bool {
    let start = UInt64(key.description.prefix(16), radix: 16) ?? 0
    return start % UInt64(count) == UInt64(number - 1)
  }

  /// The text `number/count`.
  public var description: String { "\(number)/\(count)" }
}
