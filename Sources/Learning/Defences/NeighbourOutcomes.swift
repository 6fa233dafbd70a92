public import Reproducibility

/// Averages each training outcome with those of the instances of nearest features, before anything
/// is made of it.
///
/// It is what the neighbour-averaging learner does for its loss, for a learner of any kind: labels
/// that stand alone among those of similar instances count less. The first field of the outcome is
/// averaged, which labels perturb; further ones stay. Neighbours are found by the features
/// received, those that are poisoned among them, and held in replays: an attacker who knows of it
/// goes back through the averaged values.
public struct NeighbourOutcomes: Defence {
  /// What keys and pages call it.
  public static let name = "neighbour-outcomes", label = "Neighbour-averaged outcomes"
  /// What it does, in a sentence.
  public static let summary =
    "Averages training outcomes over the instances of nearest features before training."
  /// What it follows.
  public static let references = [Reference.schutte2024]

  /// How outcomes are averaged.
  public let averaging: NeighbourAveraging

  /// A defence that averages as said.
  public init(_ averaging: NeighbourAveraging) { self.averaging = averaging }

  /// Ten neighbours, and weight ½ for the own outcome.
  public init() { self.init(NeighbourAveraging()) }

  /// The samples with averaged outcomes.
  public func received(_ samples: TapedSamples) -> TapedSamples {
    var averaged = samples
    averaged.outcome = averaging.outcome(of: samples)
    return averaged
  }

  /// Neighbours and weight.
  public var settings: [Setting] { averaging.settings }
}
