public import Differentiation
public import LinearAlgebra

/// Maps raw network outputs into a polytope {Gx ≤ h, Ax = b} by shrinking them towards an inner
/// point c.
///
///     x̂ = c + Ny/max(1, γ(Ny)),   γ(y) = maxᵢ (Gy)ᵢ/(hᵢ − Gᵢc)
///
/// N projects on the null space of A. γ is the gauge of the polytope about c: x̂ = c + Ny inside,
/// and outside the point where the ray from c leaves the polytope. It is piecewise smooth; the row
/// that attains the maximum is noted as the branch. The gradient of the maximum is that of this
/// row, and zero where γ < 1.
///
///     let square = GaugeLayer(
///       inequalities: Matrix([[1, 0], [0, 1], [-1, 0], [0, -1]]), bounds: [1, 1, 1, 1],
///       equalities: Matrix(rows: 0, columns: 2), equalityBounds: [])
///     let x = square?.points(for: tape.input(Matrix([[0.5, -4]])))  // [0.125 −1] when run
///
/// - SeeAlso: Shah et al. (2020), which the paper's §3.3 follows.
public struct GaugeLayer: Sendable {
  /// c, 1×k: strictly inside all inequalities.
  public let centre: Matrix
  /// Gᵢ/(hᵢ − Gᵢc), r×k.
  let scaledRows: Matrix
  /// N, k×k; nil without equalities.
  let projection: Matrix?

  /// The layer of a polytope about an inner point; nil if there is none.
  ///
  /// c is 0 where all bounds are positive and there are no equalities, else the Chebyshev centre:
  /// the centre of the largest ball in the plane of the equalities that fits into the polytope, and
  /// of several such centres the one of least norm. In an unbounded polytope a ball of 10³ times
  /// the largest bound (at least 1) counts as the largest.
  ///
  /// - Parameters:
  ///   - g: G, m×k.
  ///   - h: the m bounds of its rows.
  ///   - a: A, p×k; its rows may depend on each other, and p may be 0.
  ///   - b: the p values of its rows.
  public init?(
    inequalities g: Matrix, bounds h: [Double], equalities a: Matrix, equalityBounds b: [Double]
  ) {
    let k = g.columns
    projection = a.rows == 0 ? nil : GaugeLayer.nullSpaceProjection(a)
    if a.rows == 0, h.allSatisfy({ $0 > 0 }) {
      centre = Matrix(rows: 1, columns: k)
    } else {
      guard
        let found = GaugeLayer.chebyshevCentre(
          inequalities: g, bounds: h, equalities: a, equalityBounds: b, projection: projection)
      else { return nil }
      centre = found
    }
    var rows = g
    let reach = g * centre.transposed
    for i in 0..<g.rows {
      let slack = h[i] - reach[i, 0]
      guard slack > 0 else { return nil }
      for j in 0..<k { rows[i, j] /= slack }
    }
    scaledRows = rows
  }

  /// The points of the polytope for raw outputs `y`: both n×k, a row per instance.
  public func points(for y: Variable) -> Variable {
    let tape = y.tape
    let ray = projection.map { y.times(tape.input($0)) } ?? y
    let k = centre.columns
    let unit = tape.record(RayUnit(), of: [ray, ray], rows: y.rows, columns: k)
    let chosen = tape.record(
      GaugeSelection(rows: scaledRows), of: [unit, ray], rows: y.rows, columns: k + 1)
    let gauge = unit.rowDot(chosen.columns(0..<k)) + chosen.columns(k..<k + 1)
    let shrunk = unit.scalingRows(by: gauge.power(-1))
    return centre.largestMagnitude == 0 ? shrunk : shrunk.addingRow(tape.input(centre))
  }

  /// I − Aᵀ(AAᵀ)⁺A by the Gram–Schmidt process on the rows of A, without those that
  /// depend on others.
  private static func nullSpaceProjection(_ a: Matrix) -> Matrix {
    var basis: [[Double]] = []
    for i in 0..<a.rows {
      var row = Array(a.row(i))
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // Twice, which restores orthogonality to rounding level.
      for _ in 0..<2 {
        for other in basis {
          let along = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          for j in row.indices { row[j] -= along * other[j] }
        }
      }
      let remainder = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if remainder > 1e-10 * length { basis.append(row.map { $0 / remainder }) }
    }
    var projection = Matrix.identity(a.columns)
    for row in basis {
      for i in row.indices { for j in row.indices { projection[i, j] -= row[i] * row[j] } }
    }
    return projection
  }

  /// The radius at which an unbounded polytope counts as wide enough, in units of the largest bound
  /// or of 1, whichever is larger.
  static let largestRadius = 1e3

  /// The c that maximises r subject to Gᵢc + ‖GᵢN‖r ≤ hᵢ, Ac = b.
  ///
  /// A small quadratic term makes it unique and its program one that is solved exactly. Rows are
  /// brought to a largest entry near 1 first, unless they are within 2^±8 of it: factors on them
  /// change neither the largest bound nor what counts as an interior.
  private static func chebyshevCentre(
    inequalities given: Matrix, bounds: [Double], equalities a: Matrix, equalityBounds b: [Double],
    projection: Matrix?
  ) -> Matrix? {
    let k = given.columns
    var (g, h) = (given, bounds)
    for i in 0..<g.rows {
      let largest = g.row(i).reduce(0) { max($0, $1.magnitude) }
      let factor = Equilibration.factor(ofRow: largest)
      if factor == 1 { continue }
      for j in 0..<k { g[i, j] *= factor }
      h[i] *= factor
    }
    let inPlane = projection.map { g * $0 } ?? g
    var rows = Matrix(rows: g.rows + 2, columns: k + 1)
    for i in 0..<g.rows {
      for j in 0..<k { rows[i, j] = g[i, j] }
      rows[i, k] = Matrix([Array(inPlane.row(i))]).norm
    }
    rows[g.rows, k] = -1
    rows[g.rows + 1, k] = 1
    let scale = max(1, h.reduce(0) { max($0, $1.magnitude) })
    var equalities = Matrix(rows: a.rows, columns: k + 1)
    for i in 0..<a.rows { for j in 0..<k { equalities[i, j] = a[i, j] } }
    let tape = Tape()
    var objective = Matrix(rows: 1, columns: k + 1)
    objective[0, k] = -1
    let limits = h + [0, largestRadius * scale]
    let solution = QuadraticProgram(
      variables: k + 1, inequalities: g.rows + 2, equalities: a.rows,
      quadratic: .constant((1e-6 / scale) * Matrix.identity(k + 1)),
      inequalityMatrix: .constant(rows),
      inequalityBound: .constant(Matrix(rows: 1, columns: limits.count, values: limits)),
      equalityMatrix: .constant(equalities),
      equalityBound: .constant(Matrix(rows: 1, columns: b.count, values: b))
    ).solution(tape.input(objective))
    do { try tape.compile([solution]).run() } catch { return nil }
    let values = Array(solution.value.values)
    guard values[k] > 1e-9 * scale, values.allSatisfy(\.isFinite) else { return nil }
    return Matrix(rows: 1, columns: k, values: Array(values.prefix(k)))
  }
}
