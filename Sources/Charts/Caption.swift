/// What a document says of itself to readers who cannot see it.
public struct Caption: Sendable, Hashable {
  /// One line that names the drawing.
  public var title: String
  /// What the drawing shows, in sentences.
  public var description: String
  /// What every identifier in an SVG document begins with; made from the drawing's bytes if nil.
  ///
  /// A letter, then letters, digits and hyphens. Several documents in one page need different
  /// prefixes. The default is nil.
  public var prefix: String?

  /// Makes a caption; a `prefix` must be of the form described there.
  public init(title: String, description: String, prefix: String? = nil) {
    precondition(
      prefix.map(Caption.isIdentifier) ?? true,
      "prefix “\(prefix ?? "")” is not a letter followed by letters, digits and hyphens")
    (self.title, self.description, self.prefix) = (title, description, prefix)
  }

  private static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x61...0x7a).contains(first | 0x20) else { return false }
    return text.utf8.allSatisfy {
      (0x61...0x7a).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2d
    }
  }
}
