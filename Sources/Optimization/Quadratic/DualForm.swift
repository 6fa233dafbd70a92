import LinearAlgebra

/// A strictly convex quadratic program seen from its constraints: all that an active-set method
/// needs of Q, G and A.
///
/// With C = [G; A] and H = Q⁻¹ it holds CH (one row per constraint, the inequalities first) and
/// the Gram matrix CHCᵀ. On an active set W the multipliers solve (CHCᵀ)_WW μ = C_W x₀ −
/// d_W, and x = x₀ − HC_Wᵀμ with x₀ = −Hp.
///
/// All of this is in the units of `Equilibration`, in which rows and variables have sizes near 1.
final class DualForm {
  let variables, inequalities, equalities: Int
  var rows: Int { inequalities + equalities }

  private let memory = Workspace()
  let quadratic, factor, inverse, constraints, images: UnsafeMutablePointer<Double>
  /// CHCᵀ; a row and the column of the same number are valid once the row was prepared.
  let gram: UnsafeMutablePointer<Double>
  /// √(cᵀHc) of every row c.
  let lengths: UnsafeMutablePointer<Double>
  let units: Equilibration
  /// What decides how far a solution in doubles is trusted.
  struct Traits {
    /// Whether some unit is not 1.
    var isScaled = false
    /// Whether an equality depends on others.
    var isRedundant = false
    /// How much rounding may move x, relative to √(x₀ᵀQx₀), infinite where data are not
    /// finite.
    ///
    /// A step of refinement leaves √(‖H‖·cond Q)·ε of x, and slacks by the Gram matrix
    /// lose up to √‖H‖·cond(Q)·ε.
    var rounding = Double.infinity
    /// The smallest Q_jj.
    var leastCurvature = 0.0
  }

  /// The traits of the loaded program, by address, which every solve reads several times.
  let traits: UnsafeMutablePointer<Traits>
  private var precise: PreciseProgram?
  private let rowSizes: UnsafeMutablePointer<Double>
  private var hasSizes = false
  /// The row indices of independent equalities; the others follow from them or contradict them.
  private(set) var independentEqualities: [Int] = []
  private(set) var dependentEqualities: [Int] = []
  /// Whether it is loaded once and computes everything then, or is loaded in every run and computes
  /// only what is asked for.
  private let isLasting: Bool
  private let isPrepared: UnsafeMutablePointer<Bool>

  init(variables n: Int, inequalities m: Int, equalities q: Int, isLasting: Bool) {
    (variables, inequalities, equalities) = (n, m, q)
    self.isLasting = isLasting
    isPrepared = memory.buffer(m + q, of: false)
    (quadratic, factor, inverse) = (memory.zeros(n * n), memory.zeros(n * n), memory.zeros(n * n))
    (constraints, images) = (memory.zeros((m + q) * n), memory.zeros((m + q) * n))
    (gram, lengths) = (memory.zeros((m + q) * (m + q)), memory.zeros(m + q))
    rowSizes = memory.zeros(m + q)
    traits = memory.buffer(1, of: Traits())
    units = Equilibration(variables: n, rows: m + q)
  }

  /// Reads Q, of which it takes the symmetric part, G and A.
  ///
  /// - Throws: `SolverError.notPositiveDefinite`, which names `instance`.
  func load(
    quadratic q: UnsafePointer<Double>, inequalities g: UnsafePointer<Double>?,
    equalities a: UnsafePointer<Double>?, instance: Int
  ) throws(SolverError) {
    let n = variables
    for i in 0..<n { for j in 0..<n { quadratic[i * n + j] = 0.5 * (q[i * n + j] + q[j * n + i]) } }
    if let g { constraints.update(from: g, count: inequalities * n) }
    if let a { (constraints + inequalities * n).update(from: a, count: equalities * n) }
    (precise, hasSizes) = (nil, false)
    units.choose(quadratic, constraints)
    factor.update(from: quadratic, count: n * n)
    let minor = Cholesky.factor(factor, order: n, stride: n)
    guard minor == 0 else { throw .notPositiveDefinite(instance: instance, minor: minor) }
    if isLasting {
      invertCarefully()
    } else {
      // Refinement of the solution makes up for the last digits.
      Cholesky.invert(factor, order: n, stride: n, into: inverse)
    }
    DenseProduct.multiply(constraints, inverse, into: images, rows: rows, columns: n, inner: n)
    isPrepared.update(repeating: isLasting, count: rows)
    if isLasting {
      DenseProduct.multiply(
        images, constraints, into: gram, rows: rows, columns: rows, inner: n, transposeB: true)
    }
    for row in 0..<rows {
      if !isLasting {
        gram[row &* rows &+ row] = InnerProduct.of(
          images + row &* n, constraints + row &* n, count: n)
      }
      lengths[row] = gram[row &* rows &+ row].squareRoot()
    }
    chooseIndependentEqualities()
    measureRounding()
  }

  /// Bounds the norms of Q and H by their traces, which exceed them by an order of magnitude or
  /// more.
  private func measureRounding() {
    var (ofQuadratic, ofInverse, sum) = (0.0, 0.0, 0.0)
    var least = Double.infinity
    for j in 0..<variables {
      least = min(least, quadratic[j * variables + j])
      ofQuadratic += quadratic[j * variables + j]
      ofInverse += inverse[j * variables + j]
    }
    // A row that is not finite has no finite length.
    for row in 0..<rows { sum += lengths[row] }
    let condition = ofQuadratic * ofInverse
    let bound =
      0x1p-53 * ofInverse.squareRoot() * max(condition.squareRoot(), condition / 64)
    traits.pointee = Traits(
      isScaled: !units.isTrivial, isRedundant: !dependentEqualities.isEmpty,
      rounding: bound.isFinite && sum.isFinite ? bound : .infinity, leastCurvature: least)
  }

  /// The largest entry of every row before variables were scaled.
  var sizes: UnsafePointer<Double> {
    if hasSizes { return UnsafePointer(rowSizes) }
    for row in 0..<rows {
      let entries = constraints + row * variables
      var largest = 0.0
      for j in 0..<variables { largest = max(largest, entries[j].magnitude / units.variables[j]) }
      rowSizes[row] = largest
    }
    hasSizes = true
    return UnsafePointer(rowSizes)
  }

  /// The same program in double-double arithmetic, made when it is first needed.
  func preciseProgram(instance: Int) throws(SolverError) -> PreciseProgram {
    if let precise { return precise }
    let made = try PreciseProgram(
      variables: variables, inequalities: inequalities, equalities: equalities,
      quadratic: quadratic, constraints: constraints, instance: instance)
    precise = made
    return made
  }

  /// Computes H by solving for every unit vector, each to the accuracy of the factor.
  private func invertCarefully() {
    let n = variables
    inverse.update(repeating: 0, count: n * n)
    for i in 0..<n {
      inverse[i * n + i] = 1
      Cholesky.solve(factor, order: n, stride: n, inverse + i * n)
    }
  }

  /// Makes sure that this row of the Gram matrix and the column of the same number are valid.
  @inline(__always)
  func prepare(_ row: Int) {
    if !isPrepared[row] { fill(row) }
  }

  private func fill(_ row: Int) {
    let n = variables
    let (image, own) = (images + row &* n, gram + row &* rows)
    for other in 0..<rows where !isPrepared[other] {
      let product = InnerProduct.of(image, constraints + other &* n, count: n)
      own[other] = product
      gram[other &* rows &+ row] = product
    }
    isPrepared[row] = true
  }

  private func chooseIndependentEqualities() {
    independentEqualities.removeAll(keepingCapacity: true)
    dependentEqualities.removeAll(keepingCapacity: true)
    let order = equalities
    if order == 0 { return }
    let scratch = UnsafeMutablePointer<Double>.allocate(capacity: order * order)
    defer { scratch.deallocate() }
    for j in 0..<order {
      let row = inequalities + j
      let count = independentEqualities.count
      let last = scratch + count * order
      prepare(row)
      for (k, other) in independentEqualities.enumerated() { last[k] = gram[row * rows + other] }
      Cholesky.solveLower(scratch, order: count, stride: order, last)
      var curvature = gram[row * rows + row]
      for k in 0..<count { curvature -= last[k] * last[k] }
      if curvature > DualForm.dependence * gram[row * rows + row] {
        last[count] = curvature.squareRoot()
        independentEqualities.append(row)
      } else {
        dependentEqualities.append(row)
      }
    }
  }

  /// A row depends on the active ones if its component outside their span is below this share of
  /// its squared length.
  static let dependence = 1e-11
}
