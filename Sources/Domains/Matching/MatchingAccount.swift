import Data
import Reproducibility

/// From the lines of a citation file to the ones of the outcomes: what falls away on the way, and
/// why; every row follows from the one before.
struct MatchingAccount {
  /// Edges within instances.
  let within: Int
  /// The rows as the template reads them.
  let rows: [Facts]

  init(of graph: CitationGraph, cut: MatchingInstances) {
    let report = graph.report
    within = cut.instances.reduce(0) { $0 + $1.edges }
    let between = cut.instances.reduce(0) { $0 + $1.cut }
    func less(_ what: String, _ count: Int, _ reason: String) -> Facts {
      [
        "what": .text(what), "isSum": false, "reason": .text(reason),
        "count": .text(count == 0 ? "0" : "−\(NumberFormat.grouped(count))"),
      ]
    }
    func sum(_ what: String, _ count: Int, _ reason: String) -> Facts {
      [
        "what": .text(what), "isSum": true, "reason": .text(reason),
        "count": .text(NumberFormat.grouped(count)),
      ]
    }
    rows = [
      sum("Lines of the .cites file", report.citations, "one citation each"),
      less(
        "given again", report.repeatedCitations,
        "the same papers in the same direction: nothing new"),
      less(
        "of a paper by itself", report.selfCitations,
        "no paper can be matched with itself"),
      less(
        "of an unknown paper", report.unknownCitations,
        "one end has no line in the .content file, so no words to predict from"),
      less(
        "the other way round", report.reversedCitations,
        "two papers that cite each other: whether either cites the other is one edge"),
      sum("Undirected edges", report.edges, "what METIS divides"),
      less(
        "not within an instance", report.edges - within,
        "between instances, or of a paper that no instance uses"),
      less(
        "within one side", within - between,
        "only papers of different sides can be matched"),
      sum("Edges between sides", between, "the ones of all outcomes θ"),
    ]
  }
}
