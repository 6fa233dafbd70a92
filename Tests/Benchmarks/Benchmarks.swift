import LinearAlgebra
import ArgumentParser
import Foundation
import Reproducibility

/// Times the parts of the program at the sizes of the experiments, on one thread, beside what a
/// user would choose instead.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Time the program's parts on one thread, and peers' scripts beside them.",
    discussion: """
      Benchmarks: \(Benchmark.all.map(\.name).joined(separator: ", ")).

      With peers, each round runs the peer's script and then ours; the ratio is the median over \
      rounds. GFLOP are counted from the sizes of the problem (products and solves, no searches), \
      not measured.
      """)

  @Option(
    name: .customLong("only"), parsing: .upToNextOption,
    help: ArgumentHelp(
      "The benchmarks to run. The default is all of them.", valueName: "benchmark"))
  var names: [String] = []

  @Option(
    name: .customLong("json"),
    help: ArgumentHelp(
      "The file to write names, median seconds and GFLOP to. The default is none.",
      valueName: "file"))
  var output: String?

  @Option(name: .customLong("repeat"), help: "How often each is timed, for the median.")
  var repetitions = 7

  @Option(help: "How often peer and ours take turns.")
  var rounds = 3

  @Option(
    name: .customLong("peers"),
    help: ArgumentHelp(
      "The directory of the peers' scripts, which run in place. The default is none.",
      valueName: "directory"))
  var directory: String?

  @Option(
    help: ArgumentHelp(
      "A Python with torch, qpth and higher. The default is none.", valueName: "path"))
  var python: String?

  @Option(help: ArgumentHelp("A Python with jax. The default is none.", valueName: "path"))
  var jaxPython: String?

  @Flag(
    name: .customLong("library-peak"),
    help: ArgumentHelp("Print OpenBLAS's kernel and its rate, and end.", visibility: .hidden))
  var measuresLibrary = false

  func validate() throws {
    guard repetitions >= 1, rounds >= 1 else {
      throw ValidationError("--repeat and --rounds must be at least 1.")
    }
    let known = Benchmark.all.map(\.name)
    for name in names where !known.contains(name) {
      throw ValidationError(
        "There is no benchmark \(name); choose from \(known.joined(separator: ", ")).")
    }
    guard (directory == nil) == (python == nil && jaxPython == nil) else {
      throw ValidationError("Peers need both --peers and --python or --jax-python.")
    }
    var isDirectory: ObjCBool = false
    if let directory {
      guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory),
        isDirectory.boolValue
      else { throw ValidationError("There is no directory \(directory) of peers' scripts.") }
    }
    for path in [python, jaxPython].compactMap({ $0 })
    where !FileManager.default.isExecutableFile(atPath: path) {
      throw ValidationError("There is no executable \(path); give the path of a Python.")
    }
  }

  func run() throws {
    if measuresLibrary {
      print(OpenBLAS.kernel, GemmPeak.ofLibrary())
      return
    }
    let peak = GemmPeak.measure()
    print(peak.text)
    let interpreters = try interpreters()
    var table = Table(headings: Measurement.headings)
    var entries: [Measurement.Entry] = []
    for benchmark in Benchmark.all where names.isEmpty || names.contains(benchmark.name) {
      for (position, pairing) in benchmark.pairings.enumerated() {
        let interpreter = pairing.peer.flatMap { interpreters[$0.peer] }
        if position > 0 && interpreter == nil { continue }
        let measurement = try pairing.measure(
          name: benchmark.name, repetitions: repetitions, rounds: rounds, with: interpreter)
        table.append(measurement.cells(peak: peak.best))
        if position == 0 { entries.append(measurement.entry) }
      }
    }
    print(table.text, terminator: "")
    let seconds = Dictionary(entries.map { ($0.name, $0.seconds) }) { first, _ in first }
    for sentence in TrainingRun.comparisons(seconds) { print(sentence) }
    if let output {
      try (JSONValue(encoding: entries).canonicalText + "\n").write(
        toFile: output, atomically: true, encoding: .utf8)
    }
  }

  /// The interpreters that have all their packages; prints what the others lack.
  private func interpreters() throws -> [Peer: PeerInterpreter] {
    var usable: [Peer: PeerInterpreter] = [:]
    guard let directory else { return usable }
    for peer in Peer.allCases {
      guard let path = peer.usesTorch ? python : jaxPython else { continue }
      let interpreter = PeerInterpreter(
        peer: peer, python: path, directory: peer.directory(directory))
      let missing = try interpreter.missingPackages()
      if missing.isEmpty {
        usable[peer] = interpreter
      } else {
        print("No comparison with \(peer.rawValue), because \(path) cannot import \(missing).")
      }
    }
    return usable
  }
}
