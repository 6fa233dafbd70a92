import Differentiation
import Learning
import LinearAlgebra

/// Max θᵀx over a polytope, and perhaps a bound on risk: judged exactly, differentiated through
/// a layer with curvature.
///
/// Exact decisions are what the benchmarks compare: shortest paths, knapsacks, portfolios. They
/// jump from one to another as predictions change and have no derivative beside that, so that
/// whatever is differentiated, the training of a learner that solves and an attack, decides
///
///     max θᵀx − ½xᵀQx   over   {Gx ≤ h, Ax = b}
///
/// instead; of a bound on risk the layer knows the price alone, which is then in Q. The utility is
/// θᵀx of either.
struct LinearUtility: DecisionProblem {
  /// The layer that is differentiated, with the polytope and the error of predictions.
  let layer: QuadraticUtility
  /// Who decides exactly.
  let oracle: any LinearOracle
  /// xᵀΣx ≤ v beside the polytope; nil without it.
  var risk: RiskLimit?
  /// Whether decisions are exact.
  private(set) var isExact = false

  /// A problem of the given layer and oracle.
  init(layer: QuadraticUtility, oracle: any LinearOracle, risk: RiskLimit? = nil) {
    (self.layer, self.oracle, self.risk) = (layer, oracle, risk)
  }

  /// The same problem, decided exactly.
  var judged: any DecisionProblem {
    var exact = self
    exact.isExact = true
    return exact
  }

  func decisions(for prediction: [Variable]) -> Variable {
    guard isExact else { return layer.decisions(for: prediction) }
    let θ = prediction[0]
    return θ.tape.record(
      OracleDecisions(oracle: oracle), of: [θ], rows: θ.rows, columns: θ.columns)
  }

  /// What the layer maximises; exact decisions have no derivative to train by.
  var linearObjective: LinearObjective? { isExact ? nil : layer.linearObjective }

  func feasibleDecisions(from raw: [Variable]) -> Variable {
    let x = layer.feasibleDecisions(from: raw)
    return risk?.shrinking(x) ?? x
  }

  func utility(of decisions: Variable, when outcome: [Variable]) -> Variable {
    decisions.rowDot(outcome[0])
  }

  func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  ) -> Variable {
    layer.predictionError(of: prediction, against: outcome, statistics: statistics)
  }

  /// The exact decision for the mean training outcome.
  func uninformedDecision(knowing outcome: [Matrix]) throws -> Matrix {
    try optimalDecisions(for: [outcome[0].columnMeans])
  }

  /// The largest violation of a row of the polytope, or of the bound on risk relative to it, which
  /// decisions of the layer need not keep.
  func violation(of decisions: Matrix, when outcome: [Matrix]) -> Double {
    let linear = layer.violation(of: decisions, when: outcome)
    guard let risk else { return linear }
    return risk.risks(of: decisions).reduce(linear) { max($0, $1 / risk.bound - 1) }
  }

  /// The problem deciding by a layer of `factor` times the curvature; nil where it decides exactly.
  func smoothed(by factor: Double) -> (any DecisionProblem)? {
    guard !isExact, let smooth = layer.smoothed(by: factor) else { return nil }
    return SmoothedProblem(self, by: factor) { smooth.decisions(for: $0) }
  }
}

/// A bound xᵀΣx ≤ v on decisions, which an inner point c keeps with room to spare.
struct RiskLimit: Sendable {
  /// Σ, k×k, and c, 1×k.
  let covariance: Matrix, centre: Matrix
  /// v.
  let bound: Double

  /// xᵀΣx of each row.
  func risks(of decisions: Matrix) -> [Double] {
    let product = decisions * covariance
    return (0..<decisions.rows).map { i in
      zip(product.row(i), decisions.row(i)).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// Decisions moved towards the centre until they keep the bound; others stay where they are.
  ///
  /// On the ray c + s·(x − c) the bound is met at s = 1/u, u being the root of a quadratic
  /// equation that neither d = 0 nor rounding can spoil: a square of 10⁻¹² is added below its
  /// root.
  func shrinking(_ x: Variable) -> Variable {
    let tape = x.tape
    let d = x.addingRow(tape.input(-1 * centre))
    let room = bound - risks(of: centre)[0]
    precondition(room > 0, "a centre that breaks the bound on risk")
    let (a, b) = (
      d.rowDot(d.times(tape.input(covariance))),
      d.times(tape.input((centre * covariance).transposed))
    )
    let root = (b * b + room * a + 1e-24 * room * room).power(0.5)
    let u = (1 / room) * (b + root)
    let scale = ((u + -1).rectified() + 1).power(-1)
    return d.scalingRows(by: scale).addingRow(tape.input(centre))
  }
}

extension Matrix {
  /// The mean of all rows, 1×columns.
  var columnMeans: Matrix {
    var mean = Matrix(rows: 1, columns: columns)
    for i in 0..<rows { for j in 0..<columns { mean[0, j] += self[i, j] / Double(rows) } }
    return mean
  }
}
