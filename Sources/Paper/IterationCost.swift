/// The processor time of one attack iteration against both learners at equal n and T, measured on
/// one machine.
public struct IterationCost: Sendable, Codable, Equatable {
  /// The place, as cells of claims call it.
  public var place: String
  /// Seconds of an iteration against each learner.
  public var twoStage: Double, decisionFocused: Double
  /// n and T, the number of training instances and that of training steps; nil where they are not
  /// known.
  public var instances: Int?, steps: Int?
  /// The least and the largest ratio of times among the rounds in which both learners took turns;
  /// nil where one is known.
  public var leastRatio: Double?, mostRatio: Double?

  /// A measurement.
  ///
  /// - Parameters:
  ///   - place: as cells of claims call it.
  ///   - twoStage: seconds of an iteration against the two-stage learner.
  ///   - decisionFocused: the same against the decision-focused one.
  ///   - instances: n. The default is nil.
  ///   - steps: T. The default is nil.
  public init(
    place: String, twoStage: Double, decisionFocused: Double, instances: Int? = nil,
    steps: Int? = nil
  ) {
    (self.place, self.twoStage, self.decisionFocused) = (place, twoStage, decisionFocused)
    (self.instances, self.steps) = (instances, steps)
  }

  private enum CodingKeys: String, CodingKey {
    case place, twoStage = "two_stage", decisionFocused = "decision_focused", instances, steps
    case leastRatio = "least_ratio", mostRatio = "most_ratio"
  }

  /// How many times as long the decision-focused learner takes.
  public var ratio: Double { decisionFocused / twoStage }

  /// The least and the largest number of times in any round, as far as rounds are known.
  public var ratios: (least: Double, most: Double) { (leastRatio ?? ratio, mostRatio ?? ratio) }
}
