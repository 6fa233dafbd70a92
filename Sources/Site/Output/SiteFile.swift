import Charts
public import Reproducibility

/// One file of a site, in memory.
public struct SiteFile: Sendable, Equatable {
  /// Where it belongs, relative to the site's root, parts divided by `/`.
  public let path: String
  /// What it holds.
  public let bytes: [UInt8]

  /// The SHA-256 of its bytes.
  public let digest: Digest

  /// A file of the given bytes.
  public init(path: String, bytes: [UInt8]) {
    (self.path, self.bytes) = (path, bytes)
    digest = Digest(ofBytes: bytes)
  }

  /// A file of the given text in UTF-8.
  public init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }
}

extension SiteFile {
  /// A drawing in every format, its form for narrow screens, and the numbers behind it, if there
  /// are any.
  static func drawn(
    of drawing: any Drawing, at path: String, table: String? = nil, isStackable: Bool = true
  ) throws -> [SiteFile] {
    let narrow = isStackable ? drawing.narrow : nil
    return try DrawingFormat.allCases.map {
      SiteFile(path: "\(path).\($0.rawValue)", bytes: try drawing.bytes(as: $0))
    }
      + (narrow.map {
        [
          SiteFile(
            path: "\(path)\(Picture.narrowSuffix).svg", bytes: try $0.bytes(as: .svg))
        ]
      } ?? [])
      + (table.map { [SiteFile(path: "\(path).csv", text: $0)] } ?? [])
  }
}
