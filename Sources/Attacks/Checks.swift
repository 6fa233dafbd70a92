import LinearAlgebra
import Reproducibility

/// Central differences of a smooth function at 0, extrapolated to O(h⁶).
enum RichardsonDifference {
  /// The step for perturbations within a box of half-width B: a hundredth of it, between 10⁻⁵
  /// and 10⁻³.
  ///
  /// With extrapolation to O(h⁶), truncation and rounding are then both near 10⁻¹⁰ of the
  /// value.
  static func step(budget: Double) -> Double { min(max(0.01 * budget, 1e-5), 1e-3) }

  /// Steps to be tried where the first is too coarse: each a tenth of the one before.
  ///
  /// Where gradients explode, the function bends within far less than a hundredth of the box.
  static func ladder(budget: Double) -> [Double] {
    var steps = [step(budget: budget)]
    while let last = steps.last, last > 1e-11 { steps.append(last / 10) }
    return steps
  }

  /// What counts as agreement, relative to the largest entry of the gradient.
  static let agreement = 1e-6

  /// The difference at the first step of a ladder that agrees with an expected slope, else the
  /// nearest of all, and its step.
  ///
  /// A wrong slope agrees at no step; a right one agrees between those where truncation and those
  /// where rounding rule.
  static func nearest(
    to expected: Double, scale: Double, steps: [Double], slope: (Double) throws -> Double
  ) rethrows -> (slope: Double, step: Double) {
    var best = (slope: try slope(steps[0]), step: steps[0])
    // No step agrees with what is not a number.
    guard expected.isFinite, scale.isFinite else { return best }
    for step in steps.dropFirst() {
      if (best.slope - expected).magnitude <= agreement * scale { break }
      let next = try slope(step)
      let isNearer = (next - expected).magnitude < (best.slope - expected).magnitude
      if isNearer || best.slope.isNaN { best = (next, step) }
    }
    return best
  }

  static func slope(step h: Double, of function: (Double) throws -> Double) rethrows -> Double {
    func difference(_ h: Double) throws -> Double { (try function(h) - function(-h)) / (2 * h) }
    let (coarse, middle, fine) = (try difference(h), try difference(h / 2), try difference(h / 4))
    let (first, second) = ((4 * middle - coarse) / 3, (4 * fine - middle) / 3)
    return (16 * second - first) / 15
  }
}

/// How far a point can move before any of its branches changes.
enum BranchReach {
  /// Bisects the rungs limit·2⁻ᵏ, k = 0…40, for the largest at which the branches are those
  /// at distance 0.
  static func distance(limit: Double, branches: (Double) throws -> [UInt64]) rethrows -> Double? {
    let base = try branches(0)
    if base.isEmpty || limit == 0 { return nil }
    func rung(_ k: Int) -> Double { limit * Double(sign: .plus, exponent: -k, significand: 1) }
    if try branches(rung(0)) == base { return rung(0) }
    var (outside, inside) = (0, 41)
    while inside - outside > 1 {
      let middle = (inside + outside) / 2
      if try branches(rung(middle)) == base { inside = middle } else { outside = middle }
    }
    return inside > 40 ? 0 : rung(inside)
  }
}

/// One-sided slopes of a function at 0 that may have a kink there, and others nearby.
enum OneSidedDifference {
  /// The slope from above (`side` 1) or from below (−1): extrapolated to O(h²), at the first of
  /// the steps from which the next smaller one differs by at most 10⁻⁵ of it, else where two
  /// neighbours differ least.
  static func slope(
    side: Double, steps: [Double], base: Double, of function: (Double) throws -> Double
  ) rethrows -> Double {
    func difference(_ h: Double) throws -> Double {
      let (near, far) = (try function(side * h / 2), try function(side * h))
      return side * (4 * near - far - 3 * base) / h
    }
    var (last, best, gap) = (try difference(steps[0]), Double.nan, Double.infinity)
    for step in steps.dropFirst() {
      let next = try difference(step)
      let change = (next - last).magnitude
      if change < gap { (best, gap) = (next, change) }
      if change <= 1e-5 * next.magnitude { break }
      last = next
    }
    return best
  }
}

/// Which entries of a gradient are checked: the one of largest magnitude, and some drawn ones.
///
/// An entry that is not finite counts as the largest.
enum CheckedEntries {
  static func indices(
    of gradient: Matrix, count: Int, using random: inout SeededGenerator
  ) -> [Int] {
    let g = gradient.values
    let largest =
      g.indices.first { !g[$0].isFinite }
      ?? g.indices.max { g[$0].magnitude < g[$1].magnitude } ?? 0
    return [largest] + (1..<max(1, count)).map { _ in random.index(below: g.count) }
  }
}

extension Poison.Certificate {
  /// Takes over what decides how far the check can be relied on.
  ///
  /// - Parameters:
  ///   - norms: ‖v_t‖ of the backward sweep, t = 0…T.
  ///   - loss: the value whose differences are formed.
  ///   - budget: the half-width of the box of ε.
  mutating func rate(sweep norms: [Double], loss: Double, budget: Double) {
    // 0/0 says nothing: a sweep of zeros magnifies nothing.
    if let last = norms.last, last != 0 { amplification = norms.largestOrNaN / last }
    // The weights of an extrapolated difference add up to less than 8/h.
    resolution = 8 * loss.ulp / RichardsonDifference.step(budget: budget)
  }

  /// Entries of a gradient beside the slopes of what is replayed when an entry moves, by central
  /// differences of a step that shrinks until both agree.
  init(
    of gradient: Matrix, entries: [Int], budget: Double,
    slope: (_ index: Int, _ step: Double) throws -> Double
  ) rethrows {
    self.init(indices: entries)
    let (scale, ladder) = (gradient.largestMagnitude, RichardsonDifference.ladder(budget: budget))
    for index in entries {
      let expected = gradient.values[index]
      let (difference, step) = try RichardsonDifference.nearest(
        to: expected, scale: scale, steps: ladder
      ) { try slope(index, $0) }
      note(difference: difference, gradient: expected, scale: scale)
      // Said only where it is worth saying: the first step was too coarse for some entry.
      if step < ladder[0] { smallestStep = min(smallestStep ?? step, step) }
    }
  }
}
