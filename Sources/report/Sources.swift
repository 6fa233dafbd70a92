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

  @Option(help: "The folder of Cora's files, for the matching domain, which is yet to come.")
  var cora: String?

  /// Reads prices if `needed`: the given ones, else those of `data/quandl`, else simulated ones.
  func load(root: URL, needed: Bool) throws -> SourceData {
    if let cora {
      guard FileManager.default.fileExists(atPath: cora) else {
        throw ValidationError(
          "“\(cora)” does not exist; give the folder of cora.content and cora.cites.")
      }
    }
    guard needed else { return SourceData() }
    if !prices.isEmpty {
      return SourceData(prices: try QuandlReader().history(from: prices))
    }
    let real = root.appending(path: "data/quandl")
    if SourceOptions.holdsFiles(real) {
      return SourceData(prices: try QuandlReader().history(from: [real.path]))
    }
    let simulated = root.appending(path: "data/simulated/quandl")
    if !SourceOptions.holdsFiles(simulated) { try MarketSimulator().write(to: simulated) }
    return SourceData(
      prices: try QuandlReader().history(from: [simulated.path]), pricesAreSimulated: true)
  }

  /// Whether there are files to load without making any.
  func areHere(root: URL, simulated: Bool) -> Bool {
    !prices.isEmpty || SourceOptions.holdsFiles(root.appending(path: "data/quandl"))
      || simulated && SourceOptions.holdsFiles(root.appending(path: "data/simulated/quandl"))
  }

  private static func holdsFiles(_ folder: URL) -> Bool {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .contains { $0.lowercased().hasSuffix(".csv") }
    } catch { return false }
  }
}
