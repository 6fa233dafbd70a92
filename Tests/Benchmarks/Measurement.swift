import Foundation
import Reproducibility

/// What was measured of one pairing.
struct Measurement {
  /// The benchmark's name.
  let name: String
  /// Our median seconds over rounds, each a median over repetitions.
  let seconds: Double
  /// Billions of operations in one run.
  let gflop: Double
  /// The peer, its median seconds, and the median over rounds of the peer's seconds over ours.
  let peer: (peer: Peer, seconds: Double, ratio: Double)?

  /// The headings of the table that `cells` go into.
  static let headings = [
    "name", "seconds", "peer", "peer's seconds", "peer/ours", "GFLOP", "GFLOP/s", "of gemm peak",
  ]

  /// One line of the table, given the peak in GFLOP/s.
  func cells(peak: Double) -> [String] {
    let rate = gflop / seconds
    return [
      name, NumberFormat.significant(seconds), peer?.peer.rawValue ?? "–",
      peer.map { NumberFormat.significant($0.seconds) } ?? "–",
      peer.map { NumberFormat.significant($0.ratio) } ?? "–", NumberFormat.significant(gflop),
      NumberFormat.significant(rate), NumberFormat.fixed(100 * rate / peak, decimals: 1) + " %",
    ]
  }

  /// The member of the JSON file.
  struct Entry: Encodable {
    /// The benchmark's name.
    let name: String
    /// Our median seconds.
    let seconds: Double
    /// Billions of operations in one run.
    let gflop: Double

    private enum CodingKeys: String, CodingKey {
      case name
      case seconds = "median_seconds"
      case gflop
    }
  }

  /// The measurement as a member of the JSON file.
  var entry: Entry { Entry(name: name, seconds: seconds, gflop: gflop) }
}

extension Benchmark.Pairing {
  /// Runs the peer, then ours, `rounds` times; without an interpreter ours alone, once.
  func measure(
    name: String, repetitions: Int, rounds: Int, with interpreter: PeerInterpreter?
  ) throws -> Measurement {
    let workload = try prepare()
    var (ours, theirs, ratios): ([Double], [Double], [Double]) = ([], [], [])
    let count = interpreter == nil ? 1 : rounds
    for round in 1...count {
      var peerSeconds: Double?
      if let interpreter, let peer {
        let progress = "\(name) beside \(peer.file), round \(round) of \(count)\n"
        FileHandle.standardError.write(Data(progress.utf8))
        peerSeconds = try interpreter.seconds(of: peer)
      }
      let seconds = try Stopwatch.medianSeconds(repetitions: repetitions, of: workload.run)
      ours.append(seconds)
      guard let peerSeconds else { continue }
      theirs.append(peerSeconds)
      ratios.append(peerSeconds / seconds)
    }
    let comparison = interpreter.flatMap { interpreter in
      theirs.isEmpty
        ? nil
        : (
          peer: interpreter.peer, seconds: Stopwatch.median(of: theirs),
          ratio: Stopwatch.median(of: ratios)
        )
    }
    return Measurement(
      name: name, seconds: Stopwatch.median(of: ours), gflop: workload.gflop, peer: comparison)
  }
}
