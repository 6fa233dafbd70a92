import Reproducibility

/// A training that runs away: its loss is not a finite number, or has risen beyond all measure.
///
/// The loss may rise above L(w_0) by `limit` times the larger of 1 and |L(w_0)|. No training that
/// is worth anything comes near; one that has passed it ends in absurd numbers that may all be
/// finite.
public struct TrainingDivergence: Sendable, Equatable, CustomStringConvertible {
  /// By how much the loss may rise, in units of the larger of 1 and the first loss's magnitude.
  public static let limit = 1e6

  /// The first step t at which L(w_t) is out of bounds, that loss, and L(w_0).
  public let step: Int, loss: Double, start: Double

  /// What is wrong with the losses L(w_0), L(w_1), … of a training; nil where nothing is.
  public init?(in losses: [Double]) {
    guard let start = losses.first else { return nil }
    let room = TrainingDivergence.limit * max(1, start.magnitude)
    guard let step = losses.firstIndex(where: { !$0.isFinite || !($0 - start <= room) }) else {
      return nil
    }
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
