import Reproducibility

extension Poison.Certificate {
  /// What a check comes to.
  public enum Verdict: Sendable, Hashable {
    /// Differences and gradient agree in every entry that was checked.
    case passed
    /// They do not, or one of them is not finite.
    case failed
    /// The backward sweep magnifies rounding beyond what the check tolerates, so that digits which
    /// agree may do so by chance.
    case roundingDominates(amplification: Double)
    /// They do not agree, but the gradient is so small that rounding of L_adv hides it from
    /// differences.
    case belowResolution
    /// No entry was checked: the gradient is an ablation's, or nobody asked.
    case nothingToCheck
  }

  /// How far differences and gradient may be apart, relative to the largest entry of the gradient.
  public static let tolerance = RichardsonDifference.agreement

  /// What the check comes to.
  public var verdict: Verdict {
    guard !differences.isEmpty else { return .nothingToCheck }
    // Written so that what is not a number never passes, in records of any age.
    let isFinite = (differences + gradients + [largestError]).allSatisfy(\.isFinite)
    guard isFinite, amplification?.isNaN != true else { return .failed }
    if let amplification, !(amplification * .ulpOfOne <= Self.tolerance) {
      return .roundingDominates(amplification: amplification)
    }
    if largestError <= Self.tolerance { return .passed }
    let scale = gradients.map(\.magnitude).largestOrNaN
    if let resolution, scale * Self.tolerance < resolution { return .belowResolution }
    return .failed
  }

  /// Whether every checked entry of the gradient is zero, the largest among them: nothing that the
  /// attacker may do changes anything, to first order.
  ///
  /// Such a check can pass, and is worth a word of its own.
  public var gradientIsZero: Bool { !gradients.isEmpty && gradients.allSatisfy { $0 == 0 } }

  /// Whether the gradient is not zero, as far as anybody looked.
  public var isAlive: Bool { !gradientIsZero }
}

extension Poison.Certificate.Verdict: CustomStringConvertible {
  /// Whether the check has passed.
  public var isPassed: Bool { self == .passed }

  /// Whether something was checked and has not passed.
  public var isRefused: Bool { self != .passed && self != .nothingToCheck }

  /// One sentence.
  public var description: String {
    switch self {
    case .passed: "The gradient agrees with differences."
    case .failed: "The gradient does not agree with differences: do not rely on it."
    case .roundingDominates(let amplification):
      "Rounding dominates: the backward sweep magnifies it "
        + "\(NumberFormat.significant(amplification, digits: 2))-fold, do not rely on the gradient."
    case .belowResolution:
      "The gradient is too small beside the adversary's loss to be checked by differences: do not "
        + "rely on it."
    case .nothingToCheck: "No entry of the gradient was checked."
    }
  }
}
