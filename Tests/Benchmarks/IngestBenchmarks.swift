import Data
import Foundation
import TestSupport

/// Reading large bulk tables of prices: parsing, checking and hashing them.
enum IngestBenchmarks {
  static let all = [
    Benchmark(
      name: "quandl-bulk",
      pairings: [.init(peer: nil) { try reading(of: table(copies: 86)) }]),
    Benchmark(
      name: "quandl-table",
      pairings: [
        .init(
          peer: PeerScript(
            peer: .pyarrow, file: "-c", arguments: [script, path(copies: 11).path],
            reading: .member("seconds"))
        ) { try reading(of: table(copies: 11)) }
      ]),
  ]

  /// Reads all columns with one thread, hashing nothing; the median seconds of five.
  private static let script = """
    import json, sys, time
    import pyarrow, pyarrow.csv
    pyarrow.set_cpu_count(1)
    options = pyarrow.csv.ReadOptions(use_threads=False)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        table = pyarrow.csv.read_csv(sys.argv[1], read_options=options)
        seconds.append(time.perf_counter() - start)
        assert table.num_columns == 14
    print(json.dumps({"seconds": sorted(seconds)[2]}))
    """

  private static func reading(of table: URL) -> Workload {
    Workload(gflop: 0) {
      let history = try QuandlReader().history(from: [table.path])
      precondition(!history.days.isEmpty)
    }
  }

  /// Where that many copies of the simulated market are kept.
  private static func path(copies: Int) -> URL {
    FileManager.default.temporaryDirectory.appending(
      path: "benchmark-prices/BULK_\(copies).csv")
  }

  /// A table of that many times the simulated market, 21 MB each, in the temporary directory, made
  /// by the first call and left there.
  private static func table(copies: Int) throws -> URL {
    let files = FileManager.default
    let table = path(copies: copies)
    let folder = table.deletingLastPathComponent()
    if files.fileExists(atPath: table.path) { return table }
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = Data(try SimulatedSources.bulkTable())
    let lines = text.split(separator: UInt8(ascii: "\n"))
    let unfinished = folder.appending(path: "unfinished.csv")
    try Data().write(to: unfinished)
    let file = try FileHandle(forWritingTo: unfinished)
    try file.write(contentsOf: lines[0] + [UInt8(ascii: "\n")])
    for copy in 0..<copies {
      var part = Data(capacity: text.count + 3 * lines.count)
      for line in lines.dropFirst() {
        let comma = line.firstIndex(of: UInt8(ascii: ",")) ?? line.endIndex
        part.append(line[..<comma])
        part.append(contentsOf: "\(copy)".utf8)
        part.append(line[comma...])
        part.append(UInt8(ascii: "\n"))
      }
      try file.write(contentsOf: part)
    }
    try file.close()
    try files.moveItem(at: unfinished, to: table)
    return table
  }
}
