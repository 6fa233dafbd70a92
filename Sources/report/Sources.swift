import ArgumentParser
import Domains
import Experiments
import Foundation
import Reproducibility

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
  ///
  /// Nothing is written before the genuine files that there are have been read and found to suffice.
  func load(root: URL, for domains: [any Domain]) throws -> SourceData {
    let needsPrices = domains.contains { type(of: $0).needsPrices }
    let needsCitations = domains.contains { type(of: $0).needsCitations }
    var sources = SourceData()
    if needsPrices { sources.prices = try pricePaths(root).map(QuandlReader().history) }
    if needsCitations { sources.citations = try citationFolder(root).map(CoraReader().graph) }
    for domain in domains {
      let isAtHand =
        (!type(of: domain).needsPrices || sources.prices != nil)
        && (!type(of: domain).needsCitations || sources.citations != nil)
      if isAtHand { _ = try domain.seedCount(in: sources) }
    }
    if needsPrices && sources.prices == nil {
      sources.prices = try simulatedPrices(root)
      sources.pricesAreSimulated = true
    }
    if needsCitations && sources.citations == nil {
      sources.citations = try simulatedCitations(root)
      sources.citationsAreSimulated = true
    }
    return sources
  }

  /// Whether the files that a site names are here, so that loading makes none; nil where a kind is not needed, else whether the
  /// site's are simulated.
  func areHere(root: URL, pricesAreSimulated: Bool?, citationsAreSimulated: Bool?) -> Bool {
    func holds(_ name: String, _ ending: String, _ isSimulated: Bool) -> Bool {
      SourceOptions.holdsFiles(root.appending(path: "data/\(name)"), ending: ending)
        || isSimulated
          && SourceOptions.holdsFiles(
            root.appending(path: "data/simulated/\(name)"), ending: ending)
    }
    let hasPrices =
      pricesAreSimulated.map { !prices.isEmpty || holds("quandl", ".csv", $0) } ?? true
    let hasCitations = citationsAreSimulated.map { cora != nil || holds("cora", ".cites", $0) }
    return hasPrices && hasCitations ?? true
  }

  /// Hashes again what was loaded.
  ///
  /// - Throws: `Refusal` if a file has changed, come or gone since then.
  func refuseChanged(since data: SourceData, root: URL) throws {
    var digests: [Digest] = []
    if data.prices != nil {
      let paths = data.pricesAreSimulated ? [simulatedPriceFolder(root).path] : pricePaths(root)
      digests += try QuandlReader().digests(of: paths ?? [])
    }
    if data.citations != nil {
      let folder =
        data.citationsAreSimulated
        ? simulatedCitationFolder(root).path : citationFolder(root)
      digests += try CoraReader().digests(inFolder: folder ?? "")
    }
    let before =
      (data.prices?.sources.map(\.digest) ?? []) + (data.citations?.sources.map(\.digest) ?? [])
    guard digests == before else {
      throw Refusal(
        "source files changed while experiments ran, so records may belong to either state; leave them alone and build again."
      )
    }
  }

  /// Where genuine prices are; nil without any.
  private func pricePaths(_ root: URL) -> [String]? {
    if !prices.isEmpty { return prices }
    let folder = root.appending(path: "data/quandl")
    return SourceOptions.holdsFiles(folder, ending: ".csv") ? [folder.path] : nil
  }

  /// Where genuine citations are; nil without any.
  private func citationFolder(_ root: URL) -> String? {
    if let cora { return cora }
    let folder = root.appending(path: "data/cora")
    let holdsAny = [".content", ".cites"].contains {
      SourceOptions.holdsFiles(folder, ending: $0)
    }
    return holdsAny ? folder.path : nil
  }

  private func simulatedPriceFolder(_ root: URL) -> URL {
    root.appending(path: "data/simulated/quandl")
  }

  private func simulatedCitationFolder(_ root: URL) -> URL {
    root.appending(path: "data/simulated/cora")
  }

  private func simulatedPrices(_ root: URL) throws -> PriceHistory {
    let folder = simulatedPriceFolder(root)
    if !SourceOptions.holdsFiles(folder, ending: ".csv") { try MarketSimulator().write(to: folder) }
    return try QuandlReader().history(from: [folder.path])
  }

  private func simulatedCitations(_ root: URL) throws -> CitationGraph {
    let folder = simulatedCitationFolder(root)
    // The citations are written last: with them both files are there.
    if !SourceOptions.holdsFiles(folder, ending: ".cites") {
      try CitationSimulator().write(to: folder)
    }
    return try CoraReader().graph(inFolder: folder.path)
  }

  private static func holdsFiles(_ folder: URL, ending: String) -> Bool {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .contains { $0.lowercased().hasSuffix(ending) }
    } catch { return false }
  }
}
