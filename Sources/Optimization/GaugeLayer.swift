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
    let chosen = tape.record(
      GaugeSelection(rows: scaledRows), of: [ray], rows: y.rows, columns: k + 1)
    let gauge = ray.rowDot(chosen.columns(0..<k)) + chosen.columns(k..<k + 1)
    let shrunk = ray.scalingRows(by: gauge.power(-1))
    return centre.largestMagnitude == 0 ? shrunk : shrunk.addingRow(tape.input(centre))
  }

  /// I − Aᵀ(AAᵀ)⁺A by the Gram–Schmidt process on the rows of A, without those that depend on
  /// others.
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
  /// A small quadratic term makes it unique and its program one that is solved exactly.
  private static func chebyshevCentre(
    inequalities g: Matrix, bounds h: [Double], equalities a: Matrix, equalityBounds b: [Double],
    projection: Matrix?
  ) -> Matrix? {
    let k = g.columns
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
    let bounds = h + [0, largestRadius * scale]
    let solution = QuadraticProgram(
      variables: k + 1, inequalities: g.rows + 2, equalities: a.rows,
      quadratic: .constant((1e-6 / scale) * Matrix.identity(k + 1)),
      inequalityMatrix: .constant(rows),
      inequalityBound: .constant(Matrix(rows: 1, columns: bounds.count, values: bounds)),
      equalityMatrix: .constant(equalities),
      equalityBound: .constant(Matrix(rows: 1, columns: b.count, values: b))
    ).solution(tape.input(objective))
    do { try tape.compile([solution]).run() } catch { return nil }
    let values = Array(solution.value.values)
    guard values[k] > 1e-9 * scale else { return nil }
    return Matrix(rows: 1, columns: k, values: Array(values.prefix(k)))
  }
}

/// For each row y the (a, a₀) with max(1, γ(y)) = aᵀy + a₀: the scaled constraint that attains γ(y)
/// and 0, or zeros and 1 where γ(y) ≤ 1.
///
/// It is constant between kinks.
struct GaugeSelection: Operation {
  let rows: Matrix
  /// The transpose of `rows`, each row filled up to whole vectors, so that products with all
  /// constraints are computed side by side.
  private let columns: [Double]
  private let width: Int

  init(rows: Matrix) {
    self.rows = rows
    width = (rows.rows + 7) / 8 * 8
    var columns = [Double](repeating: 0, count: rows.columns * width)
    for i in 0..<rows.rows { for j in 0..<rows.columns { columns[j * width + i] = rows[i, j] } }
    self.columns = columns
  }

  var pushReadsResult: Bool { false }
  var isLinear: Bool { true }

  func choiceWords(rows count: Int, columns: Int) -> Int { count }

  func evaluate(_ frame: Frame) {
    let k = rows.columns
    let words = frame.branches.current.map { $0 + frame.firstChoice }
    let isHeld = frame.branches.mode == .held
    var census = frame.branches.census
    rows.values.withUnsafeBufferPointer { buffer in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, width)) { products in
        guard let constraints = buffer.baseAddress, let products = products.baseAddress else {
          return
        }
        for i in 0..<frame.result.rows {
          let target = frame.result.value + i &* (k &+ 1)
          var choice = 0
          if isHeld, let words {
            choice = Int(words[i])
          } else {
            multiply(frame.inputs[0].value + i &* k, into: products)
            choice = choose(products, &census)
            words?[i] = UInt64(choice)
          }
          if choice == 0 {
            target.update(repeating: 0, count: k)
          } else {
            target.update(from: constraints + (choice &- 1) &* k, count: k)
          }
          target[k] = choice == 0 ? 1 : 0
        }
      }
    }
    frame.branches.census = census
  }

  /// Writes aᵢᵀy of all constraints i, each summed in the order of y's entries.
  private func multiply(_ y: UnsafePointer<Double>, into products: UnsafeMutablePointer<Double>) {
    products.update(repeating: 0, count: width)
    columns.withUnsafeBufferPointer { columns in
      guard let columns = columns.baseAddress else { return }
      for j in 0..<rows.columns {
        let (column, value) = (columns + j &* width, y[j])
        for i in 0..<width { products[i] += column[i] * value }
      }
    }
  }

  /// 0 where γ ≤ 1, else 1 plus the index of the row that attains γ (the first, if several do).
  private func choose(_ products: UnsafePointer<Double>, _ census: inout BranchCensus) -> Int {
    var (choice, largest, second) = (0, 1.0, -Double.infinity)
    for row in 0..<rows.rows {
      let product = products[row]
      if product > largest {
        (choice, second, largest) = (row &+ 1, largest, product)
      } else {
        second = max(second, product)
      }
    }
    census.note(margin: largest - second, degenerateBelow: 1e-14)
    return choice
  }

  func push(_ frame: Frame) {
    frame.result.tangent?.update(repeating: 0, count: frame.result.count)
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [nil]
  }
}
