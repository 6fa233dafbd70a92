import LinearAlgebra

/// A strictly convex quadratic program in double-double arithmetic, for instances whose answers are
/// lost in the rounding errors of doubles.
///
///     minimise ½ xᵀ(αQ + μI)x + pᵀx  subject to  Gx ≤ h,  Ax = b.
///
/// It is the dual active-set method again, in its orthogonal form: with αQ + μI = LLᵀ and y =
/// Lᵀx the answer is the feasible point nearest to y₀ = −L⁻¹p, and the images v = L⁻¹c
/// of the active rows have an orthonormal basis E and triangular coordinates R. Where θ/Q is
/// 10⁹, y₀ is 10⁹ times as large as the answer, which doubles have lost and this has not.
final class PreciseProgram {
  let variables, inequalities, equalities: Int
  /// Q and C = [G; A], in doubles, of which the owner keeps the memory.
  let quadratic, constraints: UnsafePointer<Double>
  var total: Int { inequalities + equalities }

  private let memory = Workspace()
  private let factor, images, basis: UnsafeMutablePointer<DoubleDouble>
  /// The coordinates of the active rows along the basis, one row per active row: Rᵀ, the Cholesky
  /// factor of their Gram matrix.
  private let triangle: UnsafeMutablePointer<DoubleDouble>
  private let along, remainder, combination: UnsafeMutablePointer<DoubleDouble>
  private let start, point, coordinates: UnsafeMutablePointer<DoubleDouble>
  private let lengths: UnsafeMutablePointer<Double>
  private let isActive, isExcused: UnsafeMutablePointer<Bool>
  private let capacity: Int
  /// Whether L is diagonal, as that of a linear program is.
  private var isDiagonal = true
  /// The decision x of the last solve, and the multipliers of its active rows.
  let x, multipliers: UnsafeMutablePointer<DoubleDouble>
  /// The active rows, the equalities first, and how many equalities there are among them.
  private(set) var rows: [Int] = []
  private(set) var activeEqualities = 0
  private var dependentEqualities: [Int] = []
  private var hasEqualities = false
  private(set) var changes = 0
  /// The lengths of y₀ and of the multipliers' terms, which cancel to the decision.
  private var reach = 0.0

  /// A row depends on the active ones if its part outside their span is below this share of it.
  private static let dependence = 1e-13
  /// A row counts as violated beyond this share of the terms in it: the rounding of its data.
  private static let allowance = 0x1p-46
  /// The rounding errors of slacks, relative to the lengths of what cancels in them, and of
  /// decisions, relative to the largest.
  private static let noise = 0x1p-94
  /// Constraints contradict each other beyond this share of the bounds involved.
  private static let contradiction = 1e-10

  /// Reads Q, whose lower triangle counts, G and A.
  ///
  /// - Throws: `SolverError.notPositiveDefinite`, which names `instance`.
  init(
    variables n: Int, inequalities m: Int, equalities q: Int, quadratic: UnsafePointer<Double>,
    constraints: UnsafePointer<Double>, scale: Double = 1, shift: Double = 0, instance: Int
  ) throws(SolverError) {
    (variables, inequalities, equalities) = (n, m, q)
    (self.quadratic, self.constraints) = (quadratic, constraints)
    capacity = min(n, m + q)
    let memory = memory
    func zeros(_ count: Int) -> UnsafeMutablePointer<DoubleDouble> {
      memory.buffer(count, of: .zero)
    }
    (factor, images) = (zeros(n * n), zeros((m + q) * n))
    (basis, triangle) = (zeros(capacity * n), zeros(capacity * capacity))
    (along, remainder, combination) = (zeros(capacity), zeros(n), zeros(capacity))
    (start, point, coordinates) = (zeros(n), zeros(n), zeros(capacity))
    (x, multipliers, lengths) = (zeros(n), zeros(capacity), memory.zeros(m + q))
    (isActive, isExcused) = (memory.buffer(m + q, of: false), memory.buffer(m + q, of: false))
    for i in 0..<n {
      for j in 0...i { factor[i * n + j] = scale * DoubleDouble(quadratic[i * n + j]) }
      factor[i * n + i] = factor[i * n + i] + DoubleDouble(shift)
    }
    let minor = factorise()
    guard minor == 0 else { throw .notPositiveDefinite(instance: instance, minor: minor) }
    for row in 0..<total {
      let image = images + row * n
      for j in 0..<n { image[j] = DoubleDouble(constraints[row * n + j]) }
      solveLower(image)
      lengths[row] = DoubleDouble.product(image, image, count: n).squareRoot().high
    }
  }

  private func factorise() -> Int {
    let n = variables
    isDiagonal = (0..<n).allSatisfy { i in (0..<i).allSatisfy { quadratic[i * n + $0] == 0 } }
    for i in 0..<n {
      let row = factor + i * n
      let own = row[i]
      for j in 0..<(isDiagonal ? 0 : i) {
        let other = factor + j * n
        row[j] = (row[j] - DoubleDouble.product(row, other, count: j)) / other[j]
      }
      let pivot = own - DoubleDouble.product(row, row, count: isDiagonal ? 0 : i)
      guard pivot.high > 1e-26 * own.high else { return i + 1 }
      row[i] = pivot.squareRoot()
    }
    return 0
  }

  private func solveLower(_ v: UnsafeMutablePointer<DoubleDouble>) {
    for i in 0..<variables {
      let row = factor + i * variables
      v[i] = (v[i] - DoubleDouble.product(row, v, count: isDiagonal ? 0 : i)) / row[i]
    }
  }

  private func solveUpper(
    _ l: UnsafePointer<DoubleDouble>, order: Int, stride: Int,
    _ v: UnsafeMutablePointer<DoubleDouble>
  ) {
    for i in (0..<order).reversed() {
      let row = l + i * stride
      v[i] = v[i] / row[i]
      DoubleDouble.subtract(v[i], times: row, from: v, count: i)
    }
  }

  // MARK: The basis of the active rows

  /// Splits the image of a row into its part along the basis and the remainder, twice, which
  /// restores orthogonality to rounding; returns the length of the remainder.
  private func split(_ image: UnsafePointer<DoubleDouble>) -> DoubleDouble {
    let (n, count) = (variables, rows.count)
    for j in 0..<n { remainder[j] = image[j] }
    for k in 0..<count { along[k] = .zero }
    for _ in 0..<2 {
      for k in 0..<count {
        let direction = basis + k * n
        let share = DoubleDouble.product(direction, remainder, count: n)
        along[k] = along[k] + share
        DoubleDouble.subtract(share, times: direction, from: remainder, count: n)
      }
    }
    return DoubleDouble.product(remainder, remainder, count: n).squareRoot()
  }

  /// Adds a row unless it depends on the active ones; returns whether it was added.
  @discardableResult
  private func append(_ row: Int) -> Bool {
    let (n, count) = (variables, rows.count)
    guard count < capacity else { return false }
    let length = split(images + row * n)
    guard length.high > PreciseProgram.dependence * lengths[row] else { return false }
    for k in 0..<count { triangle[count * capacity + k] = along[k] }
    triangle[count * capacity + count] = length
    for j in 0..<n { basis[count * n + j] = remainder[j] / length }
    rows.append(row)
    isActive[row] = true
    return true
  }

  /// Drops the active row at `position`; rotations make what follows it triangular again.
  private func remove(at position: Int) {
    isActive[rows.remove(at: position)] = false
    let count = rows.count
    for k in position..<count {
      let (row, next) = (triangle + k * capacity, triangle + (k + 1) * capacity)
      row.update(from: next, count: k + 2)
      multipliers[k] = multipliers[k + 1]
    }
    for k in position..<count {
      let (a, b) = (triangle[k * capacity + k], triangle[k * capacity + k + 1])
      let length = (a * a + b * b).squareRoot()
      let (cosine, sine) = (a / length, b / length)
      func rotate(
        _ first: UnsafeMutablePointer<DoubleDouble>, _ second: UnsafeMutablePointer<DoubleDouble>,
        count: Int
      ) {
        DoubleDouble.rotate(first, second, cosine: cosine, sine: sine, count: count)
      }
      for i in k..<count {
        let row = triangle + i * capacity
        rotate(row + k, row + k + 1, count: 1)
      }
      rotate(basis + k * variables, basis + (k + 1) * variables, count: variables)
    }
  }

  /// Writes the coefficients r with Σ r_k v_k = the part of the row last split in the span.
  private func combine() {
    for k in rows.indices { combination[k] = along[k] }
    solveUpper(triangle, order: rows.count, stride: capacity, combination)
  }

  /// Starts from −p, the independent equalities and those of `guess` that do not depend on the
  /// rows before them; dependent equalities must agree with the others.
  private func begin(
    _ p: UnsafePointer<DoubleDouble>, _ d: UnsafePointer<Double>, from guess: [Int], instance: Int
  ) throws(SolverError) {
    for j in 0..<variables { start[j] = -p[j] }
    solveLower(start)
    changes = 0
    for row in 0..<total { isExcused[row] = !(d[row] < .infinity) }
    if !hasEqualities {
      dependentEqualities = (inequalities..<total).filter { !append($0) }
      (activeEqualities, hasEqualities) = (rows.count, true)
    }
    for row in dependentEqualities {
      let gap = contradiction(row, d)
      guard gap.miss.high.magnitude <= PreciseProgram.contradiction * gap.natural else {
        throw .infeasible(instance: instance, row: row, violation: gap.miss.high.magnitude)
      }
    }
    let wanted = guess.filter { !isExcused[$0] }
    if change(to: wanted) { return }
    for row in rows[activeEqualities...] { isActive[row] = false }
    rows.removeSubrange(activeEqualities...)
    for row in wanted { append(row) }
  }

  /// Makes the `wanted` inequalities the active ones by dropping and adding single rows; returns
  /// whether that was less work than to begin anew, and none of them depends on others, so that
  /// the active rows do not tell which were active before.
  private func change(to wanted: [Int]) -> Bool {
    let missing = wanted.filter { !isActive[$0] }
    let surplus = rows.count - activeEqualities - (wanted.count - missing.count)
    // To drop a row takes about half of what it takes to add one.
    guard 2 * missing.count + surplus < max(1, 2 * wanted.count) else { return false }
    if surplus > 0 {
      let isWanted = Set(wanted)
      for position in (activeEqualities..<rows.count).reversed()
      where !isWanted.contains(rows[position]) {
        remove(at: position)
      }
    }
    return missing.allSatisfy(append)
  }

  /// d − Σ r_k d_k of a row that is Σ r_k c_k, and the size of what is in it.
  private func contradiction(
    _ row: Int, _ d: UnsafePointer<Double>
  ) -> (miss: DoubleDouble, natural: Double) {
    _ = split(images + row * variables)
    combine()
    var (miss, natural) = (DoubleDouble(d[row]), d[row].magnitude)
    for k in rows.indices {
      let term = d[rows[k]] * combination[k]
      miss = miss - term
      natural += term.high.magnitude
    }
    return (miss, natural)
  }

  /// Solves on the active rows for y, x and the multipliers.
  private func solve(_ d: UnsafePointer<Double>) {
    let (n, count) = (variables, rows.count)
    // Rᵀs = d: where the active rows lie along the basis.
    for k in 0..<count {
      let row = triangle + k * capacity
      let sum = DoubleDouble.product(row, coordinates, count: k)
      coordinates[k] = (DoubleDouble(d[rows[k]]) - sum) / row[k]
    }
    _ = split(start)
    for k in 0..<count { multipliers[k] = along[k] - coordinates[k] }
    solveUpper(triangle, order: count, stride: capacity, multipliers)
    reach = DoubleDouble.product(start, start, count: n).squareRoot().high
    for k in 0..<count { reach += (lengths[rows[k]] * multipliers[k].high).magnitude }
    // At a vertex the remainder is nothing but rounding errors.
    for j in 0..<n { point[j] = count == n ? .zero : remainder[j] }
    for k in 0..<count {
      DoubleDouble.subtract(-coordinates[k], times: basis + k * n, from: point, count: n)
    }
    for j in 0..<n { x[j] = point[j] }
    if isDiagonal { solveLower(x) } else { solveUpper(factor, order: n, stride: n, x) }
    // At a bound of 0 there is nothing but rounding errors.
    let size = (0..<n).reduce(0) { max($0, x[$1].high.magnitude) }
    for j in 0..<n where x[j].high.magnitude <= PreciseProgram.noise * size { x[j] = .zero }
  }

  // MARK: The search

  /// The slack d − cᵀx of a row, and the size of the terms in it.
  func slack(_ row: Int, _ d: UnsafePointer<Double>) -> (value: DoubleDouble, natural: Double) {
    let c = constraints + row * variables
    var natural = d[row].magnitude
    for j in 0..<variables { natural += (c[j] * x[j].high).magnitude }
    return (DoubleDouble(d[row]) - DoubleDouble.product(c, x, count: variables), natural)
  }

  /// Finds the optimal active rows for the linear term `p` and the bounds `d`, inequalities first.
  ///
  /// `guess` names inequalities that are likely to be among them; it costs or saves time, no more.
  /// The default is none.
  ///
  /// - Throws: `SolverError.infeasible` with a proof, or `notConverged`.
  func optimise(
    _ p: UnsafePointer<DoubleDouble>, _ d: UnsafePointer<Double>, from guess: [Int] = [],
    instance: Int
  ) throws(SolverError) {
    try begin(p, d, from: guess, instance: instance)
    solve(d)
    dropNegative(d)
    var share = 0.0
    while changes < 100 + 20 * (total + variables) {
      var worst = -1
      var violation = DoubleDouble.zero
      share = 0
      for row in 0..<inequalities where !isActive[row] && !isExcused[row] {
        let (value, natural) = slack(row, d)
        let allowed =
          PreciseProgram.allowance * natural + PreciseProgram.noise * reach * lengths[row]
        if -value.high > share * lengths[row], -value.high > allowed {
          (worst, violation, share) = (row, -value, -value.high / lengths[row])
        }
      }
      if worst < 0 { return }
      try add(worst, violation, d, instance: instance)
      solve(d)
    }
    throw .notConverged(instance: instance, residual: share)
  }

  /// Drops the row of the most negative multiplier until none is negative, as the dual method
  /// starts.
  private func dropNegative(_ d: UnsafePointer<Double>) {
    while true {
      var (worst, value) = (-1, 0.0)
      for k in activeEqualities..<rows.count {
        let length = multipliers[k].high * lengths[rows[k]]
        if length < value { (worst, value) = (k, length) }
      }
      if worst < 0 { return }
      remove(at: worst)
      changes += 1
      solve(d)
    }
  }

  /// Takes one full step of the dual method, which adds the violated `row` and drops rows that
  /// block it.
  private func add(
    _ row: Int, _ violation: DoubleDouble, _ d: UnsafePointer<Double>, instance: Int
  ) throws(SolverError) {
    var (remaining, gained) = (violation, DoubleDouble.zero)
    for _ in 0..<50 + 4 * total {
      changes += 1
      let length = split(images + row * variables)
      combine()
      let isDependent =
        rows.count == capacity || length.high <= PreciseProgram.dependence * lengths[row]
      var (blocking, dualStep) = (-1, DoubleDouble(.greatestFiniteMagnitude))
      for k in activeEqualities..<rows.count
      where combination[k].high * lengths[rows[k]] > 1e-16 * lengths[row] {
        let ratio =
          multipliers[k].high > 0 ? multipliers[k] / combination[k] : DoubleDouble.zero
        if (ratio - dualStep).high < 0 { (blocking, dualStep) = (k, ratio) }
      }
      if isDependent, blocking < 0 {
        // The row is a combination of active ones: that proves a contradiction, or the row holds
        // up to the rounding of its data.
        let gap = contradiction(row, d)
        if -gap.miss.high > PreciseProgram.contradiction * gap.natural {
          throw .infeasible(instance: instance, row: row, violation: -gap.miss.high)
        }
        isExcused[row] = true
        return
      }
      let fullStep = isDependent ? dualStep : remaining / (length * length)
      let isFull = !isDependent && (blocking < 0 || (fullStep - dualStep).high <= 0)
      let step = isFull ? fullStep : dualStep
      for k in rows.indices { multipliers[k] = multipliers[k] - step * combination[k] }
      gained = gained + step
      if isFull {
        append(row)
        return
      }
      if !isDependent { remaining = remaining - step * (length * length) }
      remove(at: blocking)
    }
    throw .notConverged(instance: instance, residual: remaining.high)
  }

  /// Solves on the equalities and the given inequalities, of which none is questioned.
  func hold(
    _ active: [Int], _ p: UnsafePointer<DoubleDouble>, _ d: UnsafePointer<Double>, instance: Int
  ) throws(SolverError) {
    try begin(p, d, from: active, instance: instance)
    solve(d)
  }

  /// Drops inequalities whose multipliers move the decision by less than 10⁻¹³ of its size;
  /// returns whether there were any.
  func dropNegligible(_ d: UnsafePointer<Double>) -> Bool {
    let size = DoubleDouble.product(point, point, count: variables).squareRoot().high
    let reach = DoubleDouble.product(start, start, count: variables).squareRoot().high
    let least = max(1e-13 * size, 1e-26 * reach)
    var dropped = false
    for k in (activeEqualities..<rows.count).reversed()
    where multipliers[k].high * lengths[rows[k]] <= least {
      remove(at: k)
      dropped = true
    }
    if dropped { solve(d) }
    return dropped
  }

  /// Writes the Cholesky factor of the active rows' Gram matrix, in rows of `stride` doubles.
  func writeFactor(into l: UnsafeMutablePointer<Double>, stride: Int) {
    for k in rows.indices { for i in 0...k { l[k * stride + i] = triangle[k * capacity + i].high } }
  }
}
