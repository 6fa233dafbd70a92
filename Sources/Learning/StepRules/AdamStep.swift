public import Reproducibility

/// x ← x − length·m̂/(√v̂ + ϵ): Adam with β = (0.9, 0.999) and ϵ = 10⁻⁸.
///
/// m ← 0.9m + 0.1g and v ← 0.999v + 0.001g² start from 0; m̂ and v̂ are divided by 1 −
/// 0.9ᵗ and 1 − 0.999ᵗ in step t = 1, 2, …
/// - SeeAlso: Kingma and Ba (2015).
public struct AdamStep: StepRule {
  /// What keys and pages call it.
  public static let name = "adam", label = "Adam"
  /// What it does, in a sentence.
  public static let summary =
    "Moves along the mean of past gradients, entry by entry in units of their size."
  /// What it follows.
  public static let references = [Reference.kingmaBa2015]
  /// But for ϵ the length alone says how far entries go.
  public static let isScaleFree = true
  /// m and v.
  public var moments: Int { 2 }

  private static let epsilon = 1e-8

  /// The rule; it has no options.
  public init() {}

  /// Moves `x`, m and v.
  public func move(_ x: UnsafeMutablePointer<Double>, by step: StepBuffers) {
    let (first, second, g) = (step.moments, step.moments + step.count, step.gradient)
    let (decay1, decay2) = AdamStep.decays(step.index + 1)
    for i in 0..<step.count {
      first[i] = 0.9 * first[i] + 0.1 * g[i]
      second[i] = 0.999 * second[i] + 0.001 * g[i] * g[i]
      x[i] -=
        step.length * (first[i] / (1 - decay1))
        / ((second[i] / (1 - decay2)).squareRoot() + AdamStep.epsilon)
    }
  }

  /// The direction is the cotangent of the gradient, which reaches x both through m and through v.
  ///
  /// Where all gradients of an entry were 0, √v̂ has no derivative; that of m̂/(√v̂ + ϵ) by
  /// v then counts as 0, its limit for gradients that tend to 0.
  public func pullBack(
    _ cotangent: UnsafePointer<Double>, moments momentCotangents: UnsafeMutablePointer<Double>,
    to direction: UnsafeMutablePointer<Double>, through step: StepBuffers
  ) -> Double {
    let (first, second, g) = (step.moments, step.moments + step.count, step.gradient)
    let (m̄, v̄) = (momentCotangents, momentCotangents + step.count)
    let (decay1, decay2) = AdamStep.decays(step.index + 1)
    for i in 0..<step.count {
      let root = (second[i] / (1 - decay2)).squareRoot()
      let slope = step.length * cotangent[i] / (root + AdamStep.epsilon)
      m̄[i] -= slope / (1 - decay1)
      if root > 0 {
        let quotient = first[i] / (1 - decay1) / (root + AdamStep.epsilon)
        v̄[i] += slope * quotient / (2 * root * (1 - decay2))
      }
      direction[i] = 0.1 * m̄[i] + 0.002 * g[i] * v̄[i]
      (m̄[i], v̄[i]) = (0.9 * m̄[i], 0.999 * v̄[i])
    }
    return 1
  }

  /// "Adam steps of 0.1·B".
  public func phrase(size: Double) -> String { "Adam steps of \(NumberFormat.chosen(size))·B" }

  /// 0.9ᵗ and 0.999ᵗ.
  private static func decays(_ count: Int) -> (Double, Double) {
    var (decay1, decay2) = (1.0, 1.0)
    for _ in 0..<count { (decay1, decay2) = (decay1 * 0.9, decay2 * 0.999) }
    return (decay1, decay2)
  }
}

extension StepRule where Self == AdamStep {
  /// Along a mean of gradients, in units of their size.
  public static var adam: AdamStep { AdamStep() }
}
