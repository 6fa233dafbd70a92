import Data

/// Parts of exactly the same size, made from parts of about that size.
///
/// In the order of parts, each that is too large gives up the nodes that have fewest neighbours in
/// it to a pool; then, in the same order, each that is too small takes the node of the pool that
/// has most neighbours in it, one at a time. Ties go to the lower index. What is left in the pool
/// belongs to no part.
struct BalancedParts {
  /// The nodes of each part, ascending.
  let members: [[Int]]
  let moved: Int

  /// - Precondition: there are at least `size` nodes for each part.
  init(_ part: [Int], parts: Int, size: Int, in graph: CitationGraph) {
    precondition(part.count >= parts * size, "\(part.count) nodes for \(parts) × \(size)")
    var part = part
    func degree(_ node: Int, in p: Int) -> Int {
      graph.neighbours(of: node).count { part[Int($0)] == p }
    }
    var sizes = Array(repeating: 0, count: parts)
    for p in part { sizes[p] += 1 }
    var pool: [Int] = []
    for p in 0..<parts {
      let nodes = part.indices.filter { part[$0] == p }
      let degrees = nodes.map { degree($0, in: p) }
      let inOrder = nodes.indices.sorted { (degrees[$0], $0) < (degrees[$1], $1) }
      for k in inOrder.prefix(max(0, sizes[p] - size)) {
        part[nodes[k]] = -1
        pool.append(nodes[k])
        sizes[p] -= 1
      }
    }
    pool.sort()
    moved = pool.count
    for p in 0..<parts {
      while sizes[p] < size {
        var best = 0
        for k in pool.indices where degree(pool[k], in: p) > degree(pool[best], in: p) { best = k }
        part[pool.remove(at: best)] = p
        sizes[p] += 1
      }
    }
    members = (0..<parts).map { p in part.indices.filter { part[$0] == p } }
  }
}
