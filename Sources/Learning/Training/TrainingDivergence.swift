import Reproducibility

/// A training that runs away: a loss of it is not a finite number, or the last one is beyond all
/// measure.
///
/// At the end the loss may be above L(w_0) by `limit` times the larger of 1 and |L(w_0)|; on the
/// way it may pass that and come back. No training that is worth anything ends there; one that does
/// has absurd numbers that may all be finite.
public struct TrainingDivergence: Sendable, Equatable, CustomStringConvertible {
  /// By how much the loss may rise, in units of the larger of 1 and the first loss's magnitude.
  public static let limit = 1e6

  /// The step t at which L(w_t) is out of bounds, that loss, and L(w_0).
  public let step: Int, loss: Double, start: Double

  /// What is wrong with the losses L(w_0), L(w_1), … of a training; nil where nothing is.
  public init?(in losses: [Double]) {
    guard let start = losses.first else { return nil }
    let room = TrainingDivergence.limit * max(1, start.magnitude)
    var wrong = losses.firstIndex { !$0.isFinite }
    if wrong == nil, let last = losses.last, last - start > room { wrong = losses.count - 1 }
    guard let step = wrong else { return nil }
    (self.step, loss, self.start) = (step, losses[step], start)
  }

  /// A clause: step and losses.
  public var description: String {
    step == 0
      ? "the loss is \(loss) before the first step"
      : "the loss goes from \(NumberFormat.significant(start, digits: 3)) to "
        + "\(loss.isFinite ? NumberFormat.significant(loss, digits: 3) : "\(loss)") by step \(step)"
  }
}
