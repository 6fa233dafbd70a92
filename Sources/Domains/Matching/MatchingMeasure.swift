public import Data
import Reproducibility

extension MatchingDomain {
  /// Standard deviations of a word (1 where a paper has it, else 0), and words of a paper: what all
  /// changes of one paper's row come to.
  ///
  /// The standard deviation is the root of the mean variance over the words.
  public func measures(from sources: Sources, seeds: [UInt64]) throws -> [BudgetMeasure] {
    let graph = try citations(in: sources)
    var counts = Array(repeating: 0, count: graph.wordCount)
    for paper in graph.papers.indices {
      for word in graph.words(of: paper) { counts[Int(word)] += 1 }
    }
    let papers = Double(graph.papers.count)
    let variance =
      counts.reduce(0) { $0 + Double($1) / papers * (1 - Double($1) / papers) }
      / Double(counts.count)
    let perPaper = Double(counts.reduce(0, +)) / papers
    let mean = NumberFormat.significant(perPaper, digits: 2, typographic: true)
    return [
      BudgetMeasure("standard deviations of a word", perBudget: 1 / variance.squareRoot()),
      BudgetMeasure(
        "words of change in all per paper (a paper has \(mean))",
        perBudget: Double(graph.wordCount)),
    ].compactMap(\.self)
  }
}
