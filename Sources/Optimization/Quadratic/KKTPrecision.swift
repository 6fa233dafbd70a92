import LinearAlgebra

extension KKTBatch {
  /// Solves instance `i` in double-double arithmetic, by the dual method and, where that does not
  /// end at an optimum, by the proximal one.
  ///
  /// - Throws: `SolverError` with a proof that there is no feasible point, or the residual of what
  ///   was found.
  func solvePrecisely(
    _ i: Int, _ form: DualForm, _ scale: Double, held: UnsafePointer<UInt64>?
  ) throws(SolverError) -> Trial {
    let (n, p) = (variables, workspace)
    var largest = 0.0
    for j in 0..<n {
      p[j] = -gradients[i &* n &+ j]
      largest = OptimalityCheck.larger(largest, p[j].magnitude)
    }
    guard !scale.isNaN, form.traits.pointee.rounding.isFinite else {
      throw .notConverged(instance: i, residual: .nan)
    }
    guard largest.isFinite else { return leaveUndecided(i, form) }
    do throws(SolverError) {
      let program = try form.preciseProgram(instance: i)
      if let held {
        let active = (0..<inequalities).filter { held[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 }
        return try hold(i, program, active, scale)
      }
      if let trial = try searchPrecisely(i, program, scale, largest: largest) { return trial }
      return try searchProximally(i, form, program, scale, largest: largest)
    } catch {
      throw error.inUnits(of: form.units)
    }
  }

  /// Writes NaN for the decision by a linear term that is not finite, as of a diverged training.
  private func leaveUndecided(_ i: Int, _ form: DualForm) -> Trial {
    sets[i].restart(form, from: nil)
    (start + i &* variables).update(repeating: .nan, count: variables)
    sets[i].multipliers.update(repeating: .nan, count: sets[i].count)
    var trial = Trial()
    (trial.residual, trial.margin, trial.isDegenerate) = (.infinity, 0, true)
    return trial
  }

  private var linear: [DoubleDouble] { (0..<variables).map { DoubleDouble(workspace[$0]) } }

  private func hold(
    _ i: Int, _ program: PreciseProgram, _ active: [Int], _ scale: Double
  ) throws(SolverError) -> Trial {
    try program.hold(active, linear, bounds, instance: i)
    let check = OptimalityCheck(
      program, workspace, bounds, units: form(i).units.variables, scale: 1, isHeld: true)
    guard check.isOptimal else { throw .notConverged(instance: i, residual: check.residual) }
    let multipliers = program.rows.indices.map { program.multipliers[$0].high }
    return adopt(i, program, x: program.x, multipliers, check, scale)
  }

  /// The dual method; nil where its answer is not sharp, as where the linear term is more than
  /// about 10²⁰ times as large as what the quadratic one adds to it.
  private func searchPrecisely(
    _ i: Int, _ program: PreciseProgram, _ scale: Double, largest: Double
  ) throws(SolverError) -> Trial? {
    // Beyond this, squares of what is computed may leave the range of doubles.
    guard largest < 1e100 else { return nil }
    do throws(SolverError) {
      try program.optimise(linear, bounds, instance: i)
    } catch {
      if case .infeasible = error { throw error }
      return nil
    }
    let dropped = program.dropNegligible(bounds)
    let changes = program.changes
    let check = OptimalityCheck(
      program, workspace, bounds, units: form(i).units.variables, scale: 1, isHeld: false)
    guard check.isSharp else { return nil }
    let multipliers = program.rows.indices.map { program.multipliers[$0].high }
    var trial = adopt(i, program, x: program.x, multipliers, check, scale)
    trial.changes = changes
    trial.isDegenerate = trial.isDegenerate || dropped
    return trial
  }

  /// The proximal method, with the objective brought to the size of 1.
  private func searchProximally(
    _ i: Int, _ form: DualForm, _ program: PreciseProgram, _ scale: Double, largest: Double
  ) throws(SolverError) -> Trial {
    let power =
      largest > 0 ? Double(sign: .plus, exponent: -Int(largest.exponent), significand: 1) : 1
    let search = try ProximalSearch(
      variables: variables, inequalities: inequalities, equalities: equalities,
      quadratic: form.quadratic, constraints: form.constraints, scale: power, instance: i)
    try search.run(workspace, bounds, instance: i)
    let found = search.program
    let check = OptimalityCheck(
      found, workspace, bounds, units: form.units.variables, scale: power,
      rounding: search.rounding(workspace), isHeld: false)
    guard check.isOptimal else { throw .notConverged(instance: i, residual: check.residual) }
    // The factor of the active rows is that of Q itself.
    try program.hold(found.rows.filter { $0 < inequalities }, linear, bounds, instance: i)
    var multipliers: [Double] = []
    for row in program.rows {
      guard let k = found.rows.firstIndex(of: row) else { break }
      multipliers.append((1 / power) * found.multipliers[k].high)
    }
    guard multipliers.count == found.rows.count else {
      throw .notConverged(instance: i, residual: check.residual)
    }
    return adopt(i, program, x: found.x, multipliers, check, scale)
  }

  /// Takes over a decision, and the active rows and their factor from `program`.
  private func adopt(
    _ i: Int, _ program: PreciseProgram, x: UnsafePointer<DoubleDouble>, _ multipliers: [Double],
    _ check: OptimalityCheck, _ scale: Double
  ) -> Trial {
    let decision = start + i &* variables
    for j in 0..<variables { decision[j] = x[j].high }
    sets[i].adopt(program, multipliers: multipliers)
    var trial = Trial()
    (trial.residual, trial.margin) = (check.residual, check.margin)
    trial.isDegenerate = check.margin <= 1e-10 * scale
    return trial
  }
}

extension SolverError {
  /// The same error with the violation in the units of the program instead of equilibrated ones.
  func inUnits(of units: Equilibration) -> SolverError {
    guard case .infeasible(let instance, let row, let violation) = self else { return self }
    return .infeasible(instance: instance, row: row, violation: violation / units.rows[row])
  }
}
