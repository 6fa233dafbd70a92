/// Solves on a given support exactly, and checks whether that solves the program.
///
/// Between components of the support the duals are free: shifting the columns of one by s and its
/// rows by −s changes no decision. They are chosen by shortest paths among components, such that
/// no entry between components violates its condition. Slacks of at least δ are possible exactly
/// if they are δ or more in the mean of every cycle of components.
final class OptimalityCertificate {
  private let order: Int
  private let memory = Workspace()
  private let rowResidual, columnResidual, gaps, shifts: UnsafeMutablePointer<Double>
  /// The largest deviation of a row or column sum from 1 in the last solution.
  private(set) var residual = 0.0

  /// The margins below which a solution is degenerate and nearly degenerate.
  static let degenerate = 1e-10, nearDegenerate = 1e-6

  init(order n: Int) {
    order = n
    (rowResidual, columnResidual) = (memory.zeros(n), memory.zeros(n))
    (gaps, shifts) = (memory.zeros(n * n), memory.zeros(n))
  }

  /// Moves the duals to where rows and columns on the factored support sum to 1, to rounding.
  func solve(_ search: DualSearch, _ i: Int) {
    for round in 0..<4 {
      let last = residual
      measure(search, i)
      // The first correction suffices; those that follow reduce rounding errors as long as they
      // can.
      if residual < 4 * 0x1p-53 || round > 1 && residual >= 0.5 * last { return }
      search.supports.solve(i, rows: rowResidual, columns: columnResidual)
      for k in 0..<order {
        search.rows[k] += rowResidual[k]
        search.columns[k] += columnResidual[k]
      }
    }
    measure(search, i)
  }

  private func measure(_ search: DualSearch, _ i: Int) {
    let n = order
    columnResidual.update(repeating: -1, count: n)
    residual = 0
    for line in 0..<n {
      let (source, a) = (search.scores + line &* n, search.rows[line])
      var sum = -1.0
      for member in search.supports.row(line, of: i) {
        let j = Int(member)
        let entry = source[j] - a - search.columns[j]
        sum += entry
        columnResidual[j] += entry
      }
      rowResidual[line] = sum
      residual = max(residual, sum.magnitude)
    }
    for j in 0..<n { residual = max(residual, columnResidual[j].magnitude) }
  }

  /// The margin of the solution on the support of instance `i`, whose components are balanced; nil
  /// if it is not optimal.
  ///
  /// It is the smallest of the entries and of the slacks within a component, in units of x. Slacks
  /// between components are free and count only where they cannot be made 10⁻⁶.
  func check(_ search: DualSearch, _ i: Int) -> Double? {
    solve(search, i)
    let (n, tolerance) = (order, search.threshold)
    let components = search.components
    var (smallest, largest) = (Double.infinity, -Double.infinity)
    for line in 0..<n {
      let (source, a) = (search.scores + line &* n, search.rows[line])
      let (list, component) = (search.supports.row(line, of: i), components.ofRow[line])
      var next = 0
      for j in 0..<n {
        let entry = source[j] - a - search.columns[j]
        if next < list.count, Int(list[next]) == j {
          next &+= 1
          smallest = min(smallest, entry)
        } else if components.ofColumn[j] == component {
          largest = max(largest, entry)
        }
      }
    }
    guard smallest > tolerance, largest <= 4 * tolerance else { return nil }
    let margin = max(0, min(smallest, -largest))
    if components.count == 1 { return margin }
    measureGaps(search)
    if separate(search, by: OptimalityCertificate.nearDegenerate) { return margin }
    if separate(search, by: OptimalityCertificate.degenerate) {
      return min(margin, 2 * OptimalityCertificate.degenerate)
    }
    return separate(search, by: -4 * tolerance) ? 0 : nil
  }

  /// The smallest slack of an entry from each component's rows to each component's columns.
  private func measureGaps(_ search: DualSearch) {
    let (n, components) = (order, search.components)
    let count = components.count
    gaps.update(repeating: .infinity, count: count &* count)
    for line in 0..<n {
      let (source, a) = (search.scores + line &* n, search.rows[line])
      let target = gaps + components.ofRow[line] &* count
      for j in 0..<n {
        let to = components.ofColumn[j]
        target[to] = min(target[to], a + search.columns[j] - source[j])
      }
    }
  }

  /// Shifts components such that slacks between them are at least zero, as far as that is possible.
  func arrange(_ search: DualSearch) {
    if search.components.count == 1 { return }
    measureGaps(search)
    _ = findShifts(search, by: 0)
    shift(search)
  }

  /// Shifts components such that all slacks between them are at least `wanted`; false if that is
  /// impossible.
  private func separate(_ search: DualSearch, by wanted: Double) -> Bool {
    guard findShifts(search, by: wanted) else { return false }
    shift(search)
    return true
  }

  private func findShifts(_ search: DualSearch, by wanted: Double) -> Bool {
    let count = search.components.count
    shifts.update(repeating: 0, count: count)
    for _ in 0...count {
      var isSettled = true
      for from in 0..<count {
        let row = gaps + from &* count
        var lowest = shifts[from]
        for to in 0..<count where to != from { lowest = min(lowest, shifts[to] + row[to] - wanted) }
        // A shift within rounding errors counts as none.
        if lowest < shifts[from] - 0.25 * search.threshold {
          shifts[from] = lowest
          isSettled = false
        }
      }
      if isSettled { return true }
    }
    return false
  }

  private func shift(_ search: DualSearch) {
    let components = search.components
    for k in 0..<order {
      search.columns[k] += shifts[components.ofColumn[k]]
      search.rows[k] -= shifts[components.ofRow[k]]
    }
  }
}
