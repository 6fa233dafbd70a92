/// What a component fails to say about itself, in a few words each; empty where nothing is amiss.
///
/// Names are lower-case words joined by hyphens, summaries are sentences, settings have names of
/// their own and no empty texts, and options are encoded in one order.
///
/// ```swift
/// #expect(flaws(inDescriptionOf: SignStep()) == [])
/// ```
///
/// - Parameter component: a choice of any kind.
/// - Returns: one clause per flaw, behind the component's name.
public func flaws(inDescriptionOf component: any Component) -> [String] {
  var flaws: [String] = []
  func check(_ holds: Bool, _ flaw: String) {
    if !holds { flaws.append("\(component.name): \(flaw)") }
  }
  check(component.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "not a name")
  check(component.revision >= 1, "revision \(component.revision)")
  check(!isBlank(component.label), "no label")
  check(component.label.first?.isUppercase ?? true, "a label that begins no sentence")
  check(component.summary.count > 1, "no summary")
  check(component.summary.last == ".", "a summary without a full stop")
  check(component.summary.first?.isUppercase ?? true, "a summary that begins no sentence")
  for setting in component.settings {
    check(!isBlank(setting.name), "a setting without a name")
    check(!isBlank(setting.value), "no value of the setting “\(setting.name)”")
    check(setting.origin.map(isBlank) != true, "an empty origin of “\(setting.name)”")
  }
  let names = component.settings.map(\.name)
  check(Set(names).count == names.count, "two settings of one name: \(names)")
  for place in unorderedPlaces(in: component) { check(false, "no order in \(place)") }
  do {
    let text = try JSONValue(encoding: ComponentDescription(component)).canonicalText
    check(
      try JSONValue(encoding: ComponentDescription(component)).canonicalText == text,
      "two encodings")
  } catch { check(false, "not encoded: \(error)") }
  return flaws
}

/// Where a value holds a set, or a dictionary whose keys are not names, whatever its size.
///
/// Both would be encoded in hash order, which differs between runs.
func unorderedPlaces(in value: Any, at path: String = "") -> [String] {
  let mirror = Mirror(reflecting: value)
  let place = path.isEmpty ? "the top" : path
  switch mirror.displayStyle {
  case .set: return [place]
  case .dictionary where !(value is any HasNamedMembers): return [place]
  default: break
  }
  return mirror.children.enumerated().flatMap { index, child in
    let name = child.label ?? "\(index)"
    return unorderedPlaces(in: child.value, at: path.isEmpty ? name : "\(path).\(name)")
  }
}

private func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

/// A dictionary that is encoded as an object, whose members are sorted by name.
private protocol HasNamedMembers {}
extension Dictionary: HasNamedMembers where Key: CodingKeyRepresentable {}
