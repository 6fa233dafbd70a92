import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// The simple joint learner beside its variant that regresses on decisions: training against new
/// instances, on clean data.
struct RegressionTable {
  let bodies: [Table.Body]
  let sentences: [String]

  init(_ comparisons: [ComparisonRecords]) {
    var (bodies, sentences): ([Table.Body], [String]) = ([], [])
    for part in comparisons {
      let comparison = part.comparison
      let utility = RegressionTable.values(comparison.simpleJoint.id, part.clean)
      let regression = RegressionTable.values(comparison.regression.id, part.clean)
      let wording = Wording(utilities: (utility + regression).flatMap { $0 ?? [] })
      let differences = zip(regression, utility).map { first, second in
        first.flatMap { first in second.map { first.minus($0) } }
      }
      let rows = [
        ("Trained for utility", utility), ("Regression on decisions", regression),
        ("Difference, paired by seed", differences),
      ].map { label, values in
        Table.Row(label: label, cells: values.map { Table.Cell($0, wording) })
      }
      if let test = differences[2], let gap = differences[3] {
        sentences.append(RegressionTable.sentence(comparison.size, test: test, gap: gap, wording))
      }
      let size =
        "\(English.capitalised(comparison.size)) data set, "
        + "\(comparison.domain.size.training) training instances"
      bodies.append(Table.Body(title: size, rows: rows))
    }
    (self.bodies, self.sentences) = (bodies, sentences)
  }

  /// Utility in training, at targets and at held-out instances, and the gap between the first and
  /// the last.
  private static func values(_ victim: VictimID, _ records: [Record]) -> [[Double]?] {
    func all(_ choose: (VictimUtility) -> [Double]) -> [Double]? {
      let means = records.compactMap { $0.evaluations[victim].flatMap { choose($0.clean).mean } }
      return means.count == records.count && !means.isEmpty ? means : nil
    }
    let (training, heldOut) = (all(\.training), all(\.heldOut))
    let gap = training.flatMap { training in heldOut.map { training.minus($0) } }
    return [training, all(\.targets), heldOut, gap]
  }

  private static func sentence(
    _ size: String, test: [Double], gap: [Double], _ wording: Wording
  ) -> String {
    func verdict(_ values: [Double], _ above: String, _ below: String) -> String {
      let interval = Interval(of: values)
      if interval.bounds == nil { return "differs in a way that one seed cannot judge" }
      return interval.lies(above: 0)
        ? above : interval.lies(below: 0) ? below : "does not differ by more than seeds do"
    }
    return """
      On the \(size) data set the utility of the regression at held-out instances \
      \(verdict(test, "is higher", "is lower")) (difference \(wording.meanWithInterval(test))), \
      and its gap between training and held-out instances \
      \(verdict(gap, "is larger", "is smaller")) (difference \(wording.meanWithInterval(gap))).
      """
  }
}
