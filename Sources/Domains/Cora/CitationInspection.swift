#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What citation files hold and which instances can be cut from them, as plain text.
public struct CitationInspection: Sendable {
  private let graph: CitationGraph
  private let domain: MatchingDomain

  /// Describes a graph and the instances of a domain.
  public init(of graph: CitationGraph, domain: MatchingDomain = MatchingDomain()) {
    (self.graph, self.domain) = (graph, domain)
  }

  /// Reads the two files of a folder and describes them.
  ///
  /// - Throws: `CoraError` if a file is refused.
  public init(folder: String) throws(CoraError) {
    self.init(of: try CoraReader().graph(inFolder: folder))
  }

  /// Whether a path is a folder that holds a `.content` or a `.cites` file.
  public static func applies(to path: String) -> Bool {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .contains { $0.hasSuffix(".content") || $0.hasSuffix(".cites") }
    } catch { return false }
  }

  /// The description: the files, the graph, its instances; ends with a line end.
  public var text: String {
    let files = graph.sources.map { source in
      [source.name]
        + DataInspection.aligned([
          ("bytes", "\(source.bytes)"), ("SHA-256", "\(source.digest)"),
        ])
    }
    return (files + [graphBlock, instanceBlock])
      .map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  private var graphBlock: [String] {
    let report = graph.report
    let unknown = report.unknownPapers.prefix(5).joined(separator: " ")
    let more = report.unknownPapers.count > 5 ? " …" : ""
    return ["Both files together"]
      + DataInspection.aligned([
        ("papers", "\(report.papers)"),
        ("words", "\(graph.wordCount), held \(report.ones) times"),
        ("classes", "\(graph.classes.count) (\(graph.classes.joined(separator: " ")))"),
        ("citations", "\(report.citations), of which repeated: \(report.repeatedCitations)"),
        ("of itself", "\(report.selfCitations), passed over"),
        (
          "of unknown papers",
          "\(report.unknownCitations), passed over"
            + (unknown.isEmpty ? "" : " (\(unknown)\(more))")
        ),
        ("edges", "\(report.edges)"),
      ])
  }

  private var instanceBlock: [String] {
    let title = "Instances of \(domain.side) papers with \(domain.side)"
    do {
      let cut = try domain.instances(of: graph)
      let between = cut.instances.map(\.cut)
      return [title]
        + DataInspection.aligned([
          ("instances", "\(cut.instances.count)"),
          ("parts of METIS", "\(cut.smallestPart) to \(cut.largestPart) papers"),
          ("edges between parts", "\(cut.edgeCut)"),
          ("papers moved, unused", "\(cut.moved), \(cut.unused)"),
          ("edges within instances", "\(cut.instances.reduce(0) { $0 + $1.edges })"),
          (
            "edges between sides",
            "\(between.reduce(0, +)), \(between.min() ?? 0) to \(between.max() ?? 0) an instance"
          ),
        ])
    } catch {
      return [title, "  none: \(error)"]
    }
  }
}
