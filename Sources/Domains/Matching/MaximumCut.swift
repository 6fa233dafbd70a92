import Data

/// Two sides of equal size with many edges between them.
///
/// Nodes go to the sides in turn; then the pair, one of each side, whose exchange gains most edges
/// between the sides is exchanged until no exchange gains any. Ties go to the first pair.
struct MaximumCut {
  /// The nodes of both sides, each in ascending order.
  let left: [Int], right: [Int]
  let edges: Int

  /// Divides an even number of nodes, given in ascending order.
  init(_ nodes: [Int], in graph: CitationGraph) {
    precondition(nodes.count % 2 == 0, "\(nodes.count) nodes on two sides")
    let count = nodes.count
    var adjacent = Array(repeating: Array(repeating: false, count: count), count: count)
    for (i, node) in nodes.enumerated() {
      let neighbours = Set(graph.neighbours(of: node))
      for (j, other) in nodes.enumerated() {
        adjacent[i][j] = neighbours.contains(Int32(truncatingIfNeeded: other))
      }
    }
    var isLeft = (0..<count).map { $0 % 2 == 0 }
    /// Same-side less other-side neighbours.
    func pull(_ i: Int) -> Int {
      (0..<count).reduce(0) { adjacent[i][$1] ? $0 + (isLeft[i] == isLeft[$1] ? 1 : -1) : $0 }
    }
    while true {
      let pulls = (0..<count).map(pull)
      var (best, pair) = (0, (0, 0))
      for i in 0..<count where isLeft[i] {
        for j in 0..<count where !isLeft[j] {
          let gain = pulls[i] + pulls[j] + (adjacent[i][j] ? 2 : 0)
          if gain > best { (best, pair) = (gain, (i, j)) }
        }
      }
      if best == 0 { break }
      isLeft[pair.0] = false
      isLeft[pair.1] = true
    }
    left = (0..<count).filter { isLeft[$0] }.map { nodes[$0] }
    right = (0..<count).filter { !isLeft[$0] }.map { nodes[$0] }
    var edges = 0
    for i in 0..<count where isLeft[i] {
      for j in 0..<count where !isLeft[j] && adjacent[i][j] { edges += 1 }
    }
    self.edges = edges
  }
}
