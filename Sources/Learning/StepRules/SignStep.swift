public import Reproducibility

/// x ← x − length·sign(m), m ← βm + g: every entry moves as far as the others.
///
/// Without momentum (β = 0) m is the gradient. Where |m| is at most 10⁻¹² of its largest entry
/// the sign is rounding noise and counts as zero. That m is not scaled by 1 − β makes no
/// difference to signs.
public struct SignStep: StepRule {
  /// What keys and pages call it.
  public static let name = "sign", label = "Sign"
  /// What it does, in a sentence.
  public static let summary = "Moves every entry equally far, against the sign of the gradient."
  /// The length alone says how far entries go.
  public static let isScaleFree = true

  /// β, from 0 to below 1: how much of the gradients before still counts.
  ///
  /// The default is 0.
  public let momentum: Double

  /// Sign steps along the gradient or, with momentum, along an accumulated one.
  public init(momentum: Double = 0) {
    precondition(momentum >= 0 && momentum < 1, "momentum \(momentum)")
    self.momentum = momentum
  }

  /// The accumulated gradient m, where there is momentum.
  public var moments: Int { momentum > 0 ? 1 : 0 }

  /// Moves every entry of `x` by −length, 0 or length.
  public func move(_ x: UnsafeMutablePointer<Double>, by step: StepBuffers) {
    var direction = step.gradient
    if momentum > 0 {
      let m = step.moments
      for i in 0..<step.count { m[i] = momentum * m[i] + step.gradient[i] }
      direction = UnsafePointer(m)
    }
    var largest = 0.0
    for i in 0..<step.count { largest = max(largest, direction[i].magnitude) }
    let noise = 1e-12 * largest
    for i in 0..<step.count where direction[i].magnitude > noise {
      x[i] -= direction[i] > 0 ? step.length : -step.length
    }
  }

  /// Nothing: signs are piecewise constant, so that m has no influence on what can be
  /// differentiated.
  public func pullBack(
    _ cotangent: UnsafePointer<Double>, moments momentCotangents: UnsafeMutablePointer<Double>,
    to direction: UnsafeMutablePointer<Double>, through step: StepBuffers
  ) -> Double {
    0
  }

  /// "sign steps of 0.1·B".
  public func phrase(size: Double) -> String {
    let steps = "sign steps of \(NumberFormat.chosen(size))·B"
    return momentum > 0 ? "\(steps) with momentum \(NumberFormat.chosen(momentum))" : steps
  }

  /// The momentum, where there is some.
  public var settings: [Setting] {
    momentum > 0 ? [Setting("Momentum of the step", NumberFormat.chosen(momentum))] : []
  }
}

extension StepRule where Self == SignStep {
  /// Against the gradient's sign.
  public static var sign: SignStep { SignStep() }

  /// Against the sign of an accumulated gradient.
  public static func sign(momentum: Double) -> SignStep { SignStep(momentum: momentum) }
}
