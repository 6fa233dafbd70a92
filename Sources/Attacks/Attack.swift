public import Differentiation
public import Learning
public import LinearAlgebra
public import Reproducibility

/// A way to poison training data within a budget.
public protocol Attack: Component {
  /// A perturbation of the scenario's source data, and of labels where the budget allows it.
  ///
  /// - Parameters:
  ///   - scenario: what the attacker knows: everything but the victim's initial weights.
  ///   - learner: whom the attack is made for.
  ///   - budget: how far it may go, kept to the last bit.
  ///   - random: where initial perturbations and initial weights are drawn from.
  /// - Returns: the poison.
  /// - Throws: `SolverError` where a decision problem has no answer.
  func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    using random: inout SeededGenerator
  ) throws -> Poison
}

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
    /// The learner's final training loss.
    public var trainingLoss: [Double] = []
    /// The Euclidean norm of the meta-gradient.
    public var gradientNorm: [Double] = []
    /// The Euclidean length of the update made (after projection).
    public var step: [Double] = []
    /// The smallest and the largest ‖v_t‖ of the backward sweep.
    public var backwardSmallest: [Double] = [], backwardLargest: [Double] = []
    /// The margin by which the best restart won.
    public var roundMargin: [Double] = []
    /// What the decision layers met.
    public var census = BranchCensus()

    /// Nothing yet.
    public init() {}
  }

  /// Entries of a meta-gradient beside differences of the replayed loss (active sets held, Richardson-extrapolated).
  public struct Certificate: Sendable, Equatable {
    /// The entries' indices, row-major.
    public var indices: [Int]
    /// The differences.
    public var differences: [Double]
    /// The meta-gradient's entries.
    public var gradients: [Double]
    /// The largest error, relative to the largest entry of the whole gradient.
    public var largestError: Double

    /// A check of the given entries.
    public init(
      indices: [Int], differences: [Double], gradients: [Double], largestError: Double
    ) {
      (self.indices, self.differences) = (indices, differences)
      (self.gradients, self.largestError) = (gradients, largestError)
    }
  }
}
