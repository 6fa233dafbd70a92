import Data
import Foundation
import TestSupport

/// Reading one large bulk table of prices: parsing, checking and hashing it.
enum IngestBenchmarks {
  static let all = [
    Benchmark(
      name: "quandl-bulk",
      pairings: [
        .init(peer: nil) {
          let path = try largeTable().path
          return Workload(gflop: 0) {
            let history = try QuandlReader().history(from: [path])
            precondition(!history.days.isEmpty)
          }
        }
      ])
  ]

  /// The size of the table: 86 times the simulated market.
  private static let copies = 86

  /// A simulated table of 1.8 GB in the temporary directory, made by the first call and left there.
  private static func largeTable() throws -> URL {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "benchmark-prices")
    let table = folder.appending(path: "BULK_\(copies).csv")
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
