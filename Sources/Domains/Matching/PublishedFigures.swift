import Data
import Reproducibility

/// What was published of a citation graph, to be set beside what the files hold.
struct PublishedFigures {
  /// A figure: its name, as the paper and the data set's own publication have it (nil where it says
  /// nothing of it), and what is found here.
  private struct Figure {
    let name: String
    let paper: Int?
    let collection: Int?
    let here: (CitationGraph, MatchingDomain) -> Int
  }

  private let figures: [Figure]

  /// The figures in §8.1 of the paper, which names none of Citeseer, and in Sen and others (2008).
  init(of graph: MatchingDomain.Graph) {
    let isCora = graph == .cora
    figures = [
      Figure(
        name: "Papers", paper: isCora ? 2708 : nil, collection: isCora ? 2708 : 3312,
        here: { graph, _ in graph.papers.count }),
      Figure(
        name: "Words", paper: isCora ? 1433 : nil, collection: isCora ? 1433 : 3703,
        here: { graph, _ in graph.wordCount }),
      Figure(
        name: "Classes", paper: nil, collection: isCora ? 7 : 6,
        here: { graph, _ in graph.classes.count }),
      Figure(
        name: "Citations", paper: nil, collection: isCora ? 5429 : 4732,
        here: { graph, _ in graph.report.citations }),
      Figure(
        name: "Instances", paper: isCora ? 27 : nil, collection: nil,
        here: { _, domain in domain.instances }),
      Figure(
        name: "Papers per side", paper: isCora ? 50 : nil, collection: nil,
        here: { _, domain in domain.side }),
    ]
  }

  /// A row per figure for the template.
  func rows(_ graph: CitationGraph, _ domain: MatchingDomain) -> [Facts] {
    func text(_ value: Int?) -> Fact { .text(value.map { NumberFormat.grouped($0) } ?? "–") }
    return figures.map {
      [
        "name": .text($0.name), "here": text($0.here(graph, domain)), "paper": text($0.paper),
        "collection": text($0.collection),
      ]
    }
  }

  /// Whether all published figures are met, in a sentence.
  func agreement(_ graph: CitationGraph, _ domain: MatchingDomain) -> String {
    let others = figures.filter { figure in
      [figure.paper, figure.collection].contains { published in
        published.map { $0 != figure.here(graph, domain) } ?? false
      }
    }
    if others.isEmpty { return "Every figure that was published is met." }
    let names = English.joined(others.map { $0.name.lowercased() })
    return "Not as published: \(names)."
  }
}
