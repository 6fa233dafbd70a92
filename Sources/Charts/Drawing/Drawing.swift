/// What becomes a document of its own: a chart or a diagram.
///
///     let svg = try chart.bytes(as: .svg)
public protocol Drawing: Sendable {
  /// The bytes of the document; equal drawings give equal bytes, in any order and on any task.
  ///
  /// - Throws: `ChartError` when a text has no glyphs or Cairo fails.
  func bytes(as format: DrawingFormat) throws(ChartError) -> [UInt8]

  /// The same for a screen as narrow as a telephone's, to be shown beside its title and note; nil
  /// where there is no such form.
  ///
  /// The default is nil.
  var narrow: (any Drawing)? { get }
}

extension Drawing {
  /// No form of its own for narrow screens.
  public var narrow: (any Drawing)? { nil }
}

/// The kind of a document; the raw value is the ending of its file's name.
public enum DrawingFormat: String, Sendable, CaseIterable {
  /// Scalable vector graphics on a transparent background, in light and dark shades, which can be
  /// linked as an image or put into a page.
  case svg
  /// One page of the portable document format in the drawing's own size, in light shades.
  case pdf
}

/// What a document says of itself to readers who cannot see it.
struct Caption {
  /// One line that names the drawing, and what it shows in sentences.
  let title: String, description: String
}
