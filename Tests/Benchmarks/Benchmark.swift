/// One piece of work under a fixed name, and the peers' scripts that do the same.
struct Benchmark: Sendable {
  /// The name under which it is chosen and reported.
  let name: String
  /// The variants of the work, of which the first also runs without a peer.
  let pairings: [Pairing]

  /// A variant of the work, shaped as its peer's script has it.
  struct Pairing: Sendable {
    /// The script to compare with; nil where there is none.
    let peer: PeerScript?
    /// Draws the data, records the tapes and compiles them: what is not timed.
    let prepare: @Sendable () throws -> Workload
  }

  /// All benchmarks, in the order of the table.
  static let all =
    AttackBenchmarks.all + ProgramBenchmarks.all + MatchingBenchmarks.all + PortfolioBenchmarks.all
    + IngestBenchmarks.all
}

/// Work that is ready to be run any number of times.
struct Workload {
  /// Billions of useful operations in one run: products and solves, searches not counted.
  let gflop: Double
  /// Does the work once.
  let run: () throws -> Void
}
