public import Foundation
public import Reproducibility

/// Price files of Quandl's WIKI database.
public enum PriceFormat: SourceFormat {
  /// `.prices`.
  public static let kind = SourceKind.prices
  /// What a file, its directory and its option are called.
  public static let label = "price file", directory = "quandl", commandOption = "--prices"
  /// A history may lie in many files.
  public static let readsSeveralPaths = true
  /// That the market is made up.
  public static let simulationNotice = SimulationNotice(
    title: "Simulated prices",
    text: """
      The portfolio domain uses a made-up market, since no genuine price files were given. \
      Its numbers show how the program works and say nothing about real stocks.
      """)

  static let ending = ".csv"
  static let expected = ExpectedFiles(
    label: label, place: "the path of a price file or of a folder of price files",
    renewal: "download it again or leave it out", text: "a CSV text",
    contents: "the CSV file inside")

  /// Whether a directory holds a `.csv` file.
  public static func holdsFiles(directory: URL) -> Bool {
    InputFile.isAny(ending: [ending], inDirectory: directory.path)
  }

  /// Reads one history from all files at those paths; the content is a `PriceHistory`.
  ///
  /// - Throws: `QuandlError` at the first file, header or row that is refused.
  public static func read(paths: [String]) throws -> Source {
    Source(try QuandlReader().history(from: paths))
  }

  /// The digests of all files at those paths.
  ///
  /// - Throws: `QuandlError` if there is nothing at a path, `DigestError` if a file cannot be read.
  public static func digests(paths: [String]) throws -> [Digest] {
    try QuandlReader().digests(of: paths)
  }

  /// Writes the made-up market of seed 0.
  ///
  /// - Throws: `SourceFileError` if something cannot be written.
  public static func simulate(into directory: URL) throws {
    try MarketSimulator().write(to: directory)
  }

  /// One block per file, then one for all of them together.
  public static func inspection(of source: Source) -> String {
    (source.content as? PriceHistory).map { PriceInspection(of: $0).text } ?? ""
  }

  /// Moves, slips and standstills of prices, each list empty where there are none.
  public static func remarks(on source: Source) -> [SourceRemark] {
    (source.content as? PriceHistory)?.implausible.remarks ?? []
  }
}

extension SourceKind {
  /// Daily prices of stocks: the content is a `PriceHistory`.
  public static let prices = SourceKind(rawValue: "prices")
}

extension Source {
  /// Prices, with the files that they were read from.
  public init(_ history: PriceHistory, isSimulated: Bool = false) {
    self.init(
      kind: .prices, files: history.sources.map(\.file), isSimulated: isSimulated, content: history)
  }
}

extension Sources {
  /// The prices; nil if they are not here.
  public var prices: PriceHistory? { self[.prices]?.content as? PriceHistory }
}
