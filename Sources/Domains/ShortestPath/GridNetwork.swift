import LinearAlgebra

/// A grid of nodes whose edges lead to the right and downwards.
///
/// Nodes are numbered row by row from the north-west corner. All paths from the north-west to the
/// south-east corner are of the same number of edges.
///
/// ```swift
/// let grid = GridNetwork(rows: 2, columns: 2)
/// grid.edges.map(\.head)  // [1, 2, 3, 3]: two paths of two edges
/// ```
struct GridNetwork: Sendable {
  /// The order of the edges; in each of them an edge comes after all that lead to where it begins.
  enum EdgeOrder {
    /// By the nodes that they leave, the one to the right before the one downwards.
    case byNode
    /// Row by row, all that lead to the right before all that lead downwards, as PyEPO's grid.
    case byRow
  }

  /// The numbers of nodes from north to south and from west to east.
  let rows: Int, columns: Int
  /// The nodes that each edge leaves and enters.
  let edges: [(tail: Int, head: Int)]

  /// A grid of at least one edge; the default order is by node.
  init(rows: Int, columns: Int, order: EdgeOrder = .byNode) {
    precondition(rows >= 1 && columns >= 1 && rows * columns > 1, "a grid of \(rows)×\(columns)")
    (self.rows, self.columns) = (rows, columns)
    func edges(_ nodes: Range<Int>, right: Bool, down: Bool) -> [(Int, Int)] {
      nodes.flatMap { node in
        let (isLastColumn, isLastRow) = ((node + 1) % columns == 0, node >= (rows - 1) * columns)
        return (isLastColumn || !right ? [] : [(node, node + 1)])
          + (isLastRow || !down ? [] : [(node, node + columns)])
      }
    }
    switch order {
    case .byNode: self.edges = edges(0..<rows * columns, right: true, down: true)
    case .byRow:
      self.edges = (0..<rows).flatMap { row in
        let nodes = row * columns..<(row + 1) * columns
        return edges(nodes, right: true, down: false) + edges(nodes, right: false, down: true)
      }
    }
  }

  /// How many nodes there are.
  var nodeCount: Int { rows * columns }

  /// A and b of the unit flows {Ax = b, x ≥ 0} from corner to corner: one row per node but the
  /// last, what leaves it less what enters it, which is 1 at the first node and 0 at the others.
  ///
  /// The row of the last node would follow from the others.
  var conservation: (matrix: Matrix, bound: [Double]) {
    var matrix = Matrix(rows: nodeCount - 1, columns: edges.count)
    for (index, edge) in edges.enumerated() {
      matrix[edge.tail, index] = 1
      if edge.head < nodeCount - 1 { matrix[edge.head, index] = -1 }
    }
    return (matrix, [1] + Array(repeating: 0, count: nodeCount - 2))
  }
}
