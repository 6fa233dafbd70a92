public import Learning
public import LinearAlgebra

/// A decision problem of one's own: its data, constraints, network and training, as a
/// `decision-problem/2` file holds them.
///
/// Decisions maximise (Mθ + c)ᵀx − ½xᵀQx; the labels are θ, of as many numbers k as a
/// decision where nobody gives M. `ProblemFile` reads only problems whose parts fit together.
public struct CustomProblem: Sendable, Equatable {
  /// Features and labels, one row per instance.
  public struct Instances: Sendable, Equatable {
    /// u, of d columns.
    public var features: Matrix
    /// θ, of p columns.
    public var labels: Matrix
    /// Parameters that are known of each instance, in place of those that all share.
    ///
    /// Each has a row per instance, matrices row by row.
    /// The default is none.
    public var known: [ProblemParameter: Matrix]
    /// Parameters that are predicted like θ, as they came true.
    ///
    /// Of Q it is a factor L, k×k, with Q = LLᵀ + ridge·I; of h and b the bounds themselves.
    /// The default is none.
    public var predicted: [ProblemParameter: Matrix]

    /// The given instances.
    public init(
      features: Matrix, labels: Matrix, known: [ProblemParameter: Matrix] = [:],
      predicted: [ProblemParameter: Matrix] = [:]
    ) {
      for other in [labels] + known.values + predicted.values {
        precondition(
          features.rows == other.rows, "\(features.rows) features for \(other.rows) labels")
      }
      (self.features, self.labels) = (features, labels)
      (self.known, self.predicted) = (known, predicted)
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
    /// The current ε, n×d, and α, n×p.
    public var features: Matrix?, labels: Matrix?
    /// Which rows of the features may be touched; nil for all.
    ///
    /// Those of the labels are the same where `labelRows` does not say otherwise.
    public var rows: [Bool]?, labelRows: [Bool]?
    /// The box of α at label budget 1, n×p; nil for −1 and 1.
    public var labelLower: Matrix?, labelUpper: Matrix?

    /// The given box and perturbations.
    public init(
      lower: Matrix? = nil, upper: Matrix? = nil, features: Matrix? = nil, labels: Matrix? = nil
    ) {
      (self.lower, self.upper) = (lower, upper)
      (self.features, self.labels) = (features, labels)
    }

    /// The box of ε at budget 1 for features of the given shape, of no width in rows that may not
    /// be touched.
    func box(_ shape: (rows: Int, columns: Int)) -> Box {
      Self.box(lower, upper, shape, touching: rows)
    }

    /// The box of α at label budget 1; nil where the file says nothing about it.
    func labelBox(_ shape: (rows: Int, columns: Int)) -> Box? {
      let rows = labelRows ?? rows
      guard labelLower != nil || labelUpper != nil || rows != nil else { return nil }
      return Self.box(labelLower, labelUpper, shape, touching: rows)
    }

    private static func box(
      _ lower: Matrix?, _ upper: Matrix?, _ shape: (rows: Int, columns: Int),
      touching rows: [Bool]?
    ) -> Box {
      guard let rows else { return Box(lower: lower, upper: upper) }
      var (low, high) = Box(lower: lower, upper: upper).sides(shape)
      for i in rows.indices where !rows[i] {
        for j in 0..<shape.columns { (low[i, j], high[i, j]) = (0, 0) }
      }
      return Box(lower: low, upper: high)
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
  /// M, k×p, and c, k numbers: the linear term of decisions is Mθ + c; nil for the identity and
  /// 0.
  public var linearMap: Matrix?, linearConstant: [Double]?
  /// Q, k×k symmetric positive semidefinite; zeros where each instance has its own.
  public var quadratic: Matrix
  /// s: what is differentiated decides with Q + s·I, what is judged with Q itself.
  ///
  /// The default is nil: no smoothing, which Q must not need to be differentiated.
  public var smoothing: Double?
  /// What is added to LLᵀ where a factor L of Q is predicted, in multiples of the identity.
  ///
  /// The default is nil, for problems that predict no Q.
  public var ridge: Double?
  /// What a decision that breaks a bound which is predicted costs, per unit.
  ///
  /// The default is nil, for problems that predict no bounds.
  public var violationPrice: Double?
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

  /// What the file sets and nothing depends on, a sentence each without a full stop.
  ///
  /// The default is nothing.
  public var remarks: [String] = []

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
}
