import LinearAlgebra

/// The weights of every step of one training, and what its step rule needs to be differentiated.
///
/// For t = 0…T: w_t and the moments after t steps; where there are moments also the gradient at
/// w_t.
final class Trajectory {
  private let steps: Int, count: Int, moments: Int
  private let stride: Int
  private let values: UnsafeMutablePointer<Double>
  /// The one gradient, where none is kept.
  private let scratch: UnsafeMutablePointer<Double>

  init(steps: Int, count: Int, moments: Int) {
    (self.steps, self.count, self.moments) = (steps, count, moments)
    stride = (1 + moments + (moments > 0 ? 1 : 0)) * count
    values = .lines(capacity: (steps + 1) * stride)
    values.initialize(repeating: 0, count: max(1, (steps + 1) * stride))
    scratch = .lines(capacity: count)
    scratch.initialize(repeating: 0, count: max(1, count))
  }

  deinit {
    values.deallocate()
    scratch.deallocate()
  }

  func weights(at step: Int) -> UnsafeMutablePointer<Double> { values + step * stride }

  /// The moments after so many steps.
  func moments(at step: Int) -> UnsafeMutablePointer<Double> { values + step * stride + count }

  /// The gradient at the weights of a step; without moments the same place for all steps.
  func gradient(at step: Int) -> UnsafeMutablePointer<Double> {
    moments > 0 ? values + step * stride + (1 + moments) * count : scratch
  }

  /// Begins a training: w_0 as given, nothing remembered.
  func begin(with weights: Weights) {
    precondition(weights.count == count, "\(weights.count) weights for \(count)")
    values.update(repeating: 0, count: stride)
    values.update(from: weights.flat, count: count)
  }

  /// The numbers of a step, with the moments before or after it.
  func buffers(of step: Int, momentsAt state: Int, length: Double) -> StepBuffers {
    StepBuffers(
      count: count, gradient: gradient(at: step), moments: moments(at: state), index: step,
      length: length)
  }

  /// Makes the step from w_t to w_{t+1}, for which the gradient is in its place.
  func move(by rule: any StepRule, at step: Int, length: Double) {
    let next = weights(at: step + 1)
    next.update(from: weights(at: step), count: (1 + moments) * count)
    rule.move(next, by: buffers(of: step, momentsAt: step + 1, length: length))
  }
}
