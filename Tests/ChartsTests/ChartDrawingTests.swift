import Charts
import Foundation
import Testing

struct ChartDrawingTests {
  @Test func drawsTheSmallChartAsRecorded() throws {
    try Snapshots.compare(try ChartExamples.small.bytes(as: .svg), with: "small.svg")
  }

  @Test func holdsNoUnexpectedSnapshot() throws {
    #expect(try Snapshots.names() == ["small.svg"])
  }

  @Test(arguments: 0..<6) func givesEqualBytesInAnyOrder(_ seed: UInt64) throws {
    let (one, other) = (ChartExamples.varied(seed: seed), ChartExamples.varied(seed: seed + 100))
    let first = (try one.bytes(as: .svg), try one.bytes(as: .pdf))
    _ = (try other.bytes(as: .svg), try other.bytes(as: .pdf))
    #expect(try one.bytes(as: .pdf) == first.1)
    #expect(try one.bytes(as: .svg) == first.0)
  }

  @Test func givesEqualBytesOnManyTasks() async throws {
    let seeds = Array(UInt64(0)..<12)
    let alone = try seeds.map { try ChartExamples.varied(seed: $0).bytes(as: .svg) }
    let together = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for (index, seed) in seeds.enumerated() {
        group.addTask { (index, try ChartExamples.varied(seed: seed).bytes(as: .svg)) }
      }
      return try await group.reduce(into: [Int: [UInt8]]()) { $0[$1.0] = $1.1 }
    }
    for (index, bytes) in alone.enumerated() { #expect(together[index] == bytes) }
  }

  @Test func writesTitleAndDescriptionEscaped() throws {
    let text = String(decoding: try ChartExamples.small.bytes(as: .svg), as: UTF8.self)
    #expect(text.contains("role=\"img\""))
    #expect(text.contains(">Utility falls with the budget</title>"))
    #expect(text.contains("0.5 &lt;as &quot;B&quot; grows&gt; &amp; stays under noise.</desc>"))
  }

  @Test func givesDifferentChartsDifferentIdentifiers() throws {
    var other = ChartExamples.small
    other.plots[0].levels[0].value = 6
    func prefix(_ chart: Chart) throws -> Substring? {
      String(decoding: try chart.bytes(as: .svg), as: UTF8.self)
        .firstMatch(of: /aria-labelledby="([^ ]*)-title/)?.output.1
    }
    #expect(try prefix(ChartExamples.small) != prefix(other))
    #expect(try prefix(other) == prefix(other))
  }

  @Test func keepsToInksOfLightAndDarkGround() throws {
    let text = String(decoding: try ChartExamples.small.bytes(as: .svg), as: UTF8.self)
    let used = Set(text.matches(of: /<path[^>]*stroke="(#[0-9a-f]{6})"/).map { $0.output.1 })
    #expect(!used.isEmpty)
    for shade in used { #expect(text.contains("[stroke=\"\(shade)\"]{stroke:#")) }
    #expect(text.contains("stroke=\"currentColor\""))
  }

  @Test func drawsEmptyAndSinglePointAndSingleSeedSeries() throws {
    var chart = ChartExamples.small
    let empty = try chart.with([]).bytes(as: .svg)
    let noPoints = try chart.with([Series(label: "none yet", role: .level, points: [])]).bytes(
      as: .svg)
    let point = Series.Point(x: 0.25, mean: 2, lower: 1, upper: 3, samples: [2])
    let single = try chart.with([Series(label: "one", role: .attack(1), points: [point])]).bytes(
      as: .svg)
    #expect(empty.count < noPoints.count && noPoints.count < single.count)
    chart.plots[0].levels = []
    #expect(try chart.with([]).bytes(as: .pdf).starts(with: Array("%PDF".utf8)))
  }

  @Test func breaksTheLineAtAMissingCategory() throws {
    let points = [0, 0.25, 1].map { Series.Point(x: $0, mean: 1) }
    func subpaths(_ points: [Series.Point]) throws -> Int {
      let chart = ChartExamples.small.with([Series(label: "a", role: .attack(0), points: points)])
      let text = String(decoding: try chart.bytes(as: .svg), as: UTF8.self)
      let line = text.matches(of: /stroke="#0072b2" stroke-width="200" d="([^"]*)"/)
      return line.filter { $0.output.1.contains("h") }.count
    }
    // A line over three categories, and beside it the sample in the legend.
    #expect(try subpaths(points) == 2)
    // No line: only the sample is left.
    #expect(try subpaths([points[0], points[2]]) == 1)
  }

  @Test func writesPDFWithoutTheClock() throws {
    let bytes = try ChartExamples.small.bytes(as: .pdf)
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    #expect(bytes.starts(with: Array("%PDF".utf8)))
    let entries = text.matches(of: /\/(CreationDate|ModDate|Title) \((?:D:)?([^)]*)/)
    let values = entries.map { "\($0.output.1) \($0.output.2)" }
    #expect(
      values.sorted() == [
        "CreationDate 20000101000000Z", "ModDate 20000101000000Z",
        "Title Utility falls with the budget",
      ])
  }

  @Test func staysSmall() throws {
    // 60 kB is the limit for the largest chart that a page of the report shows.
    #expect(try ChartExamples.small.bytes(as: .svg).count < 25_000)
  }

  @Test func namesTheCharacterWithoutGlyph() {
    var chart = ChartExamples.small
    chart.title = "ein Ärgernis"
    #expect(throws: ChartError.missingGlyph(character: "Ä", text: "ein Ärgernis")) {
      try chart.bytes(as: .svg)
    }
  }

  @Test func encodesAsData() throws {
    let data = try JSONEncoder().encode(ChartExamples.small)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["title"] as? String == "Utility falls with the budget")
    #expect((object["plots"] as? [Any])?.count == 1)
  }

  @Test func refusesPointsThatAreNotNumbers() async {
    await #expect(processExitsWith: .failure) {
      _ = Series.Point(x: 0, mean: .nan)
    }
  }
}

extension Chart {
  /// The chart with other series in its first plot.
  fileprivate func with(_ series: [Series]) -> Chart {
    var chart = self
    chart.plots[0].series = series
    return chart
  }
}
