import LinearAlgebra
import OptimizationSupport

/// The best vertex of a program without a quadratic term, by trying every choice of n rows in
/// double-double arithmetic; nothing of the solvers is in it.
struct BestVertex {
  /// The least pᵀx among the feasible vertices, infinite where there are none.
  private(set) var value = DoubleDouble(.infinity)

  private let program: PlainProgram

  init(_ program: PlainProgram) {
    self.program = program
    visit([], from: 0)
  }

  private mutating func visit(_ chosen: [Int], from first: Int) {
    if chosen.count == program.n {
      guard let x = meet(chosen), BestVertex.violation(program, x) <= 1e-14 else { return }
      let own = BestVertex.objective(program, x)
      if !value.high.isFinite || (own - value).high < 0 { value = own }
      return
    }
    for row in first..<program.bounds.count { visit(chosen + [row], from: row + 1) }
  }

  /// The point where the chosen rows hold exactly, by elimination with row exchanges.
  private func meet(_ chosen: [Int]) -> [DoubleDouble]? {
    let n = program.n
    var a = chosen.map { row in program.rows.row(row).map { DoubleDouble($0) } }
    for (k, row) in chosen.enumerated() { a[k].append(DoubleDouble(program.bounds[row])) }
    for k in 0..<n {
      let sizes = (k..<n).map { a[$0][k].high.magnitude }
      guard let largest = sizes.max(), largest > 1e-9, let at = sizes.firstIndex(of: largest)
      else { return nil }
      a.swapAt(k, k + at)
      for i in 0..<n where i != k {
        let factor = a[i][k] / a[k][k]
        for j in k...n { a[i][j] = a[i][j] - factor * a[k][j] }
      }
    }
    return (0..<n).map { a[$0][n] / a[$0][$0] }
  }

  static func objective(_ program: PlainProgram, _ x: [DoubleDouble]) -> DoubleDouble {
    zip(program.linear, x).reduce(.zero) { $0 + $1.0 * $1.1 }
  }

  /// The largest excess of a row.
  static func violation(_ program: PlainProgram, _ x: [DoubleDouble]) -> Double {
    var worst = 0.0
    for (row, bound) in program.bounds.enumerated() {
      let excess =
        zip(program.rows.row(row), x).reduce(DoubleDouble(-bound)) { $0 + $1.0 * $1.1 }.high
      worst = max(worst, row < program.h.count ? excess : excess.magnitude)
    }
    return worst
  }
}
