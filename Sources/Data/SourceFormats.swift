import Foundation

/// The formats of source files that the program reads.
public enum SourceFormats {
  /// Every format, in the order in which kinds are listed and their digests enter keys.
  public static let all: [any SourceFormat.Type] = [
    PriceFormat.self, CoraFormat.self, CiteseerFormat.self,
  ]

  /// The format of a kind; nil for a kind that is not listed.
  public static func format(of kind: SourceKind) -> (any SourceFormat.Type)? {
    all.first { $0.kind == kind }
  }

  /// The format that a path seems to be of: the first one but that of prices that finds a file of
  /// its own in that directory, else, as for any single file, that of prices.
  ///
  /// A directory of citations may hold tables beside them; a directory of prices holds no
  /// citations. Which graph it is cannot be seen, and all graphs are read alike.
  public static func format(ofPath path: String) -> any SourceFormat.Type {
    let directory = URL(filePath: path, directoryHint: .isDirectory)
    return all.first { $0.kind != .prices && $0.holdsFiles(directory: directory) }
      ?? PriceFormat.self
  }
}

extension SourceKind: Comparable {
  /// The place among the formats; kinds without a format come after all others.
  private var rank: Int {
    SourceFormats.all.firstIndex { $0.kind == self } ?? SourceFormats.all.count
  }

  /// Orders kinds as their formats are listed (prices, Cora, Citeseer), others by their names.
  public static func < (left: SourceKind, right: SourceKind) -> Bool {
    (left.rank, left.rawValue) < (right.rank, right.rawValue)
  }
}
