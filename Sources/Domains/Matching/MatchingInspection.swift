public import Data

/// Which instances can be cut from a citation graph, as plain text.
public struct MatchingInspection: Sendable {
  private let graph: CitationGraph
  private let domain: MatchingDomain

  /// Describes the instances that a domain cuts from a graph.
  public init(of graph: CitationGraph, domain: MatchingDomain = MatchingDomain()) {
    (self.graph, self.domain) = (graph, domain)
  }

  /// The description, or why there are no instances; ends with a line end.
  public var text: String { InspectionBlock.text([block]) }

  private var block: InspectionBlock {
    let title = "Instances of \(domain.side) papers with \(domain.side)"
    do {
      let cut = try domain.instances(of: graph)
      let between = cut.instances.map(\.cut)
      return InspectionBlock(
        title,
        [
          ("instances", "\(cut.instances.count)"),
          ("parts of METIS", "\(cut.smallestPart) to \(cut.largestPart) papers"),
          ("edges between parts", "\(cut.edgeCut)"),
          ("papers moved, unused", "\(cut.moved), \(cut.unused)"),
          ("edges within instances", "\(cut.instances.reduce(0) { $0 + $1.edges })"),
          (
            "edges between sides",
            "\(between.reduce(0, +)), \(between.min() ?? 0) to \(between.max() ?? 0) per instance"
          ),
        ])
    } catch {
      return InspectionBlock(lines: [title, "  none: \(error)"])
    }
  }
}
