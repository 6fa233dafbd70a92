public import LinearAlgebra

extension Poison {
  /// Entries of a meta-gradient beside differences of the replayed loss (active sets held,
  /// Richardson-extrapolated).
  ///
  /// What is not a number is an error like any other: it makes the largest error NaN, and the check
  /// fails.
  public struct Certificate: Sendable, Equatable, Codable {
    /// The entries' indices, row-major.
    public var indices: [Int]
    /// The differences, and the meta-gradient's entries.
    public var differences, gradients: [Double]
    /// The largest error, relative to the largest entry of the whole gradient; NaN where a gradient
    /// or a difference is not a number.
    public var largestError: Double
    /// The smallest difference step that some entry needed; nil where the first one, a hundredth of
    /// B, did for all.
    public var smallestStep: Double?
    /// How far ε can move against the gradient, in the largest change of an entry, before a branch
    /// (an active set, a row of the gauge) changes anywhere in training or at the targets; nil
    /// where there are no branches.
    public var reach: Double?
    /// The gradient of a layer with frozen factors beside the exact one; nil where it was not asked
    /// for.
    public var frozen: FrozenComparison?
    /// By how much the backward sweep magnifies rounding: the largest ‖v_t‖ over ‖v_T‖; nil
    /// where nobody measured it or v_T is zero.
    public var amplification: Double?
    /// What rounding of L_adv alone makes of a difference at the first step, in the gradient's
    /// unit; nil where nobody measured it.
    public var resolution: Double?
    /// The slopes of the loss itself on either side, where decisions were degenerate; nil else.
    public var oneSided: OneSidedSlopes?

    /// A check of the given entries.
    public init(
      indices: [Int], differences: [Double] = [], gradients: [Double] = [],
      largestError: Double = 0, smallestStep: Double? = nil, reach: Double? = nil,
      frozen: FrozenComparison? = nil, amplification: Double? = nil, resolution: Double? = nil,
      oneSided: OneSidedSlopes? = nil
    ) {
      (self.indices, self.differences) = (indices, differences)
      (self.gradients, self.largestError) = (gradients, largestError)
      (self.smallestStep, self.reach, self.frozen) = (smallestStep, reach, frozen)
      (self.amplification, self.resolution) = (amplification, resolution)
      self.oneSided = oneSided
    }

    /// Adds a checked entry; `scale` is the largest entry of the whole gradient.
    mutating func note(difference: Double, gradient: Double, scale: Double) {
      differences.append(difference)
      gradients.append(gradient)
      let error = (difference - gradient).magnitude / max(scale, 1e-300)
      largestError = [largestError, error].largestOrNaN
    }
  }

  /// Slopes of the adversary's loss along entries of ε, with every branch chosen anew.
  ///
  /// Where a constraint is active with multiplier zero the loss may have a kink: one derivative
  /// from below, another from above, and a meta-gradient that is one choice between them.
  public struct OneSidedSlopes: Sendable, Equatable, Codable {
    /// The slopes from below and from above, in the order of the certificate's entries.
    public var lower, upper: [Double]

    /// The given slopes.
    public init(lower: [Double], upper: [Double]) {
      precondition(lower.count == upper.count, "\(lower.count) slopes and \(upper.count)")
      (self.lower, self.upper) = (lower, upper)
    }
  }

  /// How the meta-gradient through layers with frozen factors differs from the exact one.
  public struct FrozenComparison: Sendable, Equatable, Codable {
    /// ‖frozen − exact‖/‖exact‖.
    public var error: Double
    /// The cosine of the angle between them.
    public var cosine: Double
    /// ‖frozen‖/‖exact‖.
    public var normRatio: Double

    /// The given numbers.
    public init(error: Double, cosine: Double, normRatio: Double) {
      (self.error, self.cosine, self.normRatio) = (error, cosine, normRatio)
    }

    /// The comparison of two gradients of equal shape.
    public init(of frozen: Matrix, with exact: Matrix) {
      let (length, reference) = (frozen.norm, exact.norm)
      let product = zip(frozen.values, exact.values).reduce(0) { $0 + $1.0 * $1.1 }
      self.init(
        error: (frozen - exact).norm / reference, cosine: product / (length * reference),
        normRatio: length / reference)
    }
  }
}

extension [Double] {
  /// The largest of some numbers of which none is negative, NaN if one of them is NaN; 0 of none.
  var largestOrNaN: Double {
    reduce(0) { largest, next in largest.isNaN || next <= largest ? largest : next }
  }
}
