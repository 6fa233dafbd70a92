import ArgumentParser
import Domains
import Experiments
import Foundation

/// Where source data come from.
struct SourceOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Quandl price files: a bulk table, or folders or files of one ticker each. Default: data/quandl; without it, simulated prices.",
      valueName: "path"))
  var prices: [String] = []

  @Option(
    help: ArgumentHelp(
      "A folder with one .content and one .cites file in the form of Cora. Default: data/cora; without it, simulated citations.",
      valueName: "folder"))
  var cora: String?

  /// Reads what the domains need: the given files, else those of `data/quandl` and `data/cora`, else simulated ones.
  func load(root: URL, for domains: [any Domain]) throws -> SourceData {
    var sources = SourceData()
    if domains.contains(where: { type(of: $0).needsPrices }) {
      (sources.prices, sources.pricesAreSimulated) = try loadPrices(root)
    }
    if domains.contains(where: { type(of: $0).needsCitations }) {
      (sources.citations, sources.citationsAreSimulated) = try loadCitations(root)
    }
    return sources
  }

  private func loadPrices(_ root: URL) throws -> (PriceHistory, isSimulated: Bool) {
    if !prices.isEmpty { return (try QuandlReader().history(from: prices), false) }
    let real = root.appending(path: "data/quandl")
    if SourceOptions.holdsFiles(real, ending: ".csv") {
      return (try QuandlReader().history(from: [real.path]), false)
    }
    let simulated = root.appending(path: "data/simulated/quandl")
    if !SourceOptions.holdsFiles(simulated, ending: ".csv") {
      try MarketSimulator().write(to: simulated)
    }
    return (try QuandlReader().history(from: [simulated.path]), true)
  }

  private func loadCitations(_ root: URL) throws -> (CitationGraph, isSimulated: Bool) {
    if let cora { return (try CoraReader().graph(inFolder: cora), false) }
    let real = root.appending(path: "data/cora")
    if SourceOptions.holdsFiles(real, ending: ".content") {
      return (try CoraReader().graph(inFolder: real.path), false)
    }
    let simulated = root.appending(path: "data/simulated/cora")
    // The citations are written last: with them both files are there.
    if !SourceOptions.holdsFiles(simulated, ending: ".cites") {
      try CitationSimulator().write(to: simulated)
    }
    return (try CoraReader().graph(inFolder: simulated.path), true)
  }

  private static func holdsFiles(_ folder: URL, ending: String) -> Bool {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .contains { $0.lowercased().hasSuffix(ending) }
    } catch { return false }
  }
}
