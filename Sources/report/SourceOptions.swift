import ArgumentParser
import Data
import Domains
import Foundation
import Reproducibility

/// Where source data come from.
struct SourceOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Quandl price files: a bulk table, or directories or files of one ticker each. The default \
      is data/quandl, and without it simulated prices.
      """,
      valueName: "path"))
  var prices: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      A directory with one .content and one .cites file in the form of Cora. The default is \
      data/cora, and without it simulated citations.
      """,
      valueName: "directory"))
  var cora: String?

  @Option(
    help: ArgumentHelp(
      """
      A directory with the two files of Citeseer, in the same form. The default is data/citeseer, \
      and without it a simulated graph. Only what runs on Citeseer reads it.
      """,
      valueName: "directory"))
  var citeseer: String?

  /// The paths that options give, by kind.
  private var given: [SourceKind: [String]] {
    [
      .prices: prices, .citations: cora.map { [$0] } ?? [],
      .citeseer: citeseer.map { [$0] } ?? [],
    ].filter { !$0.value.isEmpty }
  }

  /// The options that name genuine files, for another command in any directory; those that lie in
  /// `data` by themselves are named as well.
  func arguments(root: URL) -> [String] {
    SourceFormats.all.flatMap { format -> [String] in
      guard let paths = genuinePaths(of: format, root) else { return [] }
      return [format.commandOption] + paths.map { URL(filePath: $0).standardizedFileURL.path }
    }
  }

  /// Reads what the domains need: the given files, else those in `data`, else simulated ones.
  ///
  /// Of kinds that none of the domains reads nothing is read or made.
  ///
  /// Nothing is written before the genuine files that there are have been read and found to
  /// suffice.
  ///
  /// - Parameters:
  ///   - root: the repository's root.
  ///   - domains: what is to be run.
  ///   - writing: whether simulated files may be made. The default is true.
  /// - Throws: a format's error, or that of a domain for which files do not suffice.
  /// - Returns: the sources by kind.
  func load(root: URL, for domains: [any Domain], writing: Bool = true) throws -> Sources {
    let kinds = Set(domains.flatMap { $0.sources })
    let formats = SourceFormats.all.filter { kinds.contains($0.kind) }
    var sources: Sources = [:]
    for format in formats {
      if let paths = genuinePaths(of: format, root) {
        sources[format.kind] = try format.read(paths: paths)
      }
    }
    for domain in domains where domain.sources.allSatisfy({ sources[$0] != nil }) {
      _ = try domain.seedCount(in: sources)
    }
    for format in formats where sources[format.kind] == nil {
      let directory = simulatedDirectory(of: format, root)
      sources[format.kind] = try format.simulation(in: directory, writing: writing)
    }
    return sources
  }

  /// Whether the files that a site was made from seem to be here, so that loading makes none.
  ///
  /// `isSimulated` holds the kinds that the site reads, each with whether its files are simulated.
  func areHere(root: URL, isSimulated: [SourceKind: Bool]) -> Bool {
    isSimulated.allSatisfy { kind, isSimulated in
      guard let format = SourceFormats.format(of: kind) else { return false }
      return genuinePaths(of: format, root) != nil
        || isSimulated && format.holdsSimulation(directory: simulatedDirectory(of: format, root))
    }
  }

  /// Hashes again what was loaded.
  ///
  /// - Throws: `Refusal` if a file has changed, come or gone since then.
  func refuseChanged(since sources: Sources, root: URL) throws {
    for format in SourceFormats.all {
      guard let source = sources[format.kind] else { continue }
      let paths =
        source.isSimulated
        ? [simulatedDirectory(of: format, root).path] : genuinePaths(of: format, root) ?? []
      guard try format.digests(paths: paths) == source.digests else {
        throw Refusal(
          """
          Source files changed while experiments ran, so that records may belong to either state: \
          leave the files alone and build again.
          """)
      }
    }
  }

  /// Where genuine files of a format are; nil without any.
  private func genuinePaths(of format: any SourceFormat.Type, _ root: URL) -> [String]? {
    if let paths = given[format.kind] { return paths }
    let directory = root.appending(path: "data/\(format.directory)")
    return format.holdsFiles(directory: directory) ? [directory.path] : nil
  }

  private func simulatedDirectory(of format: any SourceFormat.Type, _ root: URL) -> URL {
    root.appending(path: "data/simulated/\(format.directory)")
  }
}
