import Differentiation

/// The decisions of a block of instances of one program: their supports, and the search for them.
final class DoublyStochasticBatch {
  private let program: DoublyStochasticProgram
  private let supports: BipartiteSupports
  private let search: DualSearch
  private let memory = Workspace()
  private let sums: UnsafeMutablePointer<Double>

  init(program: DoublyStochasticProgram, count: Int) {
    self.program = program
    supports = BipartiteSupports(order: program.order, count: count)
    sums = memory.zeros(program.order)
    search = DualSearch(order: program.order, supports: supports)
  }

  var wordsPerInstance: Int { supports.words }

  /// Finds the support of instance `i`, or reads it if branches are held, and writes x.
  func solve(
    _ i: Int, _ θ: UnsafePointer<Double>, slot: UnsafeMutablePointer<UInt64>?,
    hint: UnsafePointer<UInt64>?, branches: Branches, into x: UnsafeMutablePointer<Double>
  ) throws(SolverError) {
    branches.census.solves += 1
    try search.load(θ, curvature: program.curvature, instance: i)
    if branches.mode == .held, let slot {
      guard search.start(i, at: slot) else {
        preconditionFailure("a support is held that no run has recorded")
      }
      supports.factor(i)
      branches.census.factorisations += 1
      search.certificate.solve(search, i)
    } else {
      let (isHit, margin) = try search.search(i, from: hint)
      branches.census.factorisations += search.factorisations
      if isHit { branches.census.warmHits += 1 }
      branches.census.note(margin: margin, degenerateBelow: OptimalityCertificate.degenerate)
      if let slot { supports.flag(i, into: slot) }
    }
    branches.census.worstResidual = max(branches.census.worstResidual, search.certificate.residual)
    write(i, into: x)
    let residual = residual(i, x, isHeld: branches.mode == .held && slot != nil)
    guard residual <= DoublyStochasticBatch.accuracy else {
      throw .notConverged(instance: i, residual: residual)
    }
  }

  /// What rows and columns of a decision may miss the sum 1 by.
  private static let accuracy = 1e-10

  /// The largest deviation of a row or column sum from 1, and the most negative entry unless the
  /// support is held; NaN where an entry is.
  private func residual(_ i: Int, _ x: UnsafePointer<Double>, isHeld: Bool) -> Double {
    let n = program.order
    var (worst, check, least) = (0.0, 0.0, 0.0)
    sums.update(repeating: -1, count: n)
    for line in 0..<n {
      let row = x + line &* n
      var sum = -1.0
      for member in supports.row(line, of: i) {
        let entry = row[Int(member)]
        sum += entry
        sums[Int(member)] += entry
        least = min(least, entry)
      }
      worst = max(worst, sum.magnitude)
      check += sum
    }
    for j in 0..<n { worst = max(worst, sums[j].magnitude) }
    if check.isNaN { return .nan }
    return isHeld ? worst : max(worst, -least)
  }

  /// Writes x on the support; where scores are so large that rounding shows in a sum, x is
  /// balanced.
  private func write(_ i: Int, into x: UnsafeMutablePointer<Double>) {
    let n = program.order
    x.update(repeating: 0, count: n &* n)
    for line in 0..<n {
      let (source, target) = (search.scores + line &* n, x + line &* n)
      for member in supports.row(line, of: i) {
        let j = Int(member)
        target[j] = source[j] - search.rows[line] - search.columns[j]
      }
    }
    if search.threshold > DualSearch.smallestThreshold { supports.balance(i, x) }
  }

  /// Writes P·`g` of instance `i`.
  func project(_ i: Int, _ g: UnsafePointer<Double>, into u: UnsafeMutablePointer<Double>) {
    supports.project(i, g, scale: 1 / program.curvature, into: u)
  }

  /// Writes P·`tangent` of all instances as the tangent of the frame's result; zeros if there is
  /// no tangent.
  func project(_ tangent: UnsafePointer<Double>?, _ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    guard let tangent else { return result.update(repeating: 0, count: frame.result.count) }
    let size = frame.result.columns
    for i in 0..<frame.result.rows { project(i, tangent + i &* size, into: result + i &* size) }
  }

  func adjoint(of g: Variable, at solution: Variable) -> Variable {
    g.tape.record(
      DoublyStochasticAdjoint(batch: self), of: [g, solution], rows: g.rows, columns: g.columns)
  }
}
