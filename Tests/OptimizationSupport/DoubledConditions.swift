import LinearAlgebra

/// The optimality conditions of a decision, computed in double-double arithmetic from nothing but
/// the program and the decision.
///
/// Multipliers are found anew, by projecting the gradient on the rows whose given multipliers are
/// not zero: those that are handed out as doubles cannot say what a quadratic term of 10⁻⁹ of
/// the linear one asks for.
public struct DoubledConditions {
  /// The largest excess of a row relative to max |cⱼ|·max |xⱼ| + |d|.
  public private(set) var violation = 0.0
  /// What is left of the gradient outside the span of the active rows, relative to Q_jj·max |x|.
  public private(set) var displacement = 0.0
  /// The most negative multiplier relative to the largest.
  public private(set) var negativity = 0.0

  /// The conditions at x with the multipliers of all rows, of which only matters which are not 0.
  public init(_ program: PlainProgram, x: [Double], multipliers: [Double]) {
    let (n, rows, d) = (program.n, program.rows, program.bounds)
    let size = x.reduce(0) { max($0, $1.magnitude) }
    for r in 0..<d.count {
      var slack = DoubleDouble(d[r])
      var entry = 0.0
      for j in 0..<n {
        slack = slack - DoubleDouble.product(rows[r, j], x[j])
        entry = max(entry, rows[r, j].magnitude)
      }
      let isExact = r >= program.h.count || multipliers[r] != 0
      let excess = isExact ? slack.high.magnitude : -slack.high
      violation = larger(violation, excess / (entry * size + d[r].magnitude + 1e-300))
    }
    // In units of about 1/√Q_jj, where sizes of different variables compare: powers of two, so
    // that nothing is rounded.
    let units = (0..<n).map {
      Double(sign: .plus, exponent: -Int(program.quadratic[$0, $0].exponent) / 2, significand: 1)
    }
    var rest = (0..<n).map { j in
      let row = (0..<n).map { program.quadratic[j, $0] }
      let sum = DoubleDouble.product(row, x.map(DoubleDouble.init), count: n)
      return units[j] * (-sum - DoubleDouble(program.linear[j]))
    }
    let active = d.indices.filter { multipliers[$0] != 0 }
    let signs = project(&rest, on: active.map { r in (0..<n).map { units[$0] * rows[r, $0] } })
    let scaled = (0..<n).reduce(0.0) { max($0, x[$1].magnitude / units[$1]) }
    for j in 0..<n {
      displacement = larger(displacement, rest[j].high.magnitude / (scaled + 1e-300))
    }
    let largest = signs.reduce(0) { max($0, $1.magnitude) }
    for (k, r) in active.enumerated() where r < program.h.count {
      negativity = larger(negativity, -signs[k] / (largest + 1e-300))
    }
    // At a vertex the decision does not depend on the gradient at all.
    if active.count == n { displacement = 0 }
  }

  private func larger(_ a: Double, _ b: Double) -> Double { a.isNaN || b <= a ? a : b }

  /// Subtracts the part in the span of the rows from a vector; returns the rows' coefficients times
  /// their lengths.
  private func project(_ v: inout [DoubleDouble], on rows: [[Double]]) -> [Double] {
    var basis: [[DoubleDouble]] = []
    var triangle: [[DoubleDouble]] = []
    var shares: [DoubleDouble] = []
    func split(_ v: inout [DoubleDouble]) -> [DoubleDouble] {
      var along = [DoubleDouble](repeating: .zero, count: basis.count)
      for _ in 0..<2 {
        for (k, e) in basis.enumerated() {
          let share = DoubleDouble.product(e, v, count: v.count)
          along[k] = along[k] + share
          for j in v.indices { v[j] = v[j] - share * e[j] }
        }
      }
      return along
    }
    var lengths: [Double] = []
    for row in rows {
      var w = row.map(DoubleDouble.init)
      lengths.append(DoubleDouble.product(w, w, count: w.count).squareRoot().high)
      let along = split(&w)
      let length = DoubleDouble.product(w, w, count: w.count).squareRoot()
      triangle.append(along + [length])
      basis.append(w.map { $0 / length })
    }
    shares = split(&v)
    for k in basis.indices.reversed() {
      shares[k] = shares[k] / triangle[k][k]
      for l in 0..<k { shares[l] = shares[l] - shares[k] * triangle[k][l] }
    }
    return basis.indices.map { shares[$0].high * lengths[$0] }
  }
}
