public import Learning
public import LinearAlgebra

/// A decision problem of one's own: its data, constraints, network and training, as a `decision-problem/1` file holds them.
///
/// The labels are the linear term θ of max θᵀx − ½xᵀQx, so that a label has as many numbers k as a decision.
/// `ProblemFile` reads only problems whose parts fit together.
public struct OwnProblem: Sendable, Equatable {
  /// Features and labels, an instance a row.
  public struct Instances: Sendable, Equatable {
    /// u, of d columns.
    public var features: Matrix
    /// θ, of k columns.
    public var labels: Matrix

    /// The given instances.
    public init(features: Matrix, labels: Matrix) {
      precondition(
        features.rows == labels.rows, "\(features.rows) features for \(labels.rows) labels")
      (self.features, self.labels) = (features, labels)
    }
  }

  /// The feasible set {Gx ≤ h, Ax = b, −box ≤ x ≤ box}.
  public struct Constraints: Sendable, Equatable {
    /// G, r×k, and h.
    public var inequalityMatrix: Matrix, inequalityBound: [Double]
    /// A, s×k, and b.
    public var equalityMatrix: Matrix, equalityBound: [Double]
    /// The half-width of the box; nil without one.
    public var box: Double?

    /// The given constraints; without a matrix A there are no equalities.
    public init(
      inequalityMatrix: Matrix, inequalityBound: [Double], equalityMatrix: Matrix? = nil,
      equalityBound: [Double] = [], box: Double? = nil
    ) {
      (self.inequalityMatrix, self.inequalityBound) = (inequalityMatrix, inequalityBound)
      self.equalityMatrix = equalityMatrix ?? Matrix(rows: 0, columns: inequalityMatrix.columns)
      (self.equalityBound, self.box) = (equalityBound, box)
    }
  }

  /// What an attacker may do to the training data, and where it starts.
  public struct Perturbation: Sendable, Equatable {
    /// The box of ε at budget 1, n×d; nil for −1 and 1.
    public var lower: Matrix?, upper: Matrix?
    /// The current ε, n×d, and α, n×k.
    public var features: Matrix?, labels: Matrix?

    /// The given box and perturbations.
    public init(
      lower: Matrix? = nil, upper: Matrix? = nil, features: Matrix? = nil, labels: Matrix? = nil
    ) {
      (self.lower, self.upper) = (lower, upper)
      (self.features, self.labels) = (features, labels)
    }
  }

  /// The predictor, and how it is trained.
  public struct Fitting: Sendable, Equatable {
    /// The number T of steps and the rate δ.
    public var training: Training
    /// The activation of the hidden layer.
    public var activation: Activation
    /// How the squared error is reduced over the k outputs.
    public var loss: QuadraticUtility.ErrorNorm
    /// The number of hidden units H.
    public var hidden: Int
    /// W₁ H×d, b₁ 1×H, W₂ k×H, b₂ 1×k; nil where they are to be drawn.
    public var weights: Weights?

    /// The given network and training.
    public init(
      training: Training, activation: Activation, loss: QuadraticUtility.ErrorNorm, hidden: Int,
      weights: Weights? = nil
    ) {
      (self.training, self.activation, self.loss) = (training, activation, loss)
      (self.hidden, self.weights) = (hidden, weights)
    }
  }

  /// What the learner trains on.
  public var train: Instances
  /// Where the adversary wants harm.
  public var target: Instances
  /// What is evaluated and never seen by an attack; nil without it.
  public var heldOut: Instances?
  /// Q, k×k symmetric positive definite.
  public var quadratic: Matrix
  /// The feasible set.
  public var constraints: Constraints
  /// The attacker's box and start.
  public var perturbation: Perturbation
  /// Network and training.
  public var fitting: Fitting
  /// Where the adversary wants the targets' decisions, t×k; nil if nowhere.
  public var desiredDecisions: Matrix?

  /// A problem of the given parts.
  public init(
    train: Instances, target: Instances, heldOut: Instances? = nil, quadratic: Matrix,
    constraints: Constraints, perturbation: Perturbation = Perturbation(), fitting: Fitting,
    desiredDecisions: Matrix? = nil
  ) {
    (self.train, self.target, self.heldOut) = (train, target, heldOut)
    (self.quadratic, self.constraints) = (quadratic, constraints)
    (self.perturbation, self.fitting) = (perturbation, fitting)
    self.desiredDecisions = desiredDecisions
  }

  /// The problem of deciding; the rows of the box follow those of G, the k upper ones first.
  public var decisionProblem: QuadraticUtility {
    var (rows, bounds) = (constraints.inequalityMatrix, constraints.inequalityBound)
    if let box = constraints.box {
      (rows, bounds) = QuadraticUtility.boxed(rows, bound: bounds, box: box)
    }
    return QuadraticUtility(
      quadratic: quadratic, inequalityMatrix: rows, inequalityBound: bounds,
      equalityMatrix: constraints.equalityMatrix, equalityBound: constraints.equalityBound,
      errorNorm: fitting.loss)
  }

  /// Everything that a learner and an attacker need; without held-out instances it has none.
  public var scenario: Scenario {
    let (d, k) = (train.features.columns, train.labels.columns)
    let further =
      heldOut
      ?? Instances(features: Matrix(rows: 0, columns: d), labels: Matrix(rows: 0, columns: k))
    return Scenario(
      pipeline: IdentityPipeline(
        clean: Samples(
          features: train.features, outcome: [train.labels], targetFeatures: target.features,
          heldOutFeatures: further.features)),
      problem: decisionProblem,
      predictor: Network(
        inputs: d, hidden: fitting.hidden, outputs: k, activation: fitting.activation),
      targetOutcome: [target.labels], heldOutOutcome: [further.labels],
      box: Box(lower: perturbation.lower, upper: perturbation.upper),
      desiredDecisions: desiredDecisions, givenWeights: fitting.weights,
      givenStart: GivenStart(
        perturbation: perturbation.features, labels: perturbation.labels))
  }
}
