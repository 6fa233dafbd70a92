extension GridNetwork: LinearOracle {
  /// The path of the largest sum of θ as zeros and ones, one number per edge.
  ///
  /// Since no edge leads back, one pass over the edges settles all nodes. Of several such paths the
  /// one whose edges come first counts, the last edge that differs deciding.
  func decision(maximising θ: [Double]) -> [Double] {
    precondition(θ.count == edges.count, "\(θ.count) values for \(edges.count) edges")
    guard θ.allSatisfy(\.isFinite) else { return Array(repeating: .nan, count: θ.count) }
    var reach = [0] + Array(repeating: -Double.infinity, count: nodeCount - 1)
    var last = Array(repeating: -1, count: nodeCount)
    for (index, edge) in edges.enumerated() where reach[edge.tail] + θ[index] > reach[edge.head] {
      (reach[edge.head], last[edge.head]) = (reach[edge.tail] + θ[index], index)
    }
    var (path, node) = (Array(repeating: 0.0, count: edges.count), nodeCount - 1)
    while node > 0 {
      path[last[node]] = 1
      node = edges[last[node]].tail
    }
    return path
  }
}
