import Differentiation
import LinearAlgebra

/// The supports of a block of simplex programs and the Cholesky factors of H on them.
final class SimplexSupports {
  let program: SimplexProgram
  let width, words: Int
  private let stocks: Int
  private let memory = Workspace()
  private let counts, members: UnsafeMutablePointer<Int>
  private let factors, images, right, moved: UnsafeMutablePointer<Double>
  private let ones, covariance, scratch: UnsafeMutablePointer<Double>
  /// H of one instance, valid between stocks that were members together since its search began,
  /// row-major by stock.
  private let curvature: UnsafeMutablePointer<Double>

  /// Weights and duals below this count as zero.
  private static let tolerance = 1e-12
  /// The largest residual of a decision, relative to a whole weight.
  private static let accuracy = 1e-8

  init(program: SimplexProgram, count: Int, width: Int) {
    (self.program, self.width, stocks) = (program, width, program.stocks)
    let n = program.stocks
    words = (n + 63) / 64
    (counts, members) = (memory.zeros(count), memory.zeros(count * n))
    (factors, images) = (memory.zeros(count * n * n), memory.zeros(count * n))
    (right, ones, scratch) = (memory.zeros(n), memory.buffer(n, of: 1), memory.zeros(n))
    (moved, covariance) = (memory.zeros(width), memory.zeros(width))
    curvature = memory.zeros(n * n)
  }

  /// Factors H on the current members of instance `i`, and solves Ho = 1.
  private func factor(_ i: Int) throws(SolverError) {
    let (n, count) = (stocks, counts[i])
    let (list, h, o) = (members + i &* n, factors + i &* n &* n, images + i &* n)
    for k in 0..<count {
      let (row, source) = (h + k &* n, curvature + list[k] &* n)
      for l in 0...k { row[l] = source[list[l]] }
    }
    let minor = Cholesky.factor(h, order: count, stride: n)
    guard minor == 0 else { throw .notPositiveDefinite(instance: i, minor: minor) }
    o.update(from: ones, count: count)
    Cholesky.solve(h, order: count, stride: n, o)
  }

  /// Writes the x of K(x, ν) = (r, total) on the support, zero elsewhere, and returns ν.
  @discardableResult
  func apply(
    _ i: Int, _ r: UnsafePointer<Double>, total: Double, into x: UnsafeMutablePointer<Double>
  ) -> Double {
    let (n, count) = (stocks, counts[i])
    let (list, h, o) = (members + i &* n, factors + i &* n &* n, images + i &* n)
    for k in 0..<count { right[k] = r[list[k]] }
    Cholesky.solve(h, order: count, stride: n, right)
    var (sum, whole) = (-total, 0.0)
    for k in 0..<count {
      sum += right[k]
      whole += o[k]
    }
    let ν = sum / whole
    x.update(repeating: 0, count: n)
    for k in 0..<count { x[list[k]] = right[k] - ν * o[k] }
    return ν
  }

  /// Finds the support of instance `i`, or reads it if branches are held, and writes the optimal x.
  func solve(
    _ i: Int, returns p: UnsafePointer<Double>, embedding: UnsafePointer<Double>,
    slot: UnsafeMutablePointer<UInt64>?, hint: UnsafePointer<UInt64>?, branches: Branches,
    into x: UnsafeMutablePointer<Double>
  ) throws(SolverError) {
    branches.census.solves += 1
    let isHeld = branches.mode == .held && slot != nil
    let guess = isHeld ? slot.map { UnsafePointer($0) } : hint
    let list = members + i &* stocks
    counts[i] = 0
    for j in 0..<stocks where guess.map({ $0[j >> 6] >> UInt64(j & 63) & 1 == 1 }) ?? true {
      insert(j, i, list, embedding)
    }
    if counts[i] == 0 { for j in 0..<stocks { insert(j, i, list, embedding) } }
    for round in 0..<60 {
      try factor(i)
      branches.census.factorisations += 1
      let ν = apply(i, p, total: 1, into: x)
      if isHeld { return }
      if !ν.isFinite { return try leaveUndecided(i, p, into: x) }
      // From the 30th round on one change at a time: several at once may cycle.
      if !exchange(i, list, x, p, ν, embedding, single: round >= 30, into: branches) {
        let residual = residual(i, list, x, p, ν, embedding)
        guard residual <= SimplexSupports.accuracy else {
          throw .notConverged(instance: i, residual: residual)
        }
        if round == 0 { branches.census.warmHits += 1 }
        if let slot { flag(i, list, into: slot) }
        return
      }
    }
    throw .notConverged(instance: i, residual: .infinity)
  }

  /// Makes stock `j` the last member and computes its row of H.
  private func insert(
    _ j: Int, _ i: Int, _ list: UnsafeMutablePointer<Int>, _ embedding: UnsafePointer<Double>
  ) {
    let (count, row) = (counts[i], embedding + j &* width)
    for k in 0..<count {
      let other = list[k]
      let value = share * InnerProduct.of(row, embedding + other &* width, count: width)
      curvature[j &* stocks &+ other] = value
      curvature[other &* stocks &+ j] = value
    }
    curvature[j &* stocks &+ j] =
      share * InnerProduct.of(row, row, count: width) + 2 * program.risk * program.ridge
    list[count] = j
    counts[i] = count &+ 1
  }

  private func flag(_ i: Int, _ list: UnsafePointer<Int>, into slot: UnsafeMutablePointer<UInt64>) {
    for word in 0..<words { slot[word] = 0 }
    for k in 0..<counts[i] { slot[list[k] >> 6] |= 1 << UInt64(list[k] & 63) }
  }

  /// Drops members of negative weight or, if there are none, adds stocks of negative dual; returns
  /// whether it did.
  private func exchange(
    _ i: Int, _ list: UnsafeMutablePointer<Int>, _ x: UnsafePointer<Double>,
    _ p: UnsafePointer<Double>, _ ν: Double, _ embedding: UnsafePointer<Double>, single: Bool,
    into branches: Branches
  ) -> Bool {
    var lowest = -1
    var smallest = Double.greatestFiniteMagnitude
    for k in 0..<counts[i] where x[list[k]] < smallest { (lowest, smallest) = (k, x[list[k]]) }
    if smallest < -SimplexSupports.tolerance {
      var remaining = 0
      for k in 0..<counts[i] where single ? k != lowest : x[list[k]] >= -SimplexSupports.tolerance {
        list[remaining] = list[k]
        remaining &+= 1
      }
      counts[i] = remaining
      return true
    }
    covariance.update(repeating: 0, count: width)
    for k in 0..<counts[i] {
      let (row, weight, sum) = (embedding + list[k] &* width, x[list[k]], covariance)
      for j in 0..<width { sum[j] += weight * row[j] }
    }
    var (position, added, worst) = (0, false, -1)
    let members = counts[i]
    var margin = smallest
    var lowestDual = -SimplexSupports.tolerance
    for j in 0..<stocks {
      if position < members, list[position] == j {
        position &+= 1
        continue
      }
      let product = InnerProduct.of(embedding + j &* width, covariance, count: width)
      let dual = ν - p[j] + share * product
      margin = min(margin, dual)
      if dual < -SimplexSupports.tolerance {
        if !single {
          insert(j, i, list, embedding)
          added = true
        } else if dual < lowestDual {
          (worst, lowestDual) = (j, dual)
        }
      }
    }
    if worst >= 0 {
      insert(worst, i, list, embedding)
      added = true
    }
    if added {
      var changed = UnsafeMutableBufferPointer(start: list, count: counts[i])
      changed.sort()
      return true
    }
    branches.census.note(margin: margin, degenerateBelow: 1e-10)
    return false
  }

  /// Writes NaN for the decision by returns that are not finite, as of a diverged training.
  private func leaveUndecided(
    _ i: Int, _ p: UnsafePointer<Double>, into x: UnsafeMutablePointer<Double>
  ) throws(SolverError) {
    for j in 0..<stocks where !p[j].isFinite { return x.update(repeating: .nan, count: stocks) }
    throw .notConverged(instance: i, residual: .nan)
  }

  /// The largest of what the weights miss the sum 1 by, and of what is left of the gradient on the
  /// support relative to 2λρ, the gradient of a whole weight; NaN where one is.
  ///
  /// A single member has the weight 1, whatever the gradient is. `covariance` holds Eᵀx.
  private func residual(
    _ i: Int, _ list: UnsafePointer<Int>, _ x: UnsafePointer<Double>, _ p: UnsafePointer<Double>,
    _ ν: Double, _ embedding: UnsafePointer<Double>
  ) -> Double {
    let ridge = 2 * program.risk * program.ridge
    var (sum, worst, check) = (-1.0, 0.0, 0.0)
    for k in 0..<counts[i] {
      let j = list[k]
      sum += x[j]
      let product = InnerProduct.of(embedding + j &* width, covariance, count: width)
      let miss = (ν - p[j] + share * product + ridge * x[j]) / ridge
      worst = max(worst, miss.magnitude)
      check += miss
    }
    guard (check + sum).isFinite else { return .nan }
    return counts[i] == 1 ? sum.magnitude : max(worst, sum.magnitude)
  }

  /// Writes K⁻¹(ṙ − Ḣw, 0), the tangent of w = K⁻¹(r, ·); the inputs of the frame are
  /// r and the embedding.
  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    let n = stocks
    let (tangent, embedding) = (frame.inputs[0].tangent, frame.inputs[1])
    for i in 0..<frame.result.rows {
      let (w, out) = (frame.result.value + i &* n, result + i &* n)
      out.update(repeating: 0, count: n)
      if let tangent { out.update(from: tangent + i &* n, count: n) }
      if let moved = embedding.tangent {
        subtractSlope(
          i, embedding.value + i &* embedding.columns, moved + i &* embedding.columns, w, from: out)
      }
      apply(i, out, total: 0, into: scratch)
      out.update(from: scratch, count: n)
    }
  }

  /// Subtracts 2λ(1−ρ)(Ė(Eᵀw) + E(Ėᵀw)) on the support from `out`.
  private func subtractSlope(
    _ i: Int, _ e: UnsafePointer<Double>, _ de: UnsafePointer<Double>, _ w: UnsafePointer<Double>,
    from out: UnsafeMutablePointer<Double>
  ) {
    let list = members + i &* stocks
    let sum = covariance
    sum.update(repeating: 0, count: width)
    moved.update(repeating: 0, count: width)
    for k in 0..<counts[i] {
      let (row, change, weight) = (e + list[k] &* width, de + list[k] &* width, w[list[k]])
      for j in 0..<width {
        sum[j] += weight * row[j]
        moved[j] += weight * change[j]
      }
    }
    for k in 0..<counts[i] {
      let (row, change) = (e + list[k] &* width, de + list[k] &* width)
      let product =
        InnerProduct.of(change, sum, count: width) + InnerProduct.of(row, moved, count: width)
      out[list[k]] -= share * product
    }
  }

  /// Records u = K⁻¹(g, 0) on the supports of a solution.
  func adjoint(of g: Variable, embedding e: Variable, at solution: Variable) -> Variable {
    g.tape.record(
      SimplexAdjoint(supports: self), of: [g, e, solution], rows: g.rows, columns: g.columns)
  }

  /// Records the cotangent of E from w = K⁻¹r and its adjoint u: −2λ(1−ρ)(u(Eᵀw)ᵀ +
  /// w(Eᵀu)ᵀ).
  func pullback(_ u: Variable, _ w: Variable, embedding e: Variable) -> Variable {
    e.tape.record(SimplexOuter(supports: self), of: [u, w, e], rows: e.rows, columns: e.columns)
  }

  /// The members of instance `i`: no other stocks have weights, adjoints or cotangents.
  func memberList(_ i: Int) -> UnsafeBufferPointer<Int> {
    UnsafeBufferPointer(start: members + i &* stocks, count: counts[i])
  }

  /// 2λ(1−ρ), the factor of EEᵀ in H.
  var share: Double { 2 * program.risk * (1 - program.ridge) }
}
