/// How the values of a study's units depend on each other, and so what an interval of their mean is
/// made of.
public enum UnitDesign: Sendable, Hashable {
  /// Not at all: every value is a draw of its own.
  case independent
  /// Values of one group have something in common, such as the days that their prices are of.
  ///
  /// The number of the group that each value belongs to, one per value. What is drawn
  /// independently is the mean of a group.
  case groups([Int])
  /// Values are those of folds of one data set, each tested on its own part and trained on all
  /// others, so that their training sets overlap.
  ///
  /// The number of test instances per training instance, by which the variance of the mean is
  /// enlarged: s²(1/J + share) for J folds.
  /// - SeeAlso: Nadeau and Bengio (2003), Inference for the Generalization Error.
  case folds(testShare: Double)

  /// What counts as draws: the values, or the mean of each group in the order of their numbers.
  func draws(_ values: [Double]) -> [Double] {
    guard case .groups(let groups) = self else { return values }
    precondition(groups.count == values.count, "\(groups.count) groups for \(values.count) values")
    return Set(groups).sorted().compactMap { group in
      zip(groups, values).filter { $0.0 == group }.map(\.1).mean
    }
  }

  /// The standard error of a mean of so many draws, in standard deviations of one.
  func errorFactor(count: Int) -> Double {
    let share = if case .folds(let share) = self { share } else { 0.0 }
    return (1 / Double(count) + share).squareRoot()
  }
}
