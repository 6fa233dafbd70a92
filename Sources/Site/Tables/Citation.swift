import Reproducibility

struct Citation {
  /// The line of the bibliography without where it can be read, and that with its address.
  let text: String, locator: String?, link: String?
  let bibtex: String

  init(_ reference: Reference) {
    (text, bibtex) = (reference.entry, reference.bibtex)
    (locator, link) = (reference.locator, reference.link)
  }

  /// The publications of some components, once each, by their keys.
  static func all(of components: [any Component.Type]) -> [Citation] {
    references(of: components).map(Citation.init)
  }

  /// The same before they are printed.
  static func references(of components: [any Component.Type]) -> [Reference] {
    Dictionary(components.flatMap { $0.references }.map { ($0.key, $0) }) { first, _ in first }
      .values.sorted { $0.key < $1.key }
  }
}

/// A link to a figure, or to a table.
struct Usage {
  let href: String
  let label: String

  /// The charts in which something is used, if there are any.
  static func of(_ exhibits: [Exhibit]) -> [Usage] {
    exhibits.map { Usage(href: SiteMap.chart($0.id), label: $0.id) }
  }
}
