import Reproducibility

extension ArrayFile {
  /// A group or an array with its attributes, in the order in which it is written and hashed.
  struct Object {
    let path: String
    /// Nil for a group.
    let array: NamedArray?
    /// In ascending order of their names.
    let attributes: [(name: String, value: AttributeValue)]
  }

  /// All objects in ascending order of their paths, so that groups precede their members.
  var objects: [Object] {
    var paths: Set<String> = ["/"]
    for path in Array(arrays.keys) + Array(attributes.keys) {
      var ancestor = path[...]
      while !ancestor.isEmpty, paths.insert(String(ancestor)).inserted {
        ancestor = ancestor[..<(ancestor.lastIndex(of: "/") ?? ancestor.startIndex)]
      }
    }
    return paths.sorted(by: Self.precedes).map { path in
      let own = attributes[path, default: [:]].filter { path != "/" || $0.key != Self.digestName }
      let sorted = own.sorted { Self.precedes($0.key, $1.key) }
      return Object(
        path: path, array: arrays[path], attributes: sorted.map { (name: $0.key, value: $0.value) })
    }
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// The SHA-256 of all paths, shapes, values and attributes, independent of how they are stored.
  ///
  /// For every object, in ascending order of the paths' bytes, the root included: its path, NUL,
  /// `group` or `dataset`, NUL; for a data set its type (`f8`, `i8`, `str`), NUL, its extents
  /// joined by `x`, NUL, and its values (eight little-endian bytes each; texts in UTF-8, each
  /// followed by NUL). Then for every attribute, in ascending order of the names' bytes: its name,
  /// NUL, its type, NUL, its values. The attribute `content_sha256` of the root is left out.
  public var contentDigest: Digest {
    var hash = SHA256()
    for object in objects {
      hash.update(terminated: object.path)
      hash.update(terminated: object.array == nil ? "group" : "dataset")
      if let array = object.array {
        hash.update(terminated: array.values.typeName)
        hash.update(terminated: array.shape.map { "\($0)" }.joined(separator: "x"))
        hash.update(array.values)
      }
      for attribute in object.attributes {
        let values = attribute.value.array.values
        hash.update(terminated: attribute.name)
        hash.update(terminated: values.typeName)
        hash.update(values)
      }
    }
    return hash.finalised()
  }

  /// Stops at what only a mistake in the program can bring about.
  func checkBeforeWriting() {
    for name in Self.requiredNames {
      precondition(
        rootAttributes[name]?.string != nil, "the root has no text attribute \"\(name)\"")
    }
    for object in objects {
      Self.checkPath(object.path)
      let parent = object.path.prefix(
        upTo: object.path.lastIndex(of: "/") ?? object.path.startIndex)
      precondition(arrays[String(parent)] == nil, "\(object.path) lies inside the array \(parent)")
      if let array = object.array { Self.checkTexts(array.values, of: object.path) }
      for (name, value) in object.attributes {
        precondition(
          !name.isEmpty && !name.utf8.contains(0), "\(object.path) has an unnamed attribute")
        Self.checkTexts(value.array.values, of: "\(object.path), attribute \(name)")
      }
    }
  }

  private static func checkPath(_ path: String) {
    guard path != "/" else { return }
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    precondition(
      path.hasPrefix("/") && names.dropFirst().allSatisfy { !["", ".", ".."].contains($0) }
        && !path.utf8.contains(0), "\"\(path)\" is not an absolute path such as /group/name")
  }

  private static func checkTexts(_ values: NamedArray.Values, of object: String) {
    guard case .strings(let texts) = values else { return }
    precondition(
      texts.allSatisfy { !$0.utf8.contains(0) }, "a text of \(object) contains the character NUL")
  }
}

extension SHA256 {
  fileprivate mutating func update(terminated text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    withUnsafeBytes(of: UInt8(0)) { update($0) }
  }

  fileprivate mutating func update(_ values: NamedArray.Values) {
    switch values {
    case .doubles(let numbers):
      #if _endian(little)
        numbers.withUnsafeBytes { update($0) }
      #else
        numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { update($0) }
      #endif
    case .integers(let numbers):
      #if _endian(little)
        numbers.withUnsafeBytes { update($0) }
      #else
        numbers.map(\.littleEndian).withUnsafeBytes { update($0) }
      #endif
    case .strings(let texts): for text in texts { update(terminated: text) }
    }
  }
}
