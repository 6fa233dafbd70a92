/// A publication that components follow and pages cite.
public struct Reference: Hashable, Sendable, Codable {
  /// What it is cited by, such as `amos2017`.
  public let key: String
  /// Full names in the order of the title page.
  public let authors: [String]
  /// The title without a full stop.
  public let title: String
  /// Journal, proceedings or publisher.
  public let venue: String
  /// The year of publication.
  public let year: Int
  /// The digital object identifier without a resolver's address.
  public let doi: String?
  /// Where it can be read, for what has no digital object identifier.
  public let url: String?

  /// Describes a publication; what is nil is left out of citations.
  public init(
    key: String, authors: [String], title: String, venue: String, year: Int, doi: String? = nil,
    url: String? = nil
  ) {
    (self.key, self.authors, self.title, self.venue) = (key, authors, title, venue)
    (self.year, self.doi, self.url) = (year, doi, url)
  }

  /// One line of a bibliography, as plain text.
  public var citation: String { entry + (locator.map { " \($0)" } ?? "") }

  /// The same without where it can be read.
  public var entry: String {
    let names = authors.isEmpty ? "Anonymous" : English.joined(authors)
    return "\(names) (\(year)). \(title). \(venue)."
  }

  /// Where it can be read, as a bibliography prints it: "doi:10.1145/…", or an address.
  public var locator: String? { doi.map { "doi:\($0)" } ?? url }

  /// The address behind that.
  public var link: String? { doi.map { "https://doi.org/\($0)" } ?? url }

  /// An entry for BibTeX, in UTF-8; `misc`, since a venue may be a journal or proceedings.
  public var bibtex: String {
    var fields = [
      ("author", Self.escaped(authors.joined(separator: " and "))),
      ("title", "{\(Self.escaped(title))}"),
      ("howpublished", Self.escaped(venue)),
      ("year", String(year)),
    ]
    if let doi { fields.append(("doi", doi)) }
    if let url { fields.append(("url", url)) }
    let lines = fields.map { "  \($0.0) = {\($0.1)}" }.joined(separator: ",\n")
    return "@misc{\(key),\n\(lines)\n}\n"
  }

  /// The text with those characters escaped that mean something else to TeX.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "&%$#_".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
