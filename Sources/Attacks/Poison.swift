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
  /// The best of some iterates, where the attack was asked to evaluate them again; nil else.
  ///
  /// The poison itself is the last iterate all the same.
  public var best: Candidate?

  /// A poison of the given parts.
  public init(
    perturbation: Matrix, labels: Matrix? = nil, trace: Trace = Trace(),
    certificate: Certificate? = nil
  ) {
    (self.perturbation, self.labels) = (perturbation, labels)
    (self.trace, self.certificate) = (trace, certificate)
  }

  /// An iterate that was evaluated again, on weights that played no part in choosing it.
  ///
  /// The lowest of the noisy values on an attack's way is too good to be true; its mean on fresh
  /// draws of the attacker's own is not.
  public struct Candidate: Sendable, Equatable {
    /// ε and α.
    public var perturbation: Matrix, labels: Matrix?
    /// After how many updates it was reached.
    public var iteration: Int
    /// The mean of L_adv over the draws.
    public var loss: Double
    /// That of the last iterate, on the same draws.
    public var lastLoss: Double

    /// A candidate of the given parts.
    public init(
      perturbation: Matrix, labels: Matrix? = nil, iteration: Int, loss: Double, lastLoss: Double
    ) {
      (self.perturbation, self.labels, self.iteration) = (perturbation, labels, iteration)
      (self.loss, self.lastLoss) = (loss, lastLoss)
    }
  }

  /// One entry an iteration: the state before its update.
  public struct Trace: Sendable, Equatable, Codable {
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
}
