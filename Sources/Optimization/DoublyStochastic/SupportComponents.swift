/// The connected components of one support at a time.
///
/// A component of as many rows as columns is balanced: a decision on it can be doubly stochastic.
final class SupportComponents {
  private let order: Int
  private let memory = Workspace()
  /// The component of each row and of each column.
  let ofRow, ofColumn: UnsafeMutablePointer<Int>
  /// The number of rows less the number of columns of each component.
  let excess: UnsafeMutablePointer<Int>
  /// The number of columns of each component.
  let width: UnsafeMutablePointer<Int>
  private let parents: UnsafeMutablePointer<Int>
  /// The number of components; a column without entries is one.
  private(set) var count = 0
  private(set) var areBalanced = false

  init(order n: Int) {
    (order, parents) = (n, memory.zeros(n))
    (ofRow, ofColumn) = (memory.zeros(n), memory.zeros(n))
    (excess, width) = (memory.zeros(n), memory.zeros(n))
  }

  @inline(__always)
  private func root(_ column: Int) -> Int {
    var j = column
    while parents[j] != j {
      parents[j] = parents[parents[j]]
      j = parents[j]
    }
    return j
  }

  /// Finds the components of the support of instance `i`; returns false, and finds none, if a row
  /// has no entry.
  func find(in supports: BipartiteSupports, _ i: Int) -> Bool {
    let n = order
    for j in 0..<n { parents[j] = j }
    for line in 0..<n {
      let list = supports.row(line, of: i)
      if list.isEmpty { return false }
      var first = root(Int(list[0]))
      for k in 1..<list.count {
        let other = root(Int(list[k]))
        // The smaller index becomes the root, so that labels come out in order.
        parents[max(first, other)] = min(first, other)
        first = min(first, other)
      }
    }
    count = 0
    for j in 0..<n {
      let top = root(j)
      if top == j {
        ofColumn[j] = count
        (excess[count], width[count]) = (0, 0)
        count &+= 1
      } else {
        ofColumn[j] = ofColumn[top]
      }
      excess[ofColumn[j]] &-= 1
      width[ofColumn[j]] &+= 1
    }
    for line in 0..<n {
      ofRow[line] = ofColumn[Int(supports.row(line, of: i)[0])]
      excess[ofRow[line]] &+= 1
    }
    areBalanced = true
    for component in 0..<count where excess[component] != 0 { areBalanced = false }
    return true
  }
}
