public import Reproducibility

/// x ← x − length·m, m ← βm + g: the heavy ball.
public struct MomentumStep: StepRule {
  /// What keys and pages call it.
  public static let name = "momentum", label = "Momentum"
  /// What it does, in a sentence.
  public static let summary = "Moves along the gradient and a share of the last move."
  /// The length is a factor of the accumulated gradient.
  public static let isScaleFree = false
  /// The accumulated gradient m.
  public var moments: Int { 1 }

  /// β, from 0 to below 1: how much of the gradients before still counts.
  ///
  /// The default is 0.9.
  public let momentum: Double

  /// Steps of the given momentum.
  public init(momentum: Double = 0.9) {
    precondition(momentum >= 0 && momentum < 1, "momentum \(momentum)")
    self.momentum = momentum
  }

  /// Moves m, then `x` by −length·m.
  public func move(_ x: UnsafeMutablePointer<Double>, by step: StepBuffers) {
    let m = step.moments
    for i in 0..<step.count {
      m[i] = momentum * m[i] + step.gradient[i]
      x[i] -= step.length * m[i]
    }
  }

  /// The direction is the cotangent of the new m, m̄′ − length·x̄′, and β times it that
  /// of the old one.
  public func pullBack(
    _ cotangent: UnsafePointer<Double>, moments momentCotangents: UnsafeMutablePointer<Double>,
    to direction: UnsafeMutablePointer<Double>, through step: StepBuffers
  ) -> Double {
    for i in 0..<step.count {
      direction[i] = momentCotangents[i] - step.length * cotangent[i]
      momentCotangents[i] = momentum * direction[i]
    }
    return 1
  }

  /// "steps with momentum 0.9, size 3".
  public func phrase(size: Double) -> String {
    "steps with momentum \(NumberFormat.chosen(momentum)), size \(NumberFormat.chosen(size))"
  }

  /// The momentum.
  public var settings: [Setting] {
    [Setting("Momentum of the step", NumberFormat.chosen(momentum))]
  }
}

extension StepRule where Self == MomentumStep {
  /// Along the gradient and a share of the last move.
  public static func momentum(_ momentum: Double) -> MomentumStep {
    MomentumStep(momentum: momentum)
  }
}
