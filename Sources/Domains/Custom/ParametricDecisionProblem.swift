import Differentiation
import Learning
import LinearAlgebra
import Optimization

/// Max (Mθ + c)ᵀx − ½xᵀQx over {Gx ≤ h, Ax = b, −box ≤ x ≤ box}, where Q, G, h, A
/// and b may be the same for all instances, known for each, or predicted.
///
/// Outcome fields: θ, then what else is predicted (a factor L of Q = LLᵀ + ridge·I, h, b), then
/// what is known of each instance; a prediction has the same fields and hands on what is known. Q
/// need not be definite. Everything that is differentiated then decides with Q + s·I, s being the
/// smoothing, and `judged` decides exactly, without a derivative: a vertex does not move with θ
/// until it jumps. Where bounds are predicted, a decision may break the true ones, which costs
/// price·(Σ max(0, Gx − h) + Σ|Ax − b|).
struct ParametricDecisionProblem: DecisionProblem {
  /// Where a parameter comes from.
  enum Source {
    /// The same for all instances.
    case common(Matrix)
    /// A field of outcome and prediction, one row per instance.
    case field(Int)
    /// A field that holds factors L of the parameter.
    case factor(Int)

    var field: Int? {
      switch self {
      case .common: nil
      case .field(let index), .factor(let index): index
      }
    }
  }

  /// The number k of decision variables, and the numbers of rows of G (without the box) and of A.
  let variables: Int, inequalities: Int, equalities: Int
  /// Mᵀ, p×k, and c, 1×k; nil for the identity and zero.
  let linearMap: Matrix?, linearConstant: Matrix?
  /// What each parameter is.
  var sources: [ProblemParameter: Source]
  /// What is added to LLᵀ, in multiples of the identity.
  let ridge: Double
  /// The half-width of the box; nil without one.
  let box: Double?
  /// How many fields are predicted: θ and those behind it.
  let predictedFields: Int
  /// How the squared error is reduced over the numbers that are predicted.
  let errorNorm: QuadraticUtility.ErrorNorm
  /// What breaking a predicted bound costs per unit.
  let violationPrice: Double
  /// s.
  var smoothing: Double
  /// By how much the curvature of decisions is multiplied; 1 but for an attacker's surrogate.
  var curvature = 1.0
  /// Whether every Q is definite, so that deciding needs no smoothing.
  let isDefinite: Bool
  /// The layer of the simple joint learner; nil where the feasible set has no interior or differs
  /// between instances.
  let gauge: GaugeLayer?

  /// The same problem, decided exactly.
  var judged: any DecisionProblem {
    var exact = self
    exact.smoothing = 0
    return exact
  }

  // MARK: Deciding

  func decisions(for prediction: [Variable]) -> Variable {
    let p = -1 * linearTerm(prediction[0])
    if smoothing == 0, !isDefinite { return exactDecisions(p, prediction) }
    let matrices = [inequalityMatrix(prediction), equalityMatrix(prediction)]
    let program = QuadraticProgram(
      variables: variables, inequalities: allInequalities, equalities: equalities,
      quadratic: quadratic(prediction), inequalityMatrix: matrices[0],
      inequalityBound: inequalityBound(prediction), equalityMatrix: matrices[1],
      equalityBound: equalityBound(prediction))
    let needsMultipliers = matrices.contains { if case .variable = $0 { true } else { false } }
    return program.solution(p, multipliers: needsMultipliers).columns(0..<variables)
  }

  /// The problem deciding with `factor` times its curvature, smoothing included; nil where it
  /// decides at vertices.
  func smoothed(by factor: Double) -> (any DecisionProblem)? {
    if smoothing == 0, !isDefinite { return nil }
    var smooth = self
    smooth.curvature = factor
    let layer = smooth
    return SmoothedProblem(self, by: factor) { layer.decisions(for: $0) }
  }

  /// (Mθ̂ + c)ᵀx − ½xᵀ(Q + sI)x where θ alone is predicted; else nil.
  var linearObjective: LinearObjective? {
    guard predictedFields == 1 else { return nil }
    return LinearObjective(coefficients: { linearTerm($0[0]) }) { x, fields in
      let curved =
        switch quadratic(fields) {
        case .constant(let q): x.times(x.tape.input(q))
        case .variable(let q): q.batchedTimes(x, rows: variables, inner: variables, columns: 1)
        }
      return 0.5 * x.rowDot(curved)
    }
  }

  func feasibleDecisions(from raw: [Variable]) -> Variable {
    guard let gauge else { preconditionFailure("a feasible set without interior has no gauge") }
    return gauge.points(for: raw[0])
  }

  /// Mθ + c.
  private func linearTerm(_ θ: Variable) -> Variable {
    let mapped = linearMap.map { θ.times(θ.tape.input($0)) } ?? θ
    return linearConstant.map { mapped.addingRow(θ.tape.input($0)) } ?? mapped
  }

  private func exactDecisions(_ p: Variable, _ fields: [Variable]) -> Variable {
    ExactSolution.record(
      p,
      [
        quadratic(fields), inequalityMatrix(fields), inequalityBound(fields),
        equalityMatrix(fields), equalityBound(fields),
      ], inequalities: allInequalities, equalities: equalities)
  }

  // MARK: Parameters of the program

  private var allInequalities: Int { inequalities + (box == nil ? 0 : 2 * variables) }

  private func source(_ parameter: ProblemParameter) -> Source {
    guard let source = sources[parameter] else {
      preconditionFailure("a problem without \(parameter.rawValue)")
    }
    return source
  }

  /// Q with what smooths it, times the curvature of a smoothed problem.
  private func quadratic(_ fields: [Variable]) -> QuadraticProgram.Parameter {
    let own = ownQuadratic(fields)
    if curvature == 1 { return own }
    return switch own {
    case .constant(let matrix): .constant(curvature * matrix)
    case .variable(let variable): .variable(curvature * variable)
    }
  }

  private func ownQuadratic(_ fields: [Variable]) -> QuadraticProgram.Parameter {
    let (k, identity) = (variables, Matrix.identity(variables))
    func raised(_ q: Variable, by amount: Double) -> QuadraticProgram.Parameter {
      if amount == 0 { return .variable(q) }
      let row = Matrix(rows: 1, columns: k * k, values: Array((amount * identity).values))
      return .variable(q.addingRow(q.tape.input(row)))
    }
    switch source(.quadratic) {
    case .common(let q): return .constant(smoothing == 0 ? q : q + smoothing * identity)
    case .field(let index): return raised(fields[index], by: smoothing)
    case .factor(let index):
      let square = fields[index].batchedTimes(
        fields[index], rows: k, inner: k, columns: k, transposeB: true)
      return raised(square, by: ridge + smoothing)
    }
  }

  private func inequalityMatrix(_ fields: [Variable]) -> QuadraticProgram.Parameter {
    let none = Matrix(rows: 0, columns: variables)
    let sides = box.map { QuadraticUtility.boxed(none, bound: [], box: $0).0 }
    return parameter(.inequalityMatrix, fields, followedBy: sides)
  }

  private func inequalityBound(_ fields: [Variable]) -> QuadraticProgram.Parameter {
    let sides = box.map { Matrix(rows: 1, columns: 2 * variables, repeating: $0) }
    return parameter(.inequalityBound, fields, followedBy: sides)
  }

  private func equalityMatrix(_ fields: [Variable]) -> QuadraticProgram.Parameter {
    parameter(.equalityMatrix, fields)
  }

  private func equalityBound(_ fields: [Variable]) -> QuadraticProgram.Parameter {
    parameter(.equalityBound, fields)
  }

  /// A parameter with further numbers behind its own, the same for all instances.
  private func parameter(
    _ parameter: ProblemParameter, _ fields: [Variable], followedBy others: Matrix? = nil
  ) -> QuadraticProgram.Parameter {
    switch source(parameter) {
    case .common(let matrix):
      guard let others else { return .constant(matrix) }
      let isVector = matrix.rows == 1 && parameter == .inequalityBound
      return .constant(
        isVector
          ? Matrix(
            rows: 1, columns: matrix.columns + others.columns,
            values: Array(matrix.values) + Array(others.values)) : matrix.stacked(over: others))
    case .field(let index), .factor(let index):
      let own = fields[index]
      guard let others else { return .variable(own) }
      let row = Matrix(rows: 1, columns: others.values.count, values: Array(others.values))
      return .variable(
        .joiningColumns([own, own.tape.input(row).repeatedRows(own.rows)]))
    }
  }

  // MARK: Judging

  func utility(of decisions: Variable, when outcome: [Variable]) -> Variable {
    let (x, k) = (decisions, variables)
    let linear = linearTerm(outcome[0])
    let value: Variable
    switch source(.quadratic) {
    case .common(let q):
      value = x.rowDot(linear - 0.5 * x.times(x.tape.input(q)))
    case .field(let index):
      let curved = outcome[index].batchedTimes(x, rows: k, inner: k, columns: 1)
      value = x.rowDot(linear - 0.5 * curved)
    case .factor(let index):
      let y = outcome[index].batchedTimes(x, rows: k, inner: k, columns: 1, transposeA: true)
      value = x.rowDot(linear - (0.5 * ridge) * x) - 0.5 * y.rowDot(y)
    }
    return broken(x, outcome).reduce(value) { $0 - violationPrice * $1 }
  }

  /// By how much decisions break the bounds that are predicted, each n×1.
  private func broken(_ x: Variable, _ outcome: [Variable]) -> [Variable] {
    var broken: [Variable] = []
    if isPredicted(.inequalityBound), inequalities > 0 {
      let reached = product(.inequalityMatrix, inequalities, x, outcome)
      broken.append((reached - bound(.inequalityBound, outcome)).rectified().rowSums())
    }
    if isPredicted(.equalityBound), equalities > 0 {
      let reached = product(.equalityMatrix, equalities, x, outcome)
      let miss = reached - bound(.equalityBound, outcome)
      broken.append((miss.rectified() + (-1 * miss).rectified()).rowSums())
    }
    return broken
  }

  private func isPredicted(_ parameter: ProblemParameter) -> Bool {
    source(parameter).field.map { $0 < predictedFields } ?? false
  }

  private func product(
    _ parameter: ProblemParameter, _ rows: Int, _ x: Variable, _ outcome: [Variable]
  ) -> Variable {
    switch source(parameter) {
    case .common(let matrix): x.times(x.tape.input(matrix), transposed: true)
    case .field(let index), .factor(let index):
      outcome[index].batchedTimes(x, rows: rows, inner: variables, columns: 1)
    }
  }

  private func bound(_ parameter: ProblemParameter, _ outcome: [Variable]) -> Variable {
    guard let index = source(parameter).field else {
      preconditionFailure("a bound that nobody predicts")
    }
    return outcome[index]
  }

  /// The largest violation of a row that is not predicted.
  func violation(of decisions: Matrix, when outcome: [Matrix]) -> Double {
    let varies = ProblemParameter.ofConstraints.contains { source($0).field != nil }
    let bounds = [ProblemParameter.inequalityBound, .equalityBound].compactMap {
      values(of: $0, outcome, at: 0)?.values.reduce(0) { max($0, $1.magnitude) }
    }
    let curvature = values(of: .quadratic, outcome, at: 0)?.largestMagnitude ?? 0
    let size = curvature > 0 ? outcome[0].largestMagnitude / curvature : bounds.max() ?? 0
    let shared = varies ? nil : constraints(outcome, at: 0)
    return (0..<decisions.rows).reduce(0) {
      let own = shared ?? constraints(outcome, at: $1)
      return max($0, own.violation(of: decisions.row($1), size: size))
    }
  }

  /// What the decision of an instance must keep.
  private func constraints(_ outcome: [Matrix], at instance: Int) -> LinearConstraints {
    let none = Matrix(rows: 0, columns: variables)
    var own = LinearConstraints(rows: none, bounds: [], equalities: none, sums: [])
    func matrix(_ parameter: ProblemParameter, _ rows: Int) -> Matrix {
      Matrix(
        rows: rows, columns: variables,
        values: Array(values(of: parameter, outcome, at: instance)?.values ?? []))
    }
    if let bounds = values(of: .inequalityBound, outcome, at: instance) {
      (own.rows, own.bounds) = (matrix(.inequalityMatrix, inequalities), Array(bounds.values))
    }
    if let sums = values(of: .equalityBound, outcome, at: instance) {
      (own.equalities, own.sums) = (matrix(.equalityMatrix, equalities), Array(sums.values))
    }
    if let box {
      (own.rows, own.bounds) = QuadraticUtility.boxed(own.rows, bound: own.bounds, box: box)
    }
    return own
  }

  /// A parameter of an instance; nil if it is predicted.
  private func values(
    of parameter: ProblemParameter, _ outcome: [Matrix], at instance: Int
  ) -> Matrix? {
    switch source(parameter) {
    case .common(let matrix): return matrix
    case .factor: return nil
    case .field(let index):
      if index < predictedFields { return nil }
      return Matrix([Array(outcome[index].row(instance))])
    }
  }

  // MARK: Learning

  /// The squared error over all predicted numbers; that of Q is of its factor.
  func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  ) -> Variable {
    let errors = (0..<predictedFields).map { prediction[$0] - outcome[$0] }
    let all = errors.count == 1 ? errors[0] : .joiningColumns(errors)
    let sum = all.rowDot(all)
    return errorNorm == .sum ? sum : (1 / Double(all.columns)) * sum
  }

  /// x* of the mean training outcome: of the mean θ, Q, G, h, A and b.
  func uninformedDecision(knowing outcome: [Matrix]) throws -> Matrix {
    var average = self
    for (parameter, source) in sources {
      guard let index = source.field else { continue }
      var mean = outcome[index].meanRow
      if case .factor = source { mean = meanSquare(ofFactors: outcome[index]) }
      let rows = parameter.isMatrix ? mean.columns / variables : 1
      average.sources[parameter] = .common(
        Matrix(rows: rows, columns: mean.columns / rows, values: Array(mean.values)))
    }
    return try average.optimalDecisions(for: [outcome[0].meanRow])
  }

  /// One decision for all instances exists where their feasible sets are the same.
  func referenceDecisions(knowing outcome: [Matrix]) throws -> [ReferenceDecision] {
    let varies = ProblemParameter.ofConstraints.contains { parameter in
      sources[parameter]?.field.map { $0 >= predictedFields } ?? false
    }
    return varies ? [] : [try uninformedReference(knowing: outcome)]
  }

  private func meanSquare(ofFactors factors: Matrix) -> Matrix {
    let k = variables
    var mean = ridge * Matrix.identity(k)
    for i in 0..<factors.rows {
      let factor = Matrix(rows: k, columns: k, values: Array(factors.row(i)))
      mean = mean + (1 / Double(factors.rows)) * (factor * factor.transposed)
    }
    return Matrix(rows: 1, columns: k * k, values: Array(mean.values))
  }
}

extension Matrix {
  /// The mean of all rows, 1×columns.
  fileprivate var meanRow: Matrix {
    var mean = Matrix(rows: 1, columns: columns)
    for i in 0..<rows { for j in 0..<columns { mean[0, j] += self[i, j] / Double(rows) } }
    return mean
  }
}
