/// The processor time of one attack iteration against both learners at equal n and T, measured on
/// one machine.
public struct IterationCost: Sendable, Codable, Equatable {
  /// The place, as cells of claims call it.
  public var place: String
  /// Seconds of an iteration against each learner.
  public var twoStage: Double, decisionFocused: Double

  /// A measurement.
  public init(place: String, twoStage: Double, decisionFocused: Double) {
    (self.place, self.twoStage, self.decisionFocused) = (place, twoStage, decisionFocused)
  }

  /// How many times as long the decision-focused learner takes.
  public var ratio: Double { decisionFocused / twoStage }
}
