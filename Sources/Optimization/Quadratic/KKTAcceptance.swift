import Differentiation
import LinearAlgebra

/// What became of one instance.
struct Trial {
  /// Whether there is an active set, and on it a decision.
  var isSolved = true
  var changes = 0
  /// Whether active rows of zero multiplier were dropped.
  var dropped = false
  var isDegenerate = false
  /// The smallest slack of inactive inequalities as the search saw it.
  var slack = Double.greatestFiniteMagnitude
  var margin = Double.greatestFiniteMagnitude
  /// √(x₀ᵀQx₀) and the lengths of the multipliers' terms: what cancels to the decision.
  var reach = 0.0
  /// The largest residual of the optimality conditions; NaN where one is.
  var residual = 0.0

  /// Adds the solve to the census.
  func note(in census: inout BranchCensus, isHeld: Bool) {
    if !isHeld {
      census.factorisations += changes + 1
      if changes == 0 { census.warmHits += 1 }
      if isDegenerate {
        census.degenerate += 1
      } else if margin < 1e-6 {
        census.nearDegenerate += 1
      }
      census.smallestMargin = min(census.smallestMargin, margin)
    }
    census.solves += 1
    census.worstResidual = max(census.worstResidual, residual)
  }
}

extension KKTBatch {
  /// Whether the decision of instance `i` is known to be feasible and optimal.
  ///
  /// It is if a bound on its rounding errors says so: what the terms of x = x₀ − HC_Wᵀμ lose
  /// in cancellation is small beside x, so that slacks computed by the search are those of x. Where
  /// the bound says nothing all rows and the gradient are computed anew. NaN fails every
  /// comparison.
  @inline(__always)
  func isAccepted(_ i: Int, _ form: DualForm, _ trial: Trial, isHeld: Bool) -> Bool {
    let traits = form.traits.pointee
    guard trial.isSolved, trial.residual.isFinite, traits.rounding.isFinite else { return false }
    let x = start + i &* variables
    var size = 0.0
    if traits.isScaled {
      let units = form.units.variables
      for j in 0..<variables { size = max(size, (units[j] * x[j]).magnitude) }
    } else {
      for j in 0..<variables { size = max(size, x[j].magnitude) }
    }
    let precision = OptimalityCheck.feasible * min(1, traits.leastCurvature)
    if !traits.isScaled, traits.rounding * trial.reach <= OptimalityCheck.displaced * size,
      trial.residual <= precision * size, !trial.dropped, !traits.isRedundant,
      trial.slack >= -1e-12 * size
    {
      return true
    }
    return isFeasible(i, form, x, size, isHeld: isHeld)
      && isStationary(i, form, x, size, trial, isHeld: isHeld)
  }

  /// Whether no row is violated by more than rounding, and active rows hold exactly.
  private func isFeasible(
    _ i: Int, _ form: DualForm, _ x: UnsafePointer<Double>, _ size: Double, isHeld: Bool
  ) -> Bool {
    let (n, set, sizes) = (variables, sets[i], form.sizes)
    func violation(_ row: Int) -> Double {
      InnerProduct.of(form.constraints + row &* n, x, count: n) - bounds[row]
    }
    func allowed(_ row: Int) -> Double {
      OptimalityCheck.feasible * (bounds[row].magnitude + sizes[row] * size)
    }
    for k in 0..<set.count {
      guard violation(set.rows[k]).magnitude <= allowed(set.rows[k]) else { return false }
    }
    if isHeld { return true }
    for row in 0..<inequalities {
      guard violation(row) <= allowed(row) else { return false }
    }
    for row in form.dependentEqualities {
      guard violation(row).magnitude <= allowed(row) else { return false }
    }
    return true
  }

  /// Whether nothing is left of the gradient that could move the decision; at a vertex, whether the
  /// signs of the multipliers are certain.
  private func isStationary(
    _ i: Int, _ form: DualForm, _ x: UnsafePointer<Double>, _ size: Double, _ trial: Trial,
    isHeld: Bool
  ) -> Bool {
    let (n, set, g) = (variables, sets[i], gradients + i &* variables)
    guard residual(i, form, x).isFinite else { return false }
    var largest = 0.0
    for j in 0..<n { largest = max(largest, x[j].magnitude) }
    let isVertex = set.count == n
    for j in 0..<n {
      var terms = g[j].magnitude
      for k in 0..<set.count {
        terms += (form.constraints[set.rows[k] &* n &+ j] * set.multipliers[k]).magnitude
      }
      let curved =
        form.quadratic[j &* n &+ j] * min(size / form.units.variables[j], largest)
      let (miss, share) = (scratch[j].magnitude, OptimalityCheck.displaced)
      if isVertex {
        guard miss <= share * (terms + curved) else { return false }
      } else {
        guard miss <= share * curved, 0x1p-50 * terms <= 10 * share * curved else { return false }
      }
    }
    if isHeld { return true }
    let noise = (isVertex ? 1 : -1) * 0x1p-50 * Double(n) * trial.reach
    for k in set.equalities..<set.count {
      guard set.multipliers[k] * form.lengths[set.rows[k]] >= noise else { return false }
    }
    return true
  }
}
