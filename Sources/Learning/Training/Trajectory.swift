import LinearAlgebra

/// The weights of one training's steps, and what its step rule needs to be differentiated.
///
/// For t = 0…T: w_t and the moments after t steps; where there are moments also the gradient at
/// w_t. If all of that is too large, only every √T-th step is kept, and the steps of one segment
/// between two of those: whoever needs an earlier segment has it computed again from its start
/// (Griewank & Walther 2000, with two levels).
final class Trajectory {
  /// Above so many bytes only some steps are kept.
  static let defaultLimit = 1 << 29

  private let steps: Int, count: Int, moments: Int
  private let stride: Int
  /// How many steps a segment has; all of them where everything is kept.
  let interval: Int
  /// The first step of the segment that is there, and the states from it to the next one's first.
  private(set) var first = 0
  private let window: UnsafeMutablePointer<Double>
  /// The first states of all segments; empty where there is one.
  private let anchors: UnsafeMutablePointer<Double>
  /// The one gradient, where none is kept.
  private let scratch: UnsafeMutablePointer<Double>

  /// Room for a training.
  ///
  /// - Parameters:
  ///   - steps: T.
  ///   - count: the number of weights.
  ///   - moments: how many moments a step rule has.
  ///   - limit: the bytes above which not every step is kept.
  init(steps: Int, count: Int, moments: Int, limit: Int = Trajectory.defaultLimit) {
    (self.steps, self.count, self.moments) = (steps, count, moments)
    stride = (1 + moments + (moments > 0 ? 1 : 0)) * count
    let isSmall = (steps + 1) * stride <= limit / MemoryLayout<Double>.stride
    interval = isSmall ? max(1, steps) : Trajectory.interval(of: steps)
    let segments = (steps + interval - 1) / interval
    window = Trajectory.zeros((min(interval, steps) + 1) * stride)
    anchors = Trajectory.zeros(segments > 1 ? segments * stride : 0)
    scratch = Trajectory.zeros(count)
  }

  deinit {
    window.deallocate()
    anchors.deallocate()
    scratch.deallocate()
  }

  /// The least number of steps whose square is not below the given one.
  static func interval(of steps: Int) -> Int {
    var root = 1
    while root * root < steps { root += 1 }
    return root
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<Double> {
    let place = UnsafeMutablePointer<Double>.lines(capacity: max(1, count))
    place.initialize(repeating: 0, count: max(1, count))
    return place
  }

  /// Whether the state of a step is there.
  func holds(_ step: Int) -> Bool { step >= first && step <= first + interval }

  /// The place of a step that is made within the segment that is there.
  func place(of step: Int) -> Int { step - first }

  private func state(at step: Int) -> UnsafeMutablePointer<Double> {
    precondition(holds(step), "step \(step) is not in the segment from \(first)")
    return window + (step - first) * stride
  }

  func weights(at step: Int) -> UnsafeMutablePointer<Double> { state(at: step) }

  /// The moments after so many steps.
  func moments(at step: Int) -> UnsafeMutablePointer<Double> { state(at: step) + count }

  /// The gradient at the weights of a step; without moments the same place for all steps.
  func gradient(at step: Int) -> UnsafeMutablePointer<Double> {
    moments > 0 ? state(at: step) + (1 + moments) * count : scratch
  }

  /// Begins a training: w_0 as given, nothing remembered.
  func begin(with weights: Weights) {
    precondition(weights.count == count, "\(weights.count) weights for \(count)")
    first = 0
    window.update(repeating: 0, count: stride)
    window.update(from: weights.flat, count: count)
    keepAnchor()
  }

  /// Whether every step is kept.
  var isWhole: Bool { interval >= steps }

  /// Goes on to the next segment if the step is its first one; returns whether it is.
  func enter(_ step: Int) -> Bool {
    guard step == first + interval, step < steps else { return false }
    window.update(from: state(at: step), count: stride)
    first = step
    keepAnchor()
    return true
  }

  /// Goes back to the start of the segment of a step; its further states have to be made again.
  ///
  /// - Returns: the steps to make.
  func rewind(to step: Int) -> Range<Int> {
    first = min(step, steps - 1) / interval * interval
    window.update(from: anchors + first / interval * stride, count: stride)
    return first..<min(steps, first + interval)
  }

  private func keepAnchor() {
    if isWhole { return }
    (anchors + first / interval * stride).update(from: window, count: stride)
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
