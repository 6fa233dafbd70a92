public import Learning
public import LinearAlgebra

/// A decision problem of one's own: its data, constraints, network and training, as a
/// `decision-problem/2` file holds them.
///
/// The labels are the linear term θ of max θᵀx − ½xᵀQx, so that a label has as many numbers k as a
/// decision. `ProblemFile` reads only problems whose parts fit together.
public struct CustomProblem: Sendable, Equatable {
  /// Features and labels, one row per instance.
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
    /// A, m×k, and b.
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
    /// How learners train of whom nothing else is said.
    public var training: Training
    /// How some learners train.
    ///
    /// The default is none.
    public var trainings: [LearnerID: Training]
    /// The activation of the hidden layers.
    public var activation: Activation
    /// How the squared error is reduced over the outputs.
    public var loss: QuadraticUtility.ErrorNorm
    /// The numbers of units of the hidden layers; empty for a linear predictor.
    public var hidden: [Int]
    /// W₁, b₁, …, W_L, b_L, each b a row; nil where they are to be drawn.
    public var weights: Weights?

    /// The given network and training.
    public init(
      training: Training, trainings: [LearnerID: Training] = [:], activation: Activation,
      loss: QuadraticUtility.ErrorNorm, hidden: [Int], weights: Weights? = nil
    ) {
      (self.training, self.trainings) = (training, trainings)
      (self.activation, self.loss) = (activation, loss)
      (self.hidden, self.weights) = (hidden, weights)
    }

    /// How a learner trains.
    public func training(of learner: LearnerID) -> Training { trainings[learner] ?? training }

    /// W1, b1, W2, b2, … for as many parts as weights have, in their order.
    public static func weightNames(_ count: Int) -> [String] {
      (0..<count).map { "\($0 % 2 == 0 ? "W" : "b")\($0 / 2 + 1)" }
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

  /// What the file holds beside the problem, as `/notes`: nobody reads it.
  ///
  /// The default is nothing.
  public var unread: [String] = []

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

  /// The predictor.
  var network: LayeredNetwork {
    LayeredNetwork(
      inputs: train.features.columns, hidden: fitting.hidden, outputs: train.labels.columns,
      activation: fitting.activation)
  }

  /// The scenario with the given initial weights.
  func scenario(initialWeights: Weights) -> Scenario {
    let (d, k) = (train.features.columns, train.labels.columns)
    let unseen =
      heldOut
      ?? Instances(features: Matrix(rows: 0, columns: d), labels: Matrix(rows: 0, columns: k))
    return Scenario(
      pipeline: IdentityPipeline(
        clean: Samples(
          features: train.features, outcome: [train.labels], targetFeatures: target.features,
          heldOutFeatures: unseen.features)),
      problem: decisionProblem, predictor: network, targetOutcome: [target.labels],
      heldOutOutcome: [unseen.labels],
      box: Box(lower: perturbation.lower, upper: perturbation.upper),
      desiredDecisions: desiredDecisions, givenWeights: initialWeights,
      givenStart: GivenStart(perturbation: perturbation.features, labels: perturbation.labels))
  }
}
