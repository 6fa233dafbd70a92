public import Data
import Foundation

/// The made-up source data of seed 0, written and read once for all tests of a process.
public enum SimulatedSources {
  /// The market.
  public static func prices() throws -> PriceHistory { try market.get() }

  /// The citation graph in Cora's place.
  public static func citations() throws -> CitationGraph { try graph.get() }

  /// The citation graph in Citeseer's place.
  public static func citeseer() throws -> CitationGraph { try otherGraph.get() }

  /// The source data of every kind that there is a format for.
  public static func all() throws -> Sources { try everything.get() }

  private static let everything = Result {
    var sources = Sources(
      Source(try prices()), Source(try citations()), Source(try citeseer(), kind: .citeseer))
    for format in SourceFormats.all where sources[format.kind] == nil {
      let directory = try TemporaryDirectory()
      try format.simulate(into: directory.url)
      sources[format.kind] = try format.read(paths: [directory.url.path])
    }
    return sources.mapValues { source in
      var source = source
      source.isSimulated = true
      return source
    }
  }

  private static let market = Result {
    let directory = try TemporaryDirectory()
    try MarketSimulator().write(to: directory.url)
    return try QuandlReader().history(from: [directory.url.path])
  }

  private static let graph = Result { try simulated(.cora) }
  private static let otherGraph = Result { try simulated(.citeseer) }

  private static func simulated(_ model: CitationModel) throws -> CitationGraph {
    let directory = try TemporaryDirectory()
    try CitationSimulator(model).write(to: directory.url)
    return try CoraReader().graph(inFolder: directory.url.path)
  }

  /// The market of seed 0 as one bulk table: the rows of each ticker's file, oldest first, with the
  /// ticker before them.
  public static func bulkTable() throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    try MarketSimulator().write(to: directory.url)
    let header =
      "ticker,date,open,high,low,close,volume,ex-dividend,split_ratio,"
      + "adj_open,adj_high,adj_low,adj_close,adj_volume\n"
    var table = Array(header.utf8)
    for ticker in MarketSimulator.tickers {
      let file = Array(try Data(contentsOf: directory.file("WIKI-\(ticker).csv")))
      let rows = file.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.dropFirst()
      for row in rows.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        table += "\(ticker),".utf8
        table += row
        table.append(UInt8(ascii: "\n"))
      }
    }
    return table
  }
}
