public import LinearAlgebra

/// Relaxed knapsacks of several dimensions, decided at a vertex.
///
///     maximise cᵀx  subject to  Wx ≤ b,  0 ≤ x ≤ 1.
///
/// Shapes: W r×n and b r, with b ≥ 0, so that x = 0 is feasible; few rows and any number of
/// columns. The simplex method for bounded variables starts there. Each basis is factored anew, so
/// that no error is carried from pivot to pivot, and of a vertex at most r entries are neither 0
/// nor 1. It is the same one every time: the largest reduced cost enters, after a step of no length
/// the first variable (Bland's rule, by which it ends), and of equal ones the first. What gains
/// nothing does not enter, as an item of no value.
///
///     let program = PackingProgram(weights: Matrix([[2, 1, 3]]), capacities: [4])
///     let x = try program.solution(maximising: [3, 2, 3])  // [1 1 1/3]
///
/// - SeeAlso: Dantzig (1955), Upper Bounds, Secondary Constraints, and Block Triangularity in
///   Linear Programming; Bland (1977), New Finite Pivoting Rules for the Simplex Method.
public struct PackingProgram: Sendable {
  /// W, r×n.
  public let weights: Matrix
  /// b, r numbers of at least 0.
  public let capacities: [Double]

  /// Reduced costs and pivots of less than this share of the largest number are rounding.
  private static let rounding = 1e-12

  /// The program of the given weights and capacities.
  public init(weights: Matrix, capacities: [Double]) {
    precondition(
      weights.rows == capacities.count, "\(capacities.count) capacities for \(weights.rows) rows")
    precondition(capacities.allSatisfy { $0 >= 0 }, "capacities \(capacities)")
    (self.weights, self.capacities) = (weights, capacities)
  }

  /// The optimal vertex for the values c, n numbers; NaN throughout where one is not finite.
  ///
  /// - Throws: `SolverError.notConverged` should the search not end.
  /// - Complexity: O(r³ + rn) per pivot, of which there are about as many as entries that leave 0.
  public func solution(maximising c: [Double]) throws(SolverError) -> [Double] {
    let n = weights.columns
    precondition(c.count == n, "\(c.count) values for \(n) items")
    guard c.allSatisfy(\.isFinite) else { return Array(repeating: .nan, count: n) }
    var search = Search(self, values: c)
    return try search.run()
  }

  /// A basis, and the bounds at which the other variables lie: items 0..<n, then the r slacks.
  private struct Search {
    private let program: PackingProgram
    private let values: [Double]
    private let rows: Int, items: Int
    /// Reduced costs up to this are none.
    private let tolerance: Double
    private var basis: [Int]
    private var isBasic: [Bool], isUpper: [Bool]

    init(_ program: PackingProgram, values: [Double]) {
      (self.program, self.values) = (program, values)
      (rows, items) = (program.weights.rows, program.weights.columns)
      tolerance = PackingProgram.rounding * values.reduce(0) { max($0, $1.magnitude) }
      basis = (0..<program.weights.rows).map { program.weights.columns + $0 }
      isBasic = Array(repeating: false, count: items) + Array(repeating: true, count: rows)
      isUpper = Array(repeating: false, count: items + rows)
    }

    private func coefficient(_ row: Int, _ variable: Int) -> Double {
      variable < items ? program.weights[row, variable] : row == variable - items ? 1 : 0
    }

    private func value(_ variable: Int) -> Double { variable < items ? values[variable] : 0 }

    private func column(_ variable: Int) -> [Double] {
      (0..<rows).map { coefficient($0, variable) }
    }

    /// The basic variables' values, by the equations themselves.
    private func basicValues() throws(SolverError) -> [Double] {
      var rest = program.capacities
      for j in 0..<items where !isBasic[j] && isUpper[j] {
        for i in 0..<rows { rest[i] -= program.weights[i, j] }
      }
      return try solve(rest, transposed: false)
    }

    mutating func run() throws(SolverError) -> [Double] {
      var isStuck = false
      for _ in 0..<(100 * (items + rows) + 100) {
        let y = try solve(basis.map(value), transposed: true)
        guard let entering = entering(y, first: isStuck) else { return try decision() }
        isStuck = try step(entering)
      }
      throw SolverError.notConverged(instance: 0, residual: .infinity)
    }

    /// The variable whose change gains most, or the first that gains at all; nil if none does.
    private func entering(_ y: [Double], first: Bool) -> Int? {
      var best: (variable: Int, gain: Double)?
      for j in 0..<items + rows where !isBasic[j] {
        var cost = value(j)
        for i in 0..<rows { cost -= y[i] * coefficient(i, j) }
        let gain = isUpper[j] ? -cost : cost
        guard gain > tolerance, gain > best?.gain ?? 0 else { continue }
        best = (j, gain)
        if first { break }
      }
      return best?.variable
    }

    /// Moves a variable away from its bound until another one meets one; whether it did not move.
    private mutating func step(_ entering: Int) throws(SolverError) -> Bool {
      let levels = try basicValues()
      let direction: Double = isUpper[entering] ? -1 : 1
      let change = try solve(column(entering), transposed: false).map { -direction * $0 }
      var length: Double = entering < items ? 1 : .infinity
      var leaving: (row: Int, atUpper: Bool)?
      let size = change.reduce(1) { max($0, $1.magnitude) }
      for i in 0..<rows where change[i].magnitude > PackingProgram.rounding * size {
        let isRising = change[i] > 0
        guard !isRising || basis[i] < items else { continue }
        let room = isRising ? 1 - levels[i] : levels[i]
        let reach = max(0, room) / change[i].magnitude
        let isFirst = leaving.map { reach == length && basis[i] < basis[$0.row] } ?? false
        if reach < length || isFirst { (length, leaving) = (reach, (i, isRising)) }
      }
      guard length.isFinite else { throw SolverError.unbounded(instance: 0) }
      if let leaving {
        let out = basis[leaving.row]
        (isBasic[out], isUpper[out]) = (false, leaving.atUpper)
        (isBasic[entering], isUpper[entering]) = (true, false)
        basis[leaving.row] = entering
      } else {
        isUpper[entering].toggle()
      }
      return length <= PackingProgram.rounding
    }

    private func decision() throws(SolverError) -> [Double] {
      var x = (0..<items).map { isUpper[$0] ? 1.0 : 0 }
      for (variable, level) in zip(basis, try basicValues()) where variable < items {
        x[variable] = min(1, max(0, level))
      }
      return x
    }

    /// B⁻¹v, or its transpose's, by elimination with the largest pivot of each column.
    private func solve(_ v: [Double], transposed: Bool) throws(SolverError) -> [Double] {
      var a = (0..<rows).map { i in
        (0..<rows).map { transposed ? coefficient($0, basis[i]) : coefficient(i, basis[$0]) }
      }
      var x = v
      for j in 0..<rows {
        var pivot = j
        for i in j..<rows where a[i][j].magnitude > a[pivot][j].magnitude { pivot = i }
        guard a[pivot][j] != 0 else {
          throw SolverError.notConverged(instance: 0, residual: .infinity)
        }
        a.swapAt(j, pivot)
        x.swapAt(j, pivot)
        for i in j + 1..<max(rows, j + 1) {
          let factor = a[i][j] / a[j][j]
          for k in j..<rows { a[i][k] -= factor * a[j][k] }
          x[i] -= factor * x[j]
        }
      }
      for j in (0..<rows).reversed() {
        for k in j + 1..<max(rows, j + 1) { x[j] -= a[j][k] * x[k] }
        x[j] /= a[j][j]
      }
      return x
    }
  }
}
