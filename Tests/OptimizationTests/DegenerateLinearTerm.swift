import LinearAlgebra
import OptimizationSupport
import Reproducibility

/// Linear terms whose optimum is not one vertex with multipliers of the size of the term.
enum DegenerateLinearTerm: String, CaseIterable {
  /// Zero; entries of rounding size beside others; a multiple of a row; a combination of the
  /// equalities, to rounding; whole numbers with ties.
  case zero, roundingSized, alongRow, spannedByEqualities, ties
  /// Nothing but entries of rounding size, and entries of all sizes.
  case tiny, graded

  static let values = [0.3, 0.7, 1.0 / 3, 0.49388613, 0.1, 0.5, 0.0, 0.9, 2.0 / 7]

  /// Whole-number rows within the box |x| ≤ 1, through a vertex in every second seed, and up to
  /// two equalities whose values are not dyadic; the second is the first again in every fifth seed.
  func program(seed: UInt64) -> PlainProgram {
    var random = SeededGenerator(seed: seed, stream: rawValue)
    let n = 2 + Int(seed % 3)
    func wholes(_ low: Int, _ high: Int) -> [Double] {
      (0..<n).map { _ in Double(low + random.index(below: high - low + 1)) }
    }
    let identity = Matrix.identity(n)
    var program = PlainProgram(
      quadratic: Matrix(rows: n, columns: n), linear: Array(repeating: 0, count: n),
      g: identity.stacked(over: -1 * identity),
      h: Array(repeating: 1, count: 2 * n), a: Matrix(rows: 0, columns: n), b: [])
    for _ in 0..<2 {
      var row = wholes(0, 3)
      row[0] += 1
      // Either through a corner of the box, or a bound that a corner may exceed.
      let sum = row.reduce(0, +)
      program.addInequality(row, seed % 2 == 0 ? sum - 2 * row[n - 1] : 1 + 0.5 * sum)
    }
    let point = (0..<n).map { _ in Self.values[random.index(below: Self.values.count)] - 0.4 }
    let equalities = self == .spannedByEqualities ? 1 + Int(seed % 2) : Int(seed / 2 % 3)
    for k in 0..<min(equalities, n - 1) {
      var row = k == 0 ? Array(repeating: 1, count: n) : wholes(-1, 1)
      row[k] = 1
      var value = zip(row, point).reduce(0) { $0 + $1.0 * $1.1 }
      if k == 0, n == 2 { value = Self.values[Int(seed) % Self.values.count] }
      if k == 1, seed % 5 == 0 {
        row = program.a.row(0).map { 3 * $0 }
        value = 3 * program.b[0]
      }
      program.addEquality(row, value)
    }
    program.linear = linear(program, wholes(-2, 2), &random)
    return program
  }

  private func linear(
    _ program: PlainProgram, _ whole: [Double], _ random: inout SeededGenerator
  ) -> [Double] {
    let n = program.n
    switch self {
    case .zero: return Array(repeating: 0, count: n)
    case .ties: return whole
    case .tiny: return whole.map { 1e-17 * $0 }
    case .roundingSized:
      var p = whole.map { $0 / 3 }
      p[random.index(below: n)] =
        random.sign() * [1e-17, 1e-16, 3e-16, 1e-18][random.index(below: 4)]
      p[random.index(below: n)] = 5.0 / 3
      return p
    case .graded:
      return whole.map { $0 * [1, 1e-3, 1e-9, 1e-12, 1e-15, 1e-20, 1e-25][random.index(below: 7)] }
    case .alongRow:
      let row = 2 * n + random.index(below: 2)
      let factor = random.sign() * random.uniform(in: 0.1...3)
      return program.g.row(row).map { factor * $0 }
    case .spannedByEqualities:
      var p = Array(repeating: 0.0, count: n)
      for row in program.b.indices {
        let factor = random.sign() * random.uniform(in: 0.1...3)
        for j in 0..<n { p[j] += factor * program.a[row, j] }
      }
      return p
    }
  }
}
