import Data
import Foundation
import Reproducibility

/// Price and citation files with changes, read in this process, beside a second reader.
///
/// A crash ends the campaign with the signal; what it was given is then in the file that it names
/// at its start.
struct TextCampaign: Campaign {
  static let name = "texts"
  static let task =
    "price and citation files with one to three changes, read beside a second reader written from "
    + "the rules alone"
  static let unit = "file"
  static let shortCount = 15_000
  static let longCount = 1_000_000
  static let partCount: Int? = 100_000

  private(set) var tally = Tally()
  private let count: Int, seed: UInt64

  init(count: Int, seed: UInt64, program: Program) { (self.count, self.seed) = (count, seed) }

  mutating func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "texts-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    print("texts: the file that is being read lies in \(folder.path)")
    let (prices, content, cites) = (Self.prices, Self.content, Self.cites)
    var random = SeededGenerator(seed: seed, stream: "texts")
    try Data(cites).write(to: folder.appending(path: "g.cites"))
    var slowest = 0.0
    for _ in 0..<count {
      tally.count += 1
      let start = Tally.processorSeconds()
      if random.whole(0..<3) > 0 {
        let text = TextMutation.mutated(prices, using: &random)
        try readPrices(text, at: folder.appending(path: "table.csv"))
      } else {
        let text = TextMutation.mutated(content, using: &random)
        try readCitations(text, in: folder)
      }
      slowest = max(slowest, Tally.processorSeconds() - start)
    }
    tally.note("longest, in milliseconds", atLeast: Int(1000 * slowest))
    if slowest > 10 { tally.faults.append("a file took \(slowest) s") }
  }

  private mutating func fault(_ what: String, _ text: [UInt8]) {
    let kept = FileManager.default.temporaryDirectory.appending(
      path: "text-fault-\(tally.faults.count)")
    try? Data(text).write(to: kept)
    tally.faults.append("\(what) (\(kept.path))")
  }

  private mutating func readPrices(_ text: [UInt8], at url: URL) throws {
    try Data(text).write(to: url)
    let verdict = PlainPrices.read(text)
    do throws(QuandlError) {
      let history = try QuandlReader().history(from: [url.path])
      tally.add("accepted")
      switch verdict {
      case .unknown: tally.add("not judged by the second reader")
      case .refused: fault("a price table was accepted that the rules refuse", text)
      case .accepted(let expected):
        var seen = 0
        for (ticker, name) in history.tickers.enumerated() {
          for (day, date) in history.days.enumerated() {
            guard let price = history.price(ofTicker: ticker, onDay: day) else { continue }
            seen += 1
            if expected[PlainPrices.Day(ticker: name, date: "\(date)")] != price {
              return fault("a price was read that the table does not have", text)
            }
          }
        }
        if seen + history.report.leftOutPrices != expected.count {
          fault("\(seen) prices were read of \(expected.count)", text)
        }
      }
    } catch {
      tally.add("refused in a sentence")
      if "\(error)".contains("\n") || "\(error)".isEmpty { fault("a refusal is no sentence", text) }
      switch verdict {
      case .accepted: fault("a price table was refused that the rules accept: \(error)", text)
      case .unknown: tally.add("not judged by the second reader")
      case .refused: break
      }
    }
  }

  private mutating func readCitations(_ text: [UInt8], in folder: URL) throws {
    try Data(text).write(to: folder.appending(path: "g.content"))
    let verdict = PlainCitations.content(text)
    do {
      let source = try CoraFormat.read(paths: [folder.path])
      tally.add("accepted")
      guard let graph = Sources(source).citations else { return }
      switch verdict {
      case .unknown: tally.add("not judged by the second reader")
      case .refused: fault("a citation file was accepted that the rules refuse", text)
      case .accepted(let expected):
        for (paper, id) in graph.papers.enumerated() {
          let found = expected[id]
          guard found?.words == graph.words(of: paper).map(Int.init),
            found?.label == graph.classes[graph.classOfPaper[paper]]
          else { return fault("paper \(id) was read otherwise", text) }
        }
        if graph.papers.count != expected.count { fault("papers are missing", text) }
      }
    } catch {
      tally.add("refused in a sentence")
      switch verdict {
      // Files of which most citations would be passed over are refused as a whole.
      case .accepted(let papers) where !"\(error)".contains("citations"):
        fault("a citation file of \(papers.count) papers was refused: \(error)", text)
      case .accepted, .refused: break
      case .unknown: tally.add("not judged by the second reader")
      }
    }
  }

  /// A table of three tickers and ten days.
  private static var prices: [UInt8] {
    var lines = [
      "ticker,date,open,high,low,close,volume,ex-dividend,split_ratio,adj_open,adj_high,adj_low,"
        + "adj_close,adj_volume"
    ]
    var random = SeededGenerator(seed: 1, stream: "prices")
    for ticker in ["AA", "BRK_B", "ZZZ"] {
      for day in 0..<10 {
        let price = 50 + Double(random.whole(0..<1000)) / 100
        let date = "2013-\(day < 5 ? "05" : "06")-0\(day % 5 + 1)"
        lines.append(
          "\(ticker),\(date),\(price),\(price + 1),\(price - 1),\(price),1000,0,1,\(price),"
            + "\(price + 1),\(price - 1),\(price),1000")
      }
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// Forty papers of twenty words.
  private static var content: [UInt8] {
    var random = SeededGenerator(seed: 2, stream: "papers")
    let lines = (0..<40).map { paper in
      let words = (0..<20).map { _ in "\(random.whole(0..<2))" }
      return (["\(1000 + paper)"] + words + ["class\(paper % 3)"]).joined(separator: "\t")
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static var cites: [UInt8] {
    let lines = (0..<39).map { "\(1000 + $0)\t\(1001 + $0)" }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}
