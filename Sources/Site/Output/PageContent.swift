import Mustache

/// What fills a page, or a part of it: the fields of a value, listed once and then found by name.
///
/// The renderer alone would list all fields of an object anew for every name that it looks up, of
/// the page as a whole too where a row has none of that name. For the life of one rendering; a
/// value's fields are read when the first of them is asked for.
///
/// ```swift
/// library.render(PageContent.content(of: page), withTemplate: "figure")
/// ```
final class PageContent: MustacheParent, CustomStringConvertible {
  private let value: Any
  /// By name, as the value has them; optional ones are unwrapped, and nil where they are.
  private lazy var fields: [String: Any?] = Mirror(reflecting: value).children.reduce(into: [:]) {
    fields, field in
    guard let name = field.label else { return }
    fields.updateValue(PageContent.content(of: field.value), forKey: name)
  }

  /// The fields of `value`, an object; for whatever may also be a list or a dictionary there is
  /// `content(of:)`.
  init(_ value: Any) { self.value = value }

  var description: String { String(describing: value) }

  func child(named name: String) -> Any? { fields[name] ?? nil }

  /// A field: nil if the value has none of that name, else its content, which may be nil.
  func field(_ name: String) -> Any?? { fields[name] }

  /// What the renderer is given for a value: objects by their fields, lists of them likewise, and
  /// all else (texts, numbers, flags, dictionaries, what finds its own parts) as it is.
  static func content(of value: Any) -> Any? {
    if value is any MustacheParent || value is String || value is Bool || value is Int {
      return value
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return mirror.children.first.flatMap { content(of: $0.value) }
    case .struct, .class, .tuple: return PageContent(value)
    case .collection: return (value as? [Any])?.map { content(of: $0) ?? $0 } ?? value
    default: return value
    }
  }
}
