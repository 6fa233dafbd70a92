import Differentiation
import LinearAlgebra

/// The entropic decisions of a block of instances, and the factored systems of their sums.
final class SinkhornBatch {
  let inverseTemperature: Double
  /// Scratch memory for the N² numbers of one instance.
  let scratch: UnsafeMutablePointer<Double>
  private let order: Int
  private let search: EntropicSearch
  private let memory = Workspace()
  private let couplings, pivots, rowSums, rowPart, columnPart: UnsafeMutablePointer<Double>

  init(layer: SinkhornLayer, count: Int) {
    let n = layer.order
    (order, inverseTemperature) = (n, 1 / layer.temperature)
    search = EntropicSearch(order: n)
    (scratch, couplings) = (memory.zeros(n * n), memory.zeros(count * n * n))
    (pivots, rowSums) = (memory.zeros(count * n), memory.zeros(count * n))
    (rowPart, columnPart) = (memory.zeros(n), memory.zeros(n))
  }

  /// Writes the decision for scores `r`, and factors its system.
  func solve(
    _ i: Int, _ r: UnsafePointer<Double>, into x: UnsafeMutablePointer<Double>
  ) throws(SolverError) {
    let n = order
    for k in 0..<n &* n { scratch[k] = inverseTemperature * r[k] }
    try search.search(scratch, instance: i, into: x)
    let sums = rowSums + i &* n
    for line in 0..<n {
      var sum = 0.0
      for j in 0..<n { sum += x[line &* n &+ j] }
      sums[line] = sum
    }
    search.factor(x, into: couplings + i &* n &* n, pivots: pivots + i &* n)
  }

  /// Writes L_x q of instance `i`; the target must not overlap q.
  func potentials(
    _ i: Int, of q: UnsafePointer<Double>, at x: UnsafePointer<Double>,
    into p: UnsafeMutablePointer<Double>
  ) {
    let n = order
    let (ρ, r, sums) = (rowPart, columnPart, rowSums + i &* n)
    r.update(repeating: 0, count: n)
    for line in 0..<n {
      let (source, weights) = (q + line &* n, x + line &* n)
      var sum = 0.0
      for j in 0..<n { sum += source[j] }
      ρ[line] = sum
      let share = sum / sums[line]
      for j in 0..<n { r[j] += source[j] - share * weights[j] }
    }
    GroundedLaplacian.solve(couplings + i &* n &* n, pivots: pivots + i &* n, order: n, r)
    for line in 0..<n {
      let (weights, target) = (x + line &* n, p + line &* n)
      var sum = ρ[line]
      for j in 0..<n { sum -= weights[j] * r[j] }
      let α = sum / sums[line]
      for j in 0..<n { target[j] = α + r[j] }
    }
  }

  func potentials(of q: Variable, at x: Variable) -> Variable {
    q.tape.record(SumPotentials(batch: self), of: [q, x], rows: q.rows, columns: q.columns)
  }
}
