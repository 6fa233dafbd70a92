public import Differentiation
public import LinearAlgebra

/// What an attack produced.
public struct Poison: Sendable {
  /// ε, in the shape of the scenario's perturbation.
  public var perturbation: Matrix
  /// α, in the shape of the labels; nil where labels were left alone.
  public var labels: Matrix?
  /// How the attack went.
  public var trace: Trace
  /// The finite-difference check of the first gradient; nil for attacks without one.
  public var certificate: Certificate?

  /// A poison of the given parts.
  public init(
    perturbation: Matrix, labels: Matrix? = nil, trace: Trace = Trace(),
    certificate: Certificate? = nil
  ) {
    (self.perturbation, self.labels) = (perturbation, labels)
    (self.trace, self.certificate) = (trace, certificate)
  }

  /// One entry an iteration: the state before its update.
  public struct Trace: Sendable, Equatable {
    /// L_adv on the attack's own weights.
    public var adversaryLoss: [Double] = []
    /// The learner's training loss at the end of the training (MetaPoison: at the models' present
    /// weights, on average).
    public var trainingLoss: [Double] = []
    /// The Euclidean norm of the meta-gradient.
    public var gradientNorm: [Double] = []
    /// The Euclidean length of the update made (after projection).
    public var step: [Double] = []
    /// The smallest and the largest ‖v_t‖ of the backward sweep.
    public var backwardSmallest: [Double] = [], backwardLargest: [Double] = []
    /// ‖v_t‖ for t = 0…T in the first and in the last iteration.
    public var firstSweep: [Double] = [], lastSweep: [Double] = []
    /// The margin by which the best restart won.
    public var roundMargin: [Double] = []
    /// What the decision layers met.
    public var census = BranchCensus()

    /// Nothing yet.
    public init() {}
  }

  /// Entries of a meta-gradient beside differences of the replayed loss (active sets held,
  /// Richardson-extrapolated).
  public struct Certificate: Sendable, Equatable {
    /// The entries' indices, row-major.
    public var indices: [Int]
    /// The differences, and the meta-gradient's entries.
    public var differences, gradients: [Double]
    /// The largest error, relative to the largest entry of the whole gradient.
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

    /// A check of the given entries.
    public init(
      indices: [Int], differences: [Double] = [], gradients: [Double] = [],
      largestError: Double = 0, smallestStep: Double? = nil, reach: Double? = nil,
      frozen: FrozenComparison? = nil
    ) {
      (self.indices, self.differences) = (indices, differences)
      (self.gradients, self.largestError) = (gradients, largestError)
      (self.smallestStep, self.reach, self.frozen) = (smallestStep, reach, frozen)
    }

    /// Adds a checked entry; `scale` is the largest entry of the whole gradient.
    mutating func note(difference: Double, gradient: Double, scale: Double) {
      differences.append(difference)
      gradients.append(gradient)
      largestError = max(largestError, (difference - gradient).magnitude / max(scale, 1e-300))
    }
  }

  /// How the meta-gradient through layers with frozen factors differs from the exact one.
  public struct FrozenComparison: Sendable, Equatable {
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
