import Data

/// The bipartite instances that a citation graph is cut into.
struct MatchingInstances: Sendable, Equatable {
  struct Instance: Sendable, Equatable {
    /// The papers of each side, by index, ascending.
    var left: [Int], right: [Int]
    /// Edges among its papers.
    var edges: Int
    /// Edges between its sides: the ones of its labels.
    var cut: Int
  }

  /// The instances, in the order of METIS's parts.
  let instances: [Instance]
  /// Edges between METIS's parts, before they are made of equal size.
  let edgeCut: Int
  /// The smallest and the largest of METIS's parts.
  let smallestPart: Int, largestPart: Int
  /// Papers that left METIS's part for the sake of equal sizes, and those among them that no
  /// instance uses.
  let moved: Int, unused: Int

  /// Cuts a graph into `count` instances of `side` papers on each side.
  ///
  /// - Throws: `MatchingError.tooFewPapers`, or `.notPartitioned` if METIS gives up.
  init(of graph: CitationGraph, count: Int, side: Int) throws(MatchingError) {
    let nodes = 2 * side
    guard graph.papers.count >= count * nodes else {
      throw .tooFewPapers(found: graph.papers.count, instances: count, nodes: nodes)
    }
    let (part, cut) = try GraphPartition.kWay(graph, parts: count)
    edgeCut = cut
    let sizes = (0..<count).map { p in part.count { $0 == p } }
    (smallestPart, largestPart) = (sizes.min() ?? 0, sizes.max() ?? 0)
    let parts = BalancedParts(part, parts: count, size: nodes, in: graph)
    (moved, unused) = (parts.moved, graph.papers.count - count * nodes)
    instances = parts.members.map { members in
      let sides = MaximumCut(members, in: graph)
      let inside = Set(members)
      let ends = members.reduce(0) { sum, node in
        sum + graph.neighbours(of: node).count { inside.contains(Int($0)) }
      }
      return Instance(left: sides.left, right: sides.right, edges: ends / 2, cut: sides.edges)
    }
  }
}
