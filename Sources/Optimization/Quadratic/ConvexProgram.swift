public import Differentiation
public import LinearAlgebra

/// Linear and convex quadratic programs with a bounded optimum, one for each row of linear terms.
///
///     minimise ½ xᵀQx + pᵀx  subject to  Gx ≤ h,  Ax = b.
///
/// Shapes: Q n×n symmetric positive semidefinite, of which the symmetric part counts and which may
/// be zero, p n, G m×n, h m, A q×n and b q; m and q may be 0. `QuadraticProgram` is for positive
/// definite Q, and differentiable.
///
/// Of several optimal decisions of a linear program (Q = 0) the one of least Euclidean norm is
/// taken, so that answers do not depend on the order of rows; with Q ≠ 0 it is where the proximal
/// method leads from 0, which is that decision, too, if no rows are active. An optimal vertex is
/// the solution of its active rows, to rounding; along a null space of Q decisions are sharp to
/// about 10⁻⁹.
///
///     let program = ConvexProgram(
///       inequalityMatrix: Matrix([[1, 1], [-1, 0], [0, -1]]), inequalityBound: [1, 0, 0])
///     let x = try program.solutions(Matrix([[-1, -2], [-1, -1]]))  // [0 1], [0.5 0.5]
///
/// - SeeAlso: Rockafellar (1976), Monotone operators and the proximal point algorithm;
///   Mangasarian & Meyer (1979), Nonlinear perturbation of linear programs.
public struct ConvexProgram: Sendable {
  /// Q, n×n.
  public let quadratic: Matrix
  /// G, m×n, and A, q×n.
  public let inequalityMatrix: Matrix, equalityMatrix: Matrix
  /// The m bounds h and the q values b.
  public let inequalityBound: [Double], equalityBound: [Double]

  /// The number of decision variables n.
  public var variables: Int { inequalityMatrix.columns }

  /// A program with the given parameters.
  ///
  /// By default Q is zero and there are no equalities.
  public init(
    quadratic: Matrix? = nil, inequalityMatrix g: Matrix, inequalityBound h: [Double],
    equalityMatrix a: Matrix? = nil, equalityBound b: [Double] = []
  ) {
    let n = g.columns
    self.quadratic = quadratic ?? Matrix(rows: n, columns: n)
    (inequalityMatrix, inequalityBound) = (g, h)
    (equalityMatrix, equalityBound) = (a ?? Matrix(rows: 0, columns: n), b)
    precondition(
      self.quadratic.rows == n && self.quadratic.columns == n && equalityMatrix.columns == n,
      "Q of order \(self.quadratic.rows) and A of \(equalityMatrix.columns) columns for \(n)")
    precondition(
      g.rows == h.count && equalityMatrix.rows == b.count,
      "\(h.count) bounds for \(g.rows) rows, \(b.count) values for \(equalityMatrix.rows)")
  }

  /// The optimal decisions for linear terms `p`: both count×n, one row per instance.
  ///
  /// - Throws: `SolverError.infeasible` and `unbounded` with the number of the instance,
  ///   `notPositiveDefinite` where Q has a negative eigenvalue beyond 10⁻⁶ of the largest
  ///   number in Q and p, and `notConverged` where the optimality conditions are missed by more
  ///   than 10⁻¹⁰ of the terms in them and by more than the rounding of that number, or where
  ///   numbers are not finite.
  /// - Complexity: per instance two or three runs of a dual active-set method in double-double
  ///   arithmetic, O((n+m+q)n²) each.
  public func solutions(_ p: Matrix) throws(SolverError) -> Matrix {
    precondition(p.columns == variables, "\(p.columns) linear terms for \(variables) variables")
    var result = Matrix(rows: p.rows, columns: variables)
    if p.rows == 0 || variables == 0 { return result }
    let solver = try ConvexSolver(self)
    for i in 0..<p.rows {
      let x = try solver.solve(Array(p.row(i)), instance: i)
      for j in 0..<variables { result[i, j] = x[j] }
    }
    return result
  }

  /// The optimal decisions for linear terms `p`, count×n, on a tape.
  ///
  /// They have no derivative: at a vertex it is zero wherever it exists. Running it throws what
  /// `solutions` throws.
  public func solution(_ p: Variable) -> Variable {
    precondition(p.columns == variables, "\(p.columns) linear terms for \(variables) variables")
    return p.tape.record(
      ConvexSolution(program: self), of: [p], rows: p.rows, columns: variables)
  }
}

/// Decisions of a convex program, constant between the values at which they jump.
struct ConvexSolution: Operation {
  let program: ConvexProgram

  var pushReadsResult: Bool { false }

  func evaluate(_ frame: Frame) throws {
    let p = frame.inputs[0]
    let values = Array(UnsafeBufferPointer(start: p.value, count: p.count))
    let x = try program.solutions(Matrix(rows: p.rows, columns: p.columns, values: values))
    for (k, value) in x.values.enumerated() { frame.result.value[k] = value }
  }

  func push(_ frame: Frame) {
    frame.result.tangent?.update(repeating: 0, count: frame.result.count)
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [nil]
  }
}

/// A convex program with rows of largest entry 1…2, and its proximal searches by size of
/// objective.
private final class ConvexSolver {
  private let variables: Int, inequalities: Int, equalities: Int
  private let memory = Workspace()
  private let quadratic, constraints, bounds, linear, ones: UnsafeMutablePointer<Double>
  private let largestCurvature: Double
  private var searches: [[Double]: ProximalSearch] = [:]
  private let rowUnits: [Double]

  init(_ program: ConvexProgram) throws(SolverError) {
    let n = program.variables
    (variables, inequalities) = (n, program.inequalityBound.count)
    equalities = program.equalityBound.count
    let total = inequalities + equalities
    (quadratic, constraints) = (memory.zeros(n * n), memory.zeros(total * n))
    (bounds, linear, ones) = (memory.zeros(total), memory.zeros(n), memory.buffer(n, of: 1))
    var check = 0.0
    for i in 0..<n {
      for j in 0..<n {
        quadratic[i * n + j] = 0.5 * (program.quadratic[i, j] + program.quadratic[j, i])
      }
    }
    largestCurvature = program.quadratic.largestMagnitude
    for value in program.quadratic.values { check += 0 * value }
    let values = program.inequalityMatrix.values + program.equalityMatrix.values
    let limits = program.inequalityBound + program.equalityBound
    var units: [Double] = []
    for row in 0..<total {
      let entries = values[row * n..<(row + 1) * n]
      let largest = entries.reduce(0) { max($0, $1.magnitude) }
      let unit =
        largest > 0 && largest.isFinite
        ? Double(sign: .plus, exponent: -Int(largest.exponent), significand: 1) : 1
      for (j, entry) in entries.enumerated() {
        constraints[row * n + j] = unit * entry
        check += 0 * entry
      }
      bounds[row] = unit * limits[row]
      check += row < inequalities && limits[row] == .infinity ? 0 : 0 * limits[row]
      units.append(unit)
    }
    rowUnits = units
    guard check == 0 else { throw .notConverged(instance: 0, residual: .nan) }
  }

  func solve(_ p: [Double], instance: Int) throws(SolverError) -> [Double] {
    var size = largestCurvature
    for j in 0..<variables {
      linear[j] = p[j]
      size = OptimalityCheck.larger(size, p[j].magnitude)
    }
    guard size.isFinite else { throw .notConverged(instance: instance, residual: .nan) }
    let scale = size > 0 ? Double(sign: .plus, exponent: -Int(size.exponent), significand: 1) : 1
    let isCurved = largestCurvature > 0
    let (x, check) = try run(
      scale: scale, shift: isCurved ? ProximalSearch.curvedShift : ProximalSearch.linearShift,
      instance: instance)
    // Curvature of 10⁻⁹ and linear terms of rounding size take shorter shifts.
    if isCurved, !check.isOptimal || check.stationarityOfTerms > OptimalityCheck.stationary {
      let finer = try? run(scale: scale, shift: ProximalSearch.linearShift, instance: instance)
      if let finer, finer.check.isOptimal { return finer.x }
    }
    guard check.isOptimal else { throw .notConverged(instance: instance, residual: check.residual) }
    return x
  }

  private func run(
    scale: Double, shift: Double, instance: Int
  ) throws(SolverError) -> (x: [Double], check: OptimalityCheck) {
    let search = try search(scale: scale, shift: shift, instance: instance)
    do throws(SolverError) {
      try search.run(linear, bounds, instance: instance)
    } catch {
      guard case .infeasible(_, let row, let violation) = error else { throw error }
      throw .infeasible(instance: instance, row: row, violation: violation / rowUnits[row])
    }
    let check = OptimalityCheck(
      search.program, linear, bounds, units: ones, scale: scale,
      rounding: search.rounding(linear), isHeld: false)
    return ((0..<variables).map { search.program.x[$0].high }, check)
  }

  private func search(
    scale: Double, shift: Double, instance: Int
  ) throws(SolverError) -> ProximalSearch {
    if let search = searches[[scale, shift]] { return search }
    let search = try ProximalSearch(
      variables: variables, inequalities: inequalities, equalities: equalities,
      quadratic: quadratic, constraints: constraints, scale: scale,
      shift: shift, instance: instance)
    searches[[scale, shift]] = search
    return search
  }
}
