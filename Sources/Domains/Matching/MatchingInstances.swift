import Synchronization

/// The bipartite instances that a citation graph is cut into.
public struct MatchingInstances: Sendable, Equatable {
  /// One instance.
  public struct Instance: Sendable, Equatable {
    /// The papers of each side, by index, ascending.
    public var left: [Int], right: [Int]
    /// Edges among its papers.
    public var edges: Int
    /// Edges between its sides: the ones of its labels.
    public var cut: Int
  }

  /// The instances, in the order of METIS's parts.
  public let instances: [Instance]
  /// Edges between METIS's parts, before they are made of equal size.
  public let edgeCut: Int
  /// The smallest and the largest of METIS's parts.
  public let smallestPart: Int, largestPart: Int
  /// Papers that left METIS's part for the sake of equal sizes, and those among them that no instance uses.
  public let moved: Int, unused: Int

  /// The instances that one graph was cut into, by their number and size: every scenario asks for the same ones.
  final class Kept: Sendable, Equatable {
    private let known = Mutex<[[Int]: MatchingInstances]>([:])

    /// Those of the graph that this belongs to; cut when first asked for.
    func instances(of graph: CitationGraph, count: Int, side: Int) throws(CoraError)
      -> MatchingInstances
    {
      if let there = known.withLock({ $0[[count, side]] }) { return there }
      // The same graph gives the same cut, so it does no harm if two tasks make it.
      let made = try MatchingInstances(of: graph, count: count, side: side)
      known.withLock { $0[[count, side]] = made }
      return made
    }

    /// What happens to be known is no part of a graph's value.
    static func == (one: Kept, other: Kept) -> Bool { true }
  }

  /// Cuts a graph into `count` instances of `side` papers on each side.
  ///
  /// - Throws: `CoraError.tooFewPapers`, or `.notPartitioned` if METIS gives up.
  public init(of graph: CitationGraph, count: Int, side: Int) throws(CoraError) {
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
