/// One piece of work under a fixed name, and the peers' scripts that do the same.
struct Benchmark: Sendable {
  /// The name under which it is chosen and reported.
  let name: String
  /// The variants of the work; the first one is run where no peer is at hand, too.
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
}

/// Work that is ready to be run any number of times.
struct Workload {
  /// Billions of useful operations in one run: products and solves, searches not counted.
  let gflop: Double
  /// One run.
  let run: () throws -> Void
}
