/// Where a value holds a collection that is encoded in hash order, which differs between runs.
///
/// Found by looking at what the value is made of, whether it is encoded or not; objects of classes
/// are not looked into.
struct UnorderedPlace {
  let type: Any.Type
  /// The names on the way to it, the last one first.
  private var names: [String] = []

  /// The names on the way to it, joined by full stops.
  var path: String { names.isEmpty ? "the top" : names.reversed().joined(separator: ".") }

  /// The first such place; nil if there is none.
  init?(in value: Any) {
    let type = Swift.type(of: value)
    if Self.plain.contains(ObjectIdentifier(type)) { return nil }
    if let collection = value as? any HashOrdered, collection.isEncodedInHashOrder {
      self.type = Swift.type(of: collection)
      return
    }
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle != .class else { return nil }
    for (index, child) in mirror.children.enumerated() {
      if var place = UnorderedPlace(in: child.value) {
        place.names.append(child.label ?? "\(index)")
        self = place
        return
      }
    }
    return nil
  }

  /// Types that need not be looked into, and of which most values consist.
  private static let plain: Set<ObjectIdentifier> = [
    ObjectIdentifier(Bool.self), ObjectIdentifier(Int.self), ObjectIdentifier(UInt64.self),
    ObjectIdentifier(Double.self), ObjectIdentifier(String.self), ObjectIdentifier([Int].self),
    ObjectIdentifier([Double].self), ObjectIdentifier([String].self),
  ]
}

/// A collection whose order of elements differs between runs.
private protocol HashOrdered: Encodable { var isEncodedInHashOrder: Bool { get } }

extension Set: HashOrdered where Element: Encodable { var isEncodedInHashOrder: Bool { count > 1 } }

extension Dictionary: HashOrdered where Key: Encodable, Value: Encodable {
  /// Dictionaries with names or `Int`s as keys become objects; all others arrays in hash order.
  var isEncodedInHashOrder: Bool {
    count > 1 && Key.self != String.self && Key.self != Int.self
      && !(Key.self is any CodingKeyRepresentable.Type)
  }
}
