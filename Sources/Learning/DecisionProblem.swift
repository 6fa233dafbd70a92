public import Differentiation
public import LinearAlgebra
public import Optimization

/// What has to be decided: a feasible set and a utility that depends on an outcome, unknown when
/// deciding.
///
/// An outcome θ is a list of fields, each a matrix of one row per instance (the linear term alone;
/// or returns and covariance factors). A prediction of it has the same fields. **Utility is higher
/// is better** for the learner, everywhere. All is batch first: n instances in, n rows out.
public protocol DecisionProblem: Sendable {
  /// The optimal decisions x*(θ̂) for predicted outcomes, n×k; differentiable along the active
  /// sets found.
  ///
  /// Running it throws a `SolverError` where there is no answer.
  func decisions(for prediction: [Variable]) -> Variable

  /// The feasible decisions that raw network outputs stand for, n×k: the simple joint learner's
  /// last layer for this set.
  func feasibleDecisions(from raw: [Variable]) -> Variable

  /// The utility f(x, θ) of each decision under the outcome that came true, n×1.
  func utility(of decisions: Variable, when outcome: [Variable]) -> Variable

  /// The two-stage learner's squared error of each instance's prediction, n×1.
  func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  )
    -> Variable

  /// The decision, 1×k, of somebody who knows the training outcomes and no features.
  func uninformedDecision(knowing outcome: [Matrix]) throws -> Matrix

  /// The problem that trained victims decide with when they are judged.
  ///
  /// It may differ from the one that is differentiated, for which a problem whose decisions jump is
  /// smoothed. The default is this problem itself.
  var judged: any DecisionProblem { get }

  /// By how much decisions break constraints that they ought to keep, relative to the size of what
  /// is compared.
  ///
  /// Predictions too large to decide by cost decisions all digits.
  /// - Parameters:
  ///   - decisions: n×k.
  ///   - outcome: the fields of the outcomes that came true.
  /// - Returns: the largest violation; infinite where a decision is not finite. The default is 0.
  func violation(of decisions: Matrix, when outcome: [Matrix]) -> Double

  /// The decisions that use no features, with which learners are compared.
  ///
  /// - Parameter outcome: the fields of the training outcomes.
  /// - Returns: decisions in the order in which pages list them. The default is the uninformed one
  ///   alone.
  /// - Throws: `SolverError` where a decision has no answer.
  func referenceDecisions(knowing outcome: [Matrix]) throws -> [ReferenceDecision]

  /// The same problem whose decisions come from a layer of `factor` times the curvature, for an
  /// attacker's surrogate; utility and all else stay.
  ///
  /// - Parameter factor: at least 1, which leaves the layer as it is.
  /// - Returns: the problem; nil, the default, where there is no smoother layer.
  func smoothed(by factor: Double) -> (any DecisionProblem)?

  /// What decisions maximise, where it is linear in the one field that is predicted.
  ///
  /// Learners need it whose loss is made from that linearity. The default is nil: the utility is
  /// not linear in what is predicted.
  var linearObjective: LinearObjective? { get }
}

/// One decision for all instances, 1×k, that uses no features.
public struct ReferenceDecision: Sendable {
  /// Its name, such as "uninformed".
  public let id: LevelID
  /// What pages call it, such as "uninformed decision".
  public let label: String
  /// The decision, 1×k.
  public let decision: Matrix

  /// The decision of the given name.
  public init(_ id: LevelID, label: String, decision: Matrix) {
    (self.id, self.label, self.decision) = (id, label, decision)
  }
}

extension DecisionProblem {
  /// Nothing is known of constraints.
  public func violation(of decisions: Matrix, when outcome: [Matrix]) -> Double { 0 }

  /// This problem itself.
  public var judged: any DecisionProblem { self }

  /// Not linear in what is predicted.
  public var linearObjective: LinearObjective? { nil }

  /// The uninformed decision.
  public func referenceDecisions(knowing outcome: [Matrix]) throws -> [ReferenceDecision] {
    [try uninformedReference(knowing: outcome)]
  }

  /// The uninformed decision under its name, "uninformed".
  public func uninformedReference(knowing outcome: [Matrix]) throws -> ReferenceDecision {
    ReferenceDecision(
      .uninformed, label: "uninformed decision",
      decision: try uninformedDecision(knowing: outcome))
  }

  /// The optimal decisions for outcomes that are known, n×k, as of the problem that is judged.
  public func optimalDecisions(for outcome: [Matrix]) throws -> Matrix {
    let tape = Tape()
    let x = judged.decisions(for: outcome.map { tape.input($0) })
    try tape.compile([x]).run()
    return x.value
  }

  /// The mean utility of one decision for all instances, or, if it is nil, of deciding with the
  /// outcomes themselves.
  public func meanUtility(of decision: Matrix?, when outcome: [Matrix]) throws -> Double {
    let tape = Tape()
    let fields = outcome.map { tape.input($0) }
    let x =
      decision.map { tape.input($0).repeatedRows(outcome[0].rows) } ?? judged.decisions(for: fields)
    let mean = (1 / Double(outcome[0].rows)) * utility(of: x, when: fields).sum()
    try tape.compile([mean]).run()
    return mean.value[0, 0]
  }
}

/// Max θᵀx − ½xᵀQx over a polytope {Gx ≤ h, Ax = b}; the outcome is the linear term θ.
///
/// It is the paper's Eq. 14, with the sign of utility.
public struct QuadraticUtility: DecisionProblem {
  /// How the two-stage learner's squared error is reduced over the outputs.
  public enum ErrorNorm: String, Sendable, Encodable, CaseIterable {
    /// The sum over the outputs.
    case sum
    /// The mean over the outputs.
    case mean
  }

  /// Q, k×k symmetric positive definite.
  public let quadratic: Matrix
  /// G, r×k, and h, 1×r.
  public let inequalityMatrix: Matrix, inequalityBound: Matrix
  /// A, s×k, and b, 1×s.
  public let equalityMatrix: Matrix, equalityBound: Matrix
  /// How the squared error is reduced over outputs.
  public let errorNorm: ErrorNorm
  /// The layer of the simple joint learner; nil where the feasible set has no interior.
  public let gauge: GaugeLayer?

  /// A problem of the given parameters; the bounds are rows.
  public init(
    quadratic: Matrix, inequalityMatrix: Matrix, inequalityBound: [Double],
    equalityMatrix: Matrix? = nil, equalityBound: [Double] = [], errorNorm: ErrorNorm = .sum
  ) {
    (self.quadratic, self.inequalityMatrix) = (quadratic, inequalityMatrix)
    self.inequalityBound = Matrix(rows: 1, columns: inequalityBound.count, values: inequalityBound)
    self.equalityMatrix = equalityMatrix ?? Matrix(rows: 0, columns: quadratic.columns)
    self.equalityBound = Matrix(rows: 1, columns: equalityBound.count, values: equalityBound)
    self.errorNorm = errorNorm
    gauge = GaugeLayer(
      inequalities: inequalityMatrix, bounds: inequalityBound, equalities: self.equalityMatrix,
      equalityBounds: equalityBound)
  }

  /// The rows [A; I; −I] and bounds [b; D; D] of {Ax ≤ b, ‖x‖∞ ≤ D}.
  public static func boxed(_ rows: Matrix, bound: [Double], box: Double) -> (Matrix, [Double]) {
    let k = rows.columns
    let identity = Matrix.identity(k)
    return (
      rows.stacked(over: identity).stacked(over: -1 * identity),
      bound + Array(repeating: box, count: 2 * k)
    )
  }

  /// The optimal decisions for predicted outcomes, n×k.
  public func decisions(for prediction: [Variable]) -> Variable {
    program.solution(-1 * prediction[0])
  }

  /// Raw outputs shrunk into the polytope; the set must have an interior.
  public func feasibleDecisions(from raw: [Variable]) -> Variable {
    guard let gauge else { preconditionFailure("a feasible set without interior has no gauge") }
    return gauge.points(for: raw[0])
  }

  /// The minimisation that a decision solves, with p = −θ.
  public var program: QuadraticProgram {
    QuadraticProgram(
      variables: quadratic.rows, inequalities: inequalityMatrix.rows,
      equalities: equalityMatrix.rows, quadratic: .constant(quadratic),
      inequalityMatrix: .constant(inequalityMatrix), inequalityBound: .constant(inequalityBound),
      equalityMatrix: .constant(equalityMatrix), equalityBound: .constant(equalityBound))
  }

  /// The utility of each decision under its outcome, n×1.
  public func utility(of decisions: Variable, when outcome: [Variable]) -> Variable {
    let curved = decisions.times(decisions.tape.input(quadratic))
    return decisions.rowDot(outcome[0] - 0.5 * curved)
  }

  /// θ̂ᵀx − ½xᵀQx.
  public var linearObjective: LinearObjective? {
    LinearObjective { x, _ in 0.5 * x.rowDot(x.times(x.tape.input(quadratic))) }
  }

  /// The largest violation of a row of G or A.
  public func violation(of decisions: Matrix, when outcome: [Matrix]) -> Double {
    let constraints = LinearConstraints(
      rows: inequalityMatrix, bounds: Array(inequalityBound.values), equalities: equalityMatrix,
      sums: Array(equalityBound.values))
    let size = outcome[0].largestMagnitude / quadratic.largestMagnitude
    return (0..<decisions.rows).reduce(0) {
      max($0, constraints.violation(of: decisions.row($1), size: size))
    }
  }

  /// The squared error of each prediction, n×1.
  public func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  ) -> Variable {
    let error = prediction[0] - outcome[0]
    let sum = error.rowDot(error)
    return errorNorm == .sum ? sum : (1 / Double(quadratic.rows)) * sum
  }

  /// x* of the mean training outcome.
  public func uninformedDecision(knowing outcome: [Matrix]) throws -> Matrix {
    let θ = outcome[0]
    var mean = Matrix(rows: 1, columns: θ.columns)
    for i in 0..<θ.rows { for j in 0..<θ.columns { mean[0, j] += θ[i, j] / Double(θ.rows) } }
    return try optimalDecisions(for: [mean])
  }
}
