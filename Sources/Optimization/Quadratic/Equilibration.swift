/// The units in which a program is solved: variables x_j = s_j z_j and rows times ρ_r, with powers
/// of two s_j near 1/√Q_jj and ρ_r near one over the largest entry of the row.
///
/// Powers of two are exact: a solution in these units is one in the program's own. Well-scaled
/// programs are solved in their own units: rows whose factor would be within 2^±8 of 1 are left
/// alone, and variables are where the Q_jj are within 2²⁴ of each other and all within 2^±80.
final class Equilibration {
  private let memory = Workspace()
  private let count, total: Int
  /// s_j of every variable, and ρ_r of every row.
  let variables, rows: UnsafeMutablePointer<Double>
  /// Whether all factors are 1.
  private(set) var isTrivial = true

  private static let exponents = -8...8

  init(variables n: Int, rows m: Int) {
    (count, total) = (n, m)
    variables = memory.buffer(n, of: 1)
    rows = memory.buffer(m, of: 1)
  }

  /// Chooses the factors for Q and the rows C, and multiplies Q and C by them.
  func choose(_ q: UnsafeMutablePointer<Double>, _ c: UnsafeMutablePointer<Double>) {
    let n = count
    var (least, largest) = (Int.max, Int.min)
    for j in 0..<n where q[j * n + j] > 0 && q[j * n + j].isFinite {
      let exponent = Int(q[j * n + j].exponent)
      (least, largest) = (min(least, exponent), max(largest, exponent))
    }
    isTrivial = least > largest || largest - least <= 24 && least > -80 && largest < 80
    for j in 0..<n {
      let entry = q[j * n + j]
      let isScaled = !isTrivial && entry > 0 && entry.isFinite
      variables[j] = isScaled ? Equilibration.power(-(Int(entry.exponent) >> 1)) : 1
    }
    if !isTrivial {
      for i in 0..<n { for j in 0..<n { q[i * n + j] *= variables[i] * variables[j] } }
    }
    for row in 0..<total {
      let entries = c + row * n
      var largest = 0.0
      for j in 0..<n { largest = max(largest, (variables[j] * entries[j]).magnitude) }
      rows[row] = Equilibration.factor(ofRow: largest)
      if rows[row] != 1 { isTrivial = false }
    }
    if isTrivial { return }
    for row in 0..<total {
      for j in 0..<n { c[row * n + j] *= rows[row] * variables[j] }
    }
  }

  /// The factor of a row with the given largest entry: 1 within 2^±8, else a power of two that
  /// brings it to 1…2.
  static func factor(ofRow largest: Double) -> Double {
    guard largest > 0, largest.isFinite, !(exponents ~= Int(largest.exponent)) else { return 1 }
    return power(-Int(largest.exponent))
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: min(max(exponent, -1000), 1000), significand: 1)
  }
}
