import Domains
import Experiments
import Foundation
import Learning
import Reproducibility

/// Much of everything: memory stays bounded, and what was done is not done again.
struct LoadCampaign: Campaign {
  static let name = "load"
  static let task =
    "experiments by the thousand in one store, and a price table of many rows read by report data"
  static let unit = "experiment"
  static let shortCount = 200
  static let longCount = 2_000
  static let partCount: Int? = nil

  private(set) var tally = Tally()
  private let count: Int, program: Program

  init(count: Int, seed: UInt64, program: Program) { (self.count, self.program) = (count, program) }

  mutating func run() async throws {
    try await manyExperiments()
    try manyRows(count * 5_000)
  }

  /// Many small cells, run, found again, and found again without a summary.
  private mutating func manyExperiments() async throws {
    let place = try Place(program)
    let store = RecordStore(root: place.root)
    let runner = Runner(
      store: store, laboratory: Laboratory(sources: [:]), jobs: 2, progress: nil)
    let learner = TwoStage(training: Training(steps: 5, rate: 0.05))
    var domain = SyntheticDomain(instances: 24, constraints: 3)
    (domain.targets, domain.heldOut, domain.hidden) = (8, 6, 4)
    let experiments = (0..<UInt64(count)).map { seed in
      Experiment(domain: domain, seed: seed, victims: [Victim(learner)], freshWeights: 1)
    }
    let items = try runner.keyed(experiments)
    let start = ContinuousClock.now
    let study = try await runner.study(of: items)
    let made = ContinuousClock.now
    tally.count = study.count
    let again = try await runner.study(of: items)
    let found = ContinuousClock.now
    try FileManager.default.removeItem(at: store.summary)
    let anew = try await runner.study(of: items)
    let read = ContinuousClock.now
    if study.count != count || again.count != count || anew.count != count {
      tally.faults.append(
        "\(study.count), \(again.count) and \(anew.count) of \(count) experiments")
    }
    tally.note("milliseconds to run them", atLeast: Int((made - start) / .milliseconds(1)))
    tally.note("milliseconds to find them again", atLeast: Int((found - made) / .milliseconds(1)))
    tally.note(
      "milliseconds to find them without the summary",
      atLeast: Int((read - found) / .milliseconds(1)))
    tally.note(
      "megabytes of this process at most", atLeast: Int(Machine.peakMegabytes()))
  }

  /// A table of so many rows, of 480 tickers.
  private mutating func manyRows(_ rows: Int) throws {
    let place = try Place(program)
    let table = place.root.appending(path: "table.csv")
    let tickers = 480
    let days = max(1, rows / tickers)
    _ = FileManager.default.createFile(atPath: table.path, contents: nil)
    let handle = try FileHandle(forWritingTo: table)
    try handle.write(
      contentsOf: Data(
        """
        ticker,date,open,high,low,close,volume,ex-dividend,split_ratio,adj_open,adj_high,adj_low,\
        adj_close,adj_volume

        """.utf8))
    var random = SeededGenerator(seed: 1, stream: "load")
    // The years run up to 9999; weekends are days here.
    let first = -500_000
    for ticker in 0..<tickers {
      var text = ""
      for day in 0..<days {
        let price = 10 + Double(random.whole(0..<100)) / 100
        let date = Self.date(first + day)
        text +=
          "T\(ticker),\(date),\(price),\(price),\(price),\(price),100,0,1,"
          + "\(price),\(price),\(price),\(price),100\n"
      }
      try handle.write(contentsOf: Data(text.utf8))
    }
    try handle.close()
    let start = ContinuousClock.now
    let outcome = try program.run(
      "data", "inspect", table.path, in: place, within: 900)
    tally.add("rows of prices", tickers * days)
    tally.note(
      "milliseconds to read them", atLeast: Int((ContinuousClock.now - start) / .milliseconds(1)))
    tally.note(
      "megabytes of the largest process", atLeast: Int(Machine.peakMegabytes(of: .children)))
    if outcome.status != 0 { tally.faults.append("rows: \(outcome.errors.suffix(300))") }
  }

  private static func date(_ number: Int) -> String {
    let date = Date(timeIntervalSince1970: Double(number) * 86_400)
    return String(date.ISO8601Format().prefix(10))
  }
}
