import LinearAlgebra

/// The active rows of one decision problem, linearly independent, with the Cholesky factor of their
/// Gram matrix.
///
/// They are found by the dual active-set method of Goldfarb & Idnani (1983), started from any
/// guess: rows of negative multiplier are dropped from it until the point is dual feasible, then
/// violated rows are added one by one. It ends after finitely many steps or proves that no point is
/// feasible.
struct ActiveSet {
  let capacity: Int
  private(set) var count = 0
  /// The indices of the active rows, the equalities first.
  let rows: UnsafeMutablePointer<Int>
  let factor, multipliers: UnsafeMutablePointer<Double>
  private let isActive: UnsafeMutablePointer<Bool>
  private(set) var equalities = 0
  /// The smallest slack of the inactive inequalities in the last pass over them; nil if rows have
  /// changed since.
  private(set) var smallestSlack: Double?
  /// Whether the factor is that of the current rows in the current dual form.
  var isFactored = false

  /// Multipliers and slacks below this, relative to the data, count as zero.
  static let tolerance = 1e-11

  /// A set of at most `capacity` of `total` rows, whose memory belongs to `memory`.
  init(capacity: Int, of total: Int, in memory: Workspace) {
    self.capacity = capacity
    isActive = memory.buffer(total, of: false)
    rows = memory.zeros(capacity)
    (factor, multipliers) = (memory.zeros(capacity * capacity), memory.zeros(capacity))
  }

  /// Starts anew from the equalities and, of the inequalities flagged in `words`, those that do not
  /// depend on the rows before them; returns whether that is all of them.
  @discardableResult
  mutating func restart(_ form: DualForm, from words: UnsafePointer<UInt64>?) -> Bool {
    smallestSlack = nil
    if isFactored, let words, agrees(with: words, form) { return true }
    clear(from: 0)
    for row in form.independentEqualities { append(row, form) }
    equalities = count
    isFactored = true
    guard let words else { return true }
    var isWhole = true
    for row in 0..<form.inequalities where words[row >> 6] >> UInt64(row & 63) & 1 == 1 {
      if !append(row, form) { isWhole = false }
    }
    return isWhole
  }

  /// What `restart` may go on from: the active rows in their order and their factor; −1 where
  /// there is no factor of the current rows.
  var history: [Double] {
    guard isFactored else { return [-1] }
    var numbers = [Double(count), Double(equalities)] + (0..<count).map { Double(rows[$0]) }
    for k in 0..<count { for i in 0...k { numbers.append(factor[k * capacity + i]) } }
    return numbers
  }

  /// Takes over what `history` gave, from a place on, which moves behind it.
  mutating func recall(_ history: [Double], from place: inout Int) {
    func next() -> Double {
      place += 1
      return history[place - 1]
    }
    clear(from: 0)
    let known = Int(next())
    isFactored = known >= 0
    guard isFactored else { return }
    (count, equalities) = (known, Int(next()))
    for k in 0..<known {
      rows[k] = Int(next())
      isActive[rows[k]] = true
    }
    for k in 0..<known { for i in 0...k { factor[k * capacity + i] = next() } }
  }

  /// Takes over the active rows of a precise solve with their factor, and their multipliers.
  mutating func adopt(_ program: PreciseProgram, multipliers values: [Double]) {
    clear(from: 0)
    for (k, row) in program.rows.enumerated() {
      (rows[k], isActive[row], multipliers[k]) = (row, true, values[k])
    }
    (count, equalities) = (program.rows.count, program.activeEqualities)
    program.writeFactor(into: factor, stride: capacity)
    isFactored = true
  }

  private func agrees(with words: UnsafePointer<UInt64>, _ form: DualForm) -> Bool {
    var flagged = 0
    for word in 0..<(form.inequalities + 63) / 64 { flagged += words[word].nonzeroBitCount }
    guard flagged == count - equalities else { return false }
    for k in equalities..<count where words[rows[k] >> 6] >> UInt64(rows[k] & 63) & 1 == 0 {
      return false
    }
    return true
  }

  /// Writes the flags of the active inequalities, one bit per inequality.
  func flag(into words: UnsafeMutablePointer<UInt64>, _ form: DualForm) {
    for word in 0..<(form.inequalities + 63) / 64 { words[word] = 0 }
    for k in equalities..<count { words[rows[k] >> 6] |= 1 << UInt64(rows[k] & 63) }
  }

  /// Adds a row unless it depends on the active ones; returns whether it was added.
  @discardableResult
  mutating func append(_ row: Int, _ form: DualForm) -> Bool {
    guard count < capacity else { return false }
    let last = factor + count &* capacity
    form.prepare(row)
    let gramRow = form.gram + row &* form.rows
    for k in 0..<count { last[k] = gramRow[rows[k]] }
    Cholesky.solveLower(factor, order: count, stride: capacity, last)
    var curvature = gramRow[row]
    for k in 0..<count { curvature -= last[k] * last[k] }
    guard curvature > DualForm.dependence * gramRow[row] else { return false }
    last[count] = curvature.squareRoot()
    rows[count] = row
    isActive[row] = true
    smallestSlack = nil
    count &+= 1
    return true
  }

  /// Makes the rows from `position` on inactive.
  private mutating func clear(from position: Int) {
    for k in position..<max(position, count) { isActive[rows[k]] = false }
    smallestSlack = nil
    count = position
  }

  /// Drops the active row at `position` and refactors what follows it.
  mutating func remove(at position: Int, _ form: DualForm) {
    let following = count
    clear(from: position)
    for k in position &+ 1..<max(following, position &+ 1) {
      let (row, multiplier) = (rows[k], multipliers[k])
      if append(row, form) { multipliers[count &- 1] = multiplier }
    }
  }

  /// Solves for the multipliers on the active set, given the excess Cx₀ − d of every row.
  func solve(excess: UnsafePointer<Double>) {
    for k in 0..<count { multipliers[k] = excess[rows[k]] }
    Cholesky.solve(factor, order: count, stride: capacity, multipliers)
  }

  /// The slack d − Cx of a row at the current multipliers.
  @inline(__always)
  func slack(_ row: Int, excess: UnsafePointer<Double>, _ form: DualForm) -> Double {
    let gramRow = form.gram + row &* form.rows
    var sum = -excess[row]
    for k in 0..<count { sum += gramRow[rows[k]] * multipliers[k] }
    return sum
  }

  /// How much rounding may violate a row, relative to its length and to its excess at x₀.
  @inline(__always)
  private func allowance(_ row: Int, _ excess: UnsafePointer<Double>, _ form: DualForm) -> Double {
    ActiveSet.tolerance * (excess[row].magnitude + form.lengths[row])
  }

  /// Finds the optimal active set, starting from the current rows.
  ///
  /// - Parameters:
  ///   - form: the program.
  ///   - excess: Cx₀ − d of every row.
  ///   - r: scratch memory for `capacity` numbers.
  ///   - instance: the number that errors name.
  /// - Returns: the number of changes to the active set.
  /// - Throws: `SolverError.infeasible` or `notConverged`.
  mutating func optimise(
    _ form: DualForm, excess: UnsafePointer<Double>, scratch r: UnsafeMutablePointer<Double>,
    instance: Int
  ) throws(SolverError) -> Int {
    var changes = 0
    for row in form.dependentEqualities {
      solve(excess: excess)
      let residual = slack(row, excess: excess, form).magnitude
      guard residual <= 1e4 * allowance(row, excess, form) else {
        throw .infeasible(instance: instance, row: row, violation: residual)
      }
    }
    let limit = 100 + 20 * (form.rows + form.variables)
    solve(excess: excess)
    changes += dropNegative(form, excess: excess)
    while changes < limit {
      var worst = -1
      var (violation, share) = (0.0, 0.0)
      var smallest = Double.greatestFiniteMagnitude
      for row in 0..<form.inequalities where !isActive[row] {
        let slackOfRow = slack(row, excess: excess, form)
        smallest = min(smallest, slackOfRow)
        if -slackOfRow > share * form.lengths[row], -slackOfRow > allowance(row, excess, form) {
          (worst, violation, share) = (row, -slackOfRow, -slackOfRow / form.lengths[row])
        }
      }
      if worst < 0 {
        smallestSlack = smallest
        return changes
      }
      changes += try add(
        worst, violation: violation, form, excess: excess, scratch: r, instance: instance)
      solve(excess: excess)
      changes += dropNegative(form, excess: excess)
    }
    throw .notConverged(instance: instance, residual: .infinity)
  }

  /// The smallest slack of the inactive inequalities at the current multipliers.
  func slackOfInactiveRows(excess: UnsafePointer<Double>, _ form: DualForm) -> Double {
    if let smallestSlack { return smallestSlack }
    var smallest = Double.greatestFiniteMagnitude
    for row in 0..<form.inequalities where !isActive[row] {
      smallest = min(smallest, slack(row, excess: excess, form))
    }
    return smallest
  }

  /// Drops the row of the most negative multiplier until none is negative; returns the number of
  /// changes.
  private mutating func dropNegative(_ form: DualForm, excess: UnsafePointer<Double>) -> Int {
    var changes = 0
    while true {
      var (worst, value, largest) = (-1, 0.0, 0.0)
      for k in equalities..<count {
        largest = max(largest, multipliers[k])
        if multipliers[k] < value { (worst, value) = (k, multipliers[k]) }
      }
      if worst < 0 || value >= -1e-14 * largest { return changes }
      remove(at: worst, form)
      solve(excess: excess)
      changes += 1
    }
  }

  /// Takes one full step of the dual method, which adds the violated `row` and drops rows that
  /// block it; returns the number of changes.
  private mutating func add(
    _ row: Int, violation: Double, _ form: DualForm, excess: UnsafePointer<Double>,
    scratch r: UnsafeMutablePointer<Double>, instance: Int
  ) throws(SolverError) -> Int {
    var changes = 0
    var remaining = violation
    var gained = 0.0
    form.prepare(row)
    let gramRow = form.gram + row * form.rows
    while true {
      for k in 0..<count { r[k] = gramRow[rows[k]] }
      Cholesky.solve(factor, order: count, stride: capacity, r)
      var curvature = gramRow[row]
      for k in 0..<count { curvature -= gramRow[rows[k]] * r[k] }
      let isDependent = count == capacity || curvature <= DualForm.dependence * gramRow[row]
      var (blocking, dualStep) = (-1, Double.infinity)
      for k in equalities..<count where r[k] > 1e-13 {
        let ratio = max(0, multipliers[k]) / r[k]
        if ratio < dualStep { (blocking, dualStep) = (k, ratio) }
      }
      let fullStep = isDependent ? .infinity : remaining / curvature
      guard dualStep.isFinite || fullStep.isFinite else {
        throw .infeasible(instance: instance, row: row, violation: remaining)
      }
      let step = min(dualStep, fullStep)
      for k in 0..<count { multipliers[k] -= step * r[k] }
      gained += step
      changes += 1
      if fullStep <= dualStep {
        append(row, form)
        multipliers[count - 1] = gained
        return changes
      }
      if !isDependent { remaining -= step * curvature }
      remove(at: blocking, form)
      if changes > 50 + 4 * form.rows {
        throw .notConverged(instance: instance, residual: remaining)
      }
    }
  }
}
