import Storage

/// Accounts for everything in the file of a problem: what is known is read, what is near is
/// refused, what is somebody else's is listed.
struct ProblemAccount {
  /// The file's name, for errors.
  let file: String
  /// The version of the schema that the file states.
  let version: Int
  /// What stands for what in the file.
  let members: [String: ArrayFile.Member]
  /// What could be read of it.
  let contents: ArrayFile

  /// What is not read, in the order of names, as `/notes` or `attribute note of /`.
  ///
  /// - Throws: `ProblemFileError` for the first name that no problem may have.
  func unread() throws -> [String] {
    var unread: [String] = []
    for (name, member) in members.sorted(by: { $0.key < $1.key }) where name != "/" {
      let isRead =
        member == .attribute ? try accounts(forAttribute: name) : try accounts(for: name, member)
      if !isRead { unread.append(Self.phrase(name)) }
    }
    return unread
  }

  /// Refuses empty groups where arrays belong that the problem does without.
  ///
  /// - Throws: `ProblemFileError`.
  func checkKinds() throws {
    for (name, member) in members.sorted(by: { $0.key < $1.key })
    where member != .array && member != .attribute && ProblemNames.version(of: name) != nil {
      throw value(name, .noArray)
    }
  }

  /// How sentences call a name.
  static func phrase(_ name: String) -> String {
    let parts = ProblemNames.Parts(name)
    return parts.isAttribute ? "attribute \(parts.last) of \(parts.group)" : name
  }

  // MARK: Attributes

  private func accounts(forAttribute name: String) throws -> Bool {
    let parts = ProblemNames.Parts(name)
    if parts.group == "/" { return try accounts(forRootAttribute: name) }
    guard isOurs(parts.group) else { return true }
    if ProblemNames.isBookkeeping(parts.last) { return true }
    if ProblemNames.groups[parts.group] != nil {
      try checkKnown(name)
      return true
    }
    let isMisplaced = ProblemNames.versions.keys.contains {
      let known = ProblemNames.Parts($0)
      return known.isAttribute && known.group != "/" && known.last == parts.last
    }
    // At an array nobody would look for it.
    if isMisplaced { throw unknown(name) }
    return ProblemNames.isDescription(parts.last)
  }

  /// Texts describe a file; numbers and names that are near known ones were meant for us.
  private func accounts(forRootAttribute name: String) throws -> Bool {
    let last = ProblemNames.Parts(name).last
    if ProblemNames.versions[name] != nil || ProblemNames.isBookkeeping(last) { return true }
    let isNear = ProblemNames.versions.keys.contains {
      let known = ProblemNames.Parts($0)
      return (known.isAttribute || known.group == "/problem")
        && ProblemNames.isNear(last, to: known.last)
    }
    guard !isNear, contents.rootAttributes[last]?.string != nil else { throw unknown(name) }
    return false
  }

  // MARK: Groups and arrays

  private func accounts(for name: String, _ member: ArrayFile.Member) throws -> Bool {
    if let first = ProblemNames.groups[name] {
      guard member == .group else { throw value(name, .noGroup) }
      try check(first, of: name)
      return true
    }
    let group = ProblemNames.Parts(name).group
    guard group != "/" else {
      let last = ProblemNames.Parts(name).last
      let isNear =
        ProblemNames.groups.keys.contains {
          let known = ProblemNames.Parts($0)
          return known.group == "/" && ProblemNames.isNear(last, to: known.last)
        }
        || ProblemNames.versions.keys.contains {
          let known = ProblemNames.Parts($0)
          return !known.isAttribute && known.last == last
        }
      if isNear { throw unknown(name) }
      return false
    }
    guard isOurs(group) else { return true }
    if ProblemNames.version(of: name) != nil, member != .array,
      members.keys.contains(where: { $0.hasPrefix("\(name)/") })
    {
      throw value(name, .noArray)
    }
    // Other programs keep the axes of arrays beside them.
    let isAxis = contents.attributes[name]?["CLASS"]?.string == "DIMENSION_SCALE"
    if isAxis, ProblemNames.version(of: name) == nil { return false }
    try checkKnown(name)
    return true
  }

  private func isOurs(_ path: String) -> Bool {
    ProblemNames.groups.keys.contains { path == $0 || path.hasPrefix("\($0)/") }
  }

  private func checkKnown(_ name: String) throws {
    guard let first = ProblemNames.version(of: name) else { throw unknown(name) }
    try check(first, of: name)
  }

  private func check(_ first: Int, of name: String) throws {
    guard first <= version else {
      throw ProblemFileError.needsVersion(file: file, object: Self.phrase(name))
    }
  }

  private func unknown(_ name: String) -> ProblemFileError {
    let nearest = ProblemNames.nearest(to: name)
    let first = ProblemNames.version(of: nearest) ?? ProblemNames.groups[nearest] ?? 1
    return .unknown(
      file: file, object: Self.phrase(name), nearest: Self.phrase(nearest),
      isNewer: first > version)
  }

  private func value(_ name: String, _ problem: ProblemFileError.ValueProblem) -> ProblemFileError {
    .value(file: file, object: name, problem)
  }
}
