/// What citation files hold, as plain text.
public struct CitationInspection: Sendable {
  private let graph: CitationGraph

  /// Describes a graph and the files that it was read from.
  public init(of graph: CitationGraph) { self.graph = graph }

  /// The description: the files, the graph, and what looks wrong; ends with a line end.
  public var text: String {
    let files = graph.files.map { file in
      InspectionBlock(file.name, [("bytes", "\(file.bytes)"), ("SHA-256", "\(file.digest)")])
    }
    return InspectionBlock.text(
      files + [graphBlock] + graph.remarks.compactMap(InspectionBlock.init))
  }

  private var graphBlock: InspectionBlock {
    let report = graph.report
    let unknown = report.unknownPapers.prefix(5).joined(separator: " ")
    let more = report.unknownPapers.count > 5 ? " …" : ""
    return InspectionBlock(
      "Both files together",
      [
        ("papers", "\(report.papers)"),
        ("words", "\(graph.wordCount), held \(report.ones) times"),
        ("classes", "\(graph.classes.count) (\(graph.classes.joined(separator: " ")))"),
        ("citations", "\(report.citations)"),
        ("repeated", "\(report.repeatedCitations), counted once"),
        ("both directions", "\(report.reversedCitations), counted once"),
        ("of itself", "\(report.selfCitations), passed over"),
        (
          "of unknown papers",
          "\(report.unknownCitations), passed over"
            + (unknown.isEmpty ? "" : " (\(unknown)\(more))")
        ),
        ("edges", "\(report.edges)"),
      ])
  }
}
