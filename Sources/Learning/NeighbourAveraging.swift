import Differentiation
import Reproducibility

/// Outcomes averaged over the instances of nearest features.
///
/// θ̃ᵢ = w·θᵢ + (1 − w)·(1/k)·Σ θⱼ over the k instances j ≠ i nearest to i, by
/// Euclidean distance between features; the first field of the outcome alone, which is the linear
/// term. Who is whose neighbour is a choice, like an active set.
public struct NeighbourAveraging: Sendable, Hashable, Encodable {
  /// k, at least 1; all others where there are not as many.
  ///
  /// The default is 10, as in the field's benchmark.
  public let neighbours: Int
  /// w, the weight of the own outcome, from 0 to 1.
  ///
  /// The default is 0.5, as in the field's benchmark.
  public let ownWeight: Double

  /// An average over the given number of neighbours, with the given weight of the own outcome.
  public init(neighbours: Int = 10, ownWeight: Double = 0.5) {
    precondition(
      neighbours >= 1 && ownWeight >= 0 && ownWeight <= 1,
      "\(neighbours) neighbours beside a weight of \(ownWeight)")
    (self.neighbours, self.ownWeight) = (neighbours, ownWeight)
  }

  /// The fields of the outcome, the first one averaged.
  func outcome(of samples: TapedSamples) -> [Variable] {
    let θ = samples.outcome[0]
    let means = θ.meansOverNearest(neighbours, of: samples.features)
    return [ownWeight * θ + (1 - ownWeight) * means] + samples.outcome.dropFirst()
  }

  /// Neighbours and weight.
  var settings: [Setting] {
    [
      Setting("Neighbours k", "\(neighbours)"),
      Setting("Weight w of the own outcome", NumberFormat.chosen(ownWeight)),
    ]
  }
}
