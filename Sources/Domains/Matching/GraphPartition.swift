import CMETIS
import Data
import Synchronization

/// The only Swift door to METIS: divides a graph into parts of about equal size with few edges
/// between them.
enum GraphPartition {
  /// METIS draws from the C library's one generator, which it seeds at the start of every call: one
  /// call at a time.
  private static let turn = Mutex<Void>(())

  /// The part of each node and the number of edges between parts, by METIS's k-way method with
  /// default options and seed 0.
  ///
  /// The same for the same graph, version of METIS and C library.
  /// - Throws: `MatchingError.notPartitioned` with METIS's status.
  /// - SeeAlso: Karypis & Kumar (1998), A Fast and High Quality Multilevel Scheme for Partitioning
  ///   Irregular Graphs.
  static func kWay(_ graph: CitationGraph, parts: Int) throws(MatchingError) -> (
    part: [Int], cut: Int
  ) {
    var starts = graph.neighbourStarts.map { idx_t($0) }
    var neighbours = graph.neighbours.map { idx_t($0) }
    var (nodes, constraints) = (idx_t(graph.papers.count), idx_t(1))
    var (wanted, cut) = (idx_t(parts), idx_t(0))
    var part = Array(repeating: idx_t(0), count: graph.papers.count)
    var options = Array(repeating: idx_t(0), count: Int(METIS_NOPTIONS))
    // METIS refuses to make one part of a graph.
    if parts == 1 { return (part.map { Int($0) }, 0) }
    let status = turn.withLock { _ in
      METIS_SetDefaultOptions(&options)
      options[Int(METIS_OPTION_SEED.rawValue)] = 0
      return METIS_PartGraphKway(
        &nodes, &constraints, &starts, &neighbours, nil, nil, nil, &wanted, nil, nil, &options,
        &cut, &part)
    }
    guard status == Int32(METIS_OK.rawValue) else { throw .notPartitioned(status: Int(status)) }
    return (part.map { Int($0) }, Int(cut))
  }
}
