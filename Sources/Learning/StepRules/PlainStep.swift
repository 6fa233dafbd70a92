import Reproducibility

/// x ← x − length·g: gradient descent, the step of the paper's Algorithm 1.
public struct PlainStep: StepRule {
  /// What keys and pages call it.
  public static let name = "plain", label = "Plain"
  /// What it does, in a sentence.
  public static let summary = "Moves along the gradient, times a factor."
  /// The length is a factor of the gradient.
  public static let isScaleFree = false
  /// Nothing is remembered.
  public var moments: Int { 0 }

  /// The rule; it has no options.
  public init() {}

  /// Moves `x` by −length·g.
  public func move(_ x: UnsafeMutablePointer<Double>, by step: StepBuffers) {
    for i in 0..<step.count { x[i] -= step.length * step.gradient[i] }
  }

  /// The direction is x̄′ itself, the factor −length.
  public func pullBack(
    _ cotangent: UnsafePointer<Double>, moments momentCotangents: UnsafeMutablePointer<Double>,
    to direction: UnsafeMutablePointer<Double>, through step: StepBuffers
  ) -> Double {
    direction.update(from: cotangent, count: step.count)
    return -step.length
  }

  /// "plain steps, size 3".
  public func phrase(size: Double) -> String { "plain steps, size \(NumberFormat.chosen(size))" }
}

extension StepRule where Self == PlainStep {
  /// Along the gradient.
  public static var plain: PlainStep { PlainStep() }
}
