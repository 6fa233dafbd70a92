import LinearAlgebra

/// How far a decision and its multipliers are from the optimality conditions of a program, each
/// relative to the size of the terms in it.
///
/// Every comparison is written such that NaN fails it.
struct OptimalityCheck {
  /// The largest excess of a row of Gx ≤ h or Ax = b, relative to max |cⱼ|·max |xⱼ| + |d|;
  /// active rows count on both sides.
  private(set) var violation = 0.0
  /// The largest entry of Qx + p + Cᵀμ relative to the largest term in it.
  private(set) var stationarity = 0.0
  /// The same where no entry counts as rounding.
  private(set) var stationarityOfTerms = 0.0
  /// The largest entry of Qx + p + Cᵀμ relative to Q_jj·max |x|, the change of gradient that
  /// moves the decision by its own size.
  private(set) var displacement = 0.0
  /// The most negative multiplier of an inequality relative to the largest one.
  private(set) var negativity = 0.0
  /// The smallest slack of an inactive inequality and multiplier of an active one.
  private(set) var margin = Double.greatestFiniteMagnitude

  /// The most that a row may be violated by, and what remains of the gradient.
  static let feasible = 1e-10, stationary = 1e-10, displaced = 1e-9

  /// Checks what a program holds after a solve.
  ///
  /// - Parameters:
  ///   - program: the decision, its active rows and their multipliers.
  ///   - p: the linear term.
  ///   - d: the bounds, inequalities first.
  ///   - units: the units of variables, in which sizes are compared.
  ///   - scale: the factor of the objective whose multipliers the program has.
  ///   - rounding: the entry of the gradient, and the multiplier of a row of largest entry 1…2,
  ///     that is nothing but the rounding of the objective. The default is 0.
  ///   - isHeld: whether inactive rows and the signs of multipliers are not questioned.
  init(
    _ program: PreciseProgram, _ p: UnsafePointer<Double>, _ d: UnsafePointer<Double>,
    units: UnsafePointer<Double>, scale: Double, rounding: Double = 0,
    isHeld: Bool
  ) {
    let n = program.variables
    var (size, curvedSize, largest) = (0.0, 0.0, 0.0)
    for j in 0..<n {
      let entry = program.x[j].high.magnitude
      curvedSize = OptimalityCheck.larger(curvedSize, entry)
      size = OptimalityCheck.larger(size, units[j] * entry)
      largest = OptimalityCheck.larger(largest, p[j].magnitude)
    }
    checkRows(program, d, units, size: size + 1e-14 * largest, isHeld: isHeld)
    // Whatever is not above the rounding is at most the share that is accepted.
    let floor = rounding / OptimalityCheck.stationary
    checkSigns(program, scale: scale, floor: floor, isHeld: isHeld)
    for j in 0..<n {
      let row = program.quadratic + j * n
      var sum = DoubleDouble.product(row, program.x, count: n) + DoubleDouble(p[j])
      var natural = OptimalityCheck.larger(sum.high.magnitude, p[j].magnitude)
      for (k, constraint) in program.rows.enumerated() {
        let c = program.constraints[constraint * n + j]
        if c == 0 { continue }
        let term = c * ((1 / scale) * program.multipliers[k])
        sum = sum + term
        natural = OptimalityCheck.larger(natural, term.high.magnitude)
      }
      let miss = sum.high.magnitude
      let curved = row[j] * min(curvedSize, size / units[j])
      let terms = natural + curved + 1e-14 * largest
      stationarityOfTerms = OptimalityCheck.larger(
        stationarityOfTerms, OptimalityCheck.ratio(miss, terms))
      stationarity = OptimalityCheck.larger(
        stationarity, OptimalityCheck.ratio(miss, terms + floor))
      displacement = OptimalityCheck.larger(
        displacement, OptimalityCheck.ratio(miss, curved + 1e-28 * largest))
    }
  }

  private mutating func checkRows(
    _ program: PreciseProgram, _ d: UnsafePointer<Double>, _ units: UnsafePointer<Double>,
    size: Double, isHeld: Bool
  ) {
    let n = program.variables
    let active = Set(program.rows)
    for row in 0..<program.total where d[row] < .infinity || d[row].isNaN {
      let isActive = active.contains(row)
      if isHeld, !isActive { continue }
      let slack = program.slack(row, d).value.high
      let c = program.constraints + row * n
      let entry = (0..<n).reduce(0) { OptimalityCheck.larger($0, c[$1].magnitude / units[$1]) }
      let natural = d[row].magnitude + entry * size
      let isEquality = isActive || row >= program.inequalities
      let excess = isEquality ? slack.magnitude : slack.isNaN ? slack : max(0, -slack)
      violation = OptimalityCheck.larger(violation, OptimalityCheck.ratio(excess, natural))
      if !isEquality { margin = min(margin, max(0, slack)) }
    }
  }

  private mutating func checkSigns(
    _ program: PreciseProgram, scale: Double, floor: Double, isHeld: Bool
  ) {
    if isHeld { return }
    var (least, largest) = (0.0, 0.0)
    for k in program.activeEqualities..<program.rows.count {
      let multiplier = program.multipliers[k].high / scale
      least = OptimalityCheck.larger(least, multiplier.isNaN ? multiplier : -multiplier)
      largest = max(largest, multiplier)
      margin = min(margin, multiplier)
    }
    negativity = OptimalityCheck.ratio(least, largest + floor)
  }

  /// Whether the decision is feasible and nothing is left of the gradient beside its terms.
  var isOptimal: Bool {
    violation <= OptimalityCheck.feasible && stationarity <= OptimalityCheck.stationary
      && negativity <= OptimalityCheck.stationary
  }

  /// Whether, besides, what is left of the gradient is too small to move the decision.
  var isSharp: Bool { isOptimal && displacement <= OptimalityCheck.displaced }

  /// The worst of the ratios that decide whether the decision is optimal; NaN if one is.
  var residual: Double {
    OptimalityCheck.larger(OptimalityCheck.larger(violation, stationarity), negativity)
  }

  /// The larger of two numbers; NaN where one is.
  static func larger(_ a: Double, _ b: Double) -> Double { a.isNaN ? a : b <= a ? a : b }

  /// a/b, 0 where both are.
  private static func ratio(_ a: Double, _ b: Double) -> Double { a == 0 ? 0 : a / b }
}
