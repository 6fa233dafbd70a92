import LinearAlgebra

/// The supports of a block of N×N decisions, each a bipartite graph of rows and columns, and its
/// linear system.
///
/// With the 0/1 matrix S of a support, the system is [diag(S1) S; Sᵀ diag(Sᵀ1)](α, β) = (ρ,
/// r). Rows are eliminated, which leaves a graph Laplacian of order N for β: two columns are
/// coupled by each row that contains both. Where the graph falls into components, one column of
/// each is grounded: S∘(α1ᵀ + 1βᵀ) does not depend on the choice.
final class BipartiteSupports {
  let order: Int
  /// The number of 64-bit words that a support takes as a bitmap.
  let words: Int
  private let memory = Workspace()
  private let starts: UnsafeMutablePointer<Int>
  private let members: UnsafeMutablePointer<Int32>
  private let couplings, pivots, rowPart, columnPart: UnsafeMutablePointer<Double>

  init(order n: Int, count: Int) {
    (order, words) = (n, (n * n + 63) / 64)
    (starts, members) = (memory.zeros(count * (n + 1)), memory.zeros(count * n * n))
    (couplings, pivots) = (memory.zeros(count * n * n), memory.zeros(count * n))
    (rowPart, columnPart) = (memory.zeros(n), memory.zeros(n))
  }

  /// The columns of one row of the support, ascending.
  @inline(__always)
  func row(_ row: Int, of i: Int) -> UnsafeBufferPointer<Int32> {
    let start = starts + i &* (order &+ 1)
    return UnsafeBufferPointer(
      start: members + (i &* order &* order &+ start[row]), count: start[row &+ 1] &- start[row])
  }

  // MARK: Choosing

  func clear(_ i: Int) { (starts + i * (order + 1)).update(repeating: 0, count: order + 1) }

  /// Makes the entries of t − a1ᵀ − 1bᵀ above `threshold` the support of instance `i`, and
  /// returns whether that changes it.
  func collect(
    _ i: Int, _ t: UnsafePointer<Double>, rows a: UnsafePointer<Double>,
    columns b: UnsafePointer<Double>, above threshold: Double
  ) -> Bool {
    let (n, start, list) = (order, starts + i &* (order &+ 1), members + i &* order &* order)
    var (changed, k) = (false, 0)
    for row in 0..<n {
      let (source, floor) = (t + row &* n, a[row] + threshold)
      for j in 0..<n where source[j] - b[j] > floor {
        let member = Int32(truncatingIfNeeded: j)
        if list[k] != member {
          list[k] = member
          changed = true
        }
        k &+= 1
      }
      if start[row &+ 1] != k {
        start[row &+ 1] = k
        changed = true
      }
    }
    return changed
  }

  func flag(_ i: Int, into bits: UnsafeMutablePointer<UInt64>) {
    bits.update(repeating: 0, count: words)
    for row in 0..<order {
      for member in self.row(row, of: i) {
        let bit = row &* order &+ Int(member)
        bits[bit >> 6] |= 1 << UInt64(bit & 63)
      }
    }
  }

  /// Reads the support from a bitmap, and returns whether every row and column has an entry.
  func load(_ i: Int, from bits: UnsafePointer<UInt64>) -> Bool {
    let (n, start, list) = (order, starts + i &* (order &+ 1), members + i &* order &* order)
    var (k, row, end) = (0, 0, order)
    columnPart.update(repeating: 0, count: n)
    start.update(repeating: 0, count: n &+ 1)
    for word in 0..<words {
      var remaining = bits[word]
      while remaining != 0 {
        let bit = word &* 64 &+ remaining.trailingZeroBitCount
        remaining &= remaining &- 1
        while bit >= end {
          row &+= 1
          end &+= n
          start[row] = k
        }
        let column = bit &- (end &- n)
        list[k] = Int32(truncatingIfNeeded: column)
        columnPart[column] = 1
        k &+= 1
      }
    }
    while row < n {
      row &+= 1
      start[row] = k
    }
    for line in 0..<n where columnPart[line] == 0 || start[line] == start[line &+ 1] {
      return false
    }
    return true
  }

  // MARK: The system

  /// Factors the Laplacian of the present support, with `ground` added to its diagonal if given.
  func factor(_ i: Int, ground: UnsafePointer<Double>? = nil) {
    let n = order
    let (weights, pivot) = (couplings + i &* n &* n, pivots + i &* n)
    weights.update(repeating: 0, count: n &* n)
    for line in 0..<n {
      let list = row(line, of: i)
      let share = 1 / Double(list.count)
      for p in 0..<list.count {
        let target = weights + Int(list[p]) &* n
        for q in p &+ 1..<list.count { target[Int(list[q])] += share }
      }
    }
    pivot.update(repeating: 0, count: n)
    if let ground { pivot.update(from: ground, count: n) }
    GroundedLaplacian.factor(weights, pivots: pivot, order: n)
  }

  /// Replaces (ρ, r) by the (α, β) of the factored system.
  func solve(
    _ i: Int, rows ρ: UnsafeMutablePointer<Double>, columns r: UnsafeMutablePointer<Double>
  ) {
    let n = order
    for line in 0..<n {
      let list = row(line, of: i)
      let share = ρ[line] / Double(list.count)
      for member in list { r[Int(member)] -= share }
    }
    GroundedLaplacian.solve(couplings + i &* n &* n, pivots: pivots + i &* n, order: n, r)
    for line in 0..<n {
      let list = row(line, of: i)
      var sum = ρ[line]
      for member in list { sum -= r[Int(member)] }
      ρ[line] = sum / Double(list.count)
    }
  }

  /// Replaces r by the β of the factored system with ρ = 0.
  func solve(_ i: Int, columns r: UnsafeMutablePointer<Double>) {
    let n = order
    GroundedLaplacian.solve(couplings + i &* n &* n, pivots: pivots + i &* n, order: n, r)
  }

  /// Moves the entries of x on the support so that its rows and columns sum to 1, by as little as
  /// possible in the Euclidean norm.
  func balance(_ i: Int, _ x: UnsafeMutablePointer<Double>) {
    let (n, r) = (order, columnPart)
    solveForSums(i, x, from: -1)
    for line in 0..<n {
      let (target, α) = (x + line &* n, rowPart[line])
      for member in row(line, of: i) { target[Int(member)] -= α + r[Int(member)] }
    }
  }

  /// Writes scale·S∘(g − α1ᵀ − 1βᵀ) whose rows and columns sum to zero: the projection
  /// of g on the directions in which decisions may move.
  func project(
    _ i: Int, _ g: UnsafePointer<Double>, scale: Double, into u: UnsafeMutablePointer<Double>
  ) {
    let (n, r) = (order, columnPart)
    solveForSums(i, g, from: 0)
    u.update(repeating: 0, count: n &* n)
    for line in 0..<n {
      let (source, target, α) = (g + line &* n, u + line &* n, rowPart[line])
      for member in row(line, of: i) {
        let j = Int(member)
        target[j] = scale * (source[j] - α - r[j])
      }
    }
  }

  /// Solves for the row and column sums of x on the support, each counted from `start`.
  private func solveForSums(_ i: Int, _ x: UnsafePointer<Double>, from start: Double) {
    let (n, r) = (order, columnPart)
    r.update(repeating: start, count: n)
    for line in 0..<n {
      let source = x + line &* n
      var sum = start
      for member in row(line, of: i) {
        sum += source[Int(member)]
        r[Int(member)] += source[Int(member)]
      }
      rowPart[line] = sum
    }
    solve(i, rows: rowPart, columns: r)
  }
}
