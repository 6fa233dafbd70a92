import Synchronization

/// Values that follow from another value, each made when it is first asked for and kept.
///
/// A value that many tasks read, such as a citation graph, holds one of these for whoever derives
/// something costly from it. All copies of the holder share it. What happens to be known is not
/// part of the holder's value: any two of these are equal.
public final class DerivedValues: Sendable {
  /// What is asked for: a type, and which value of it.
  private struct Key: Hashable, Sendable {
    let type: ObjectIdentifier
    let name: any Hashable & Sendable

    static func == (left: Key, right: Key) -> Bool {
      left.type == right.type && AnyHashable(left.name) == AnyHashable(right.name)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(type)
      hasher.combine(AnyHashable(name))
    }
  }

  private let known = Mutex<[Key: any Sendable]>([:])

  /// Nothing is known yet.
  public init() {}

  /// The value of that type and key; made by `make` if it is not known.
  ///
  /// `make` must depend on nothing but the holder and the key. It runs outside any lock: two tasks
  /// that ask at the same time may both run it and get equal values.
  /// - Throws: what `make` throws; nothing is kept then.
  public func value<Value: Sendable, Failure: Error>(
    for key: some Hashable & Sendable, make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let key = Key(type: ObjectIdentifier(Value.self), name: key)
    if let there = known.withLock({ $0[key] }) as? Value { return there }
    let made = try make()
    known.withLock { $0[key] = made }
    return made
  }
}

extension DerivedValues: Equatable {
  /// Always true: what is known is not part of the holder's value.
  public static func == (left: DerivedValues, right: DerivedValues) -> Bool { true }
}
