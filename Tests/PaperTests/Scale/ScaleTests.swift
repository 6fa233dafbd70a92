import Foundation
import Reproducibility
import TestSupport
import Testing

@testable import Paper

struct ScaleTests {
  private static let limits = ScaleLimits(seconds: 100, megabytes: 10_000)

  private func row(_ points: [(Int, Double, Double)]) -> ScaleStudy.Row {
    ScaleStudy.Row(
      id: "steps-two-stage",
      points: points.map {
        ScaleStudy.Point(value: $0.0, seconds: $0.1, megabytes: $0.2, baseMegabytes: 30)
      }, limits: Self.limits, machine: "Imaginary", day: "2026-11-27")
  }

  /// A small fixed part, then time as the square and memory in proportion.
  @Test func fitsExponentsToTheLargestSizes() throws {
    let row = row([(1, 5, 31), (10, 1, 40), (100, 100, 130), (1000, 10_000, 1030)])
    #expect(abs(try #require(row.timeExponent) - 2) < 1e-12)
    #expect(abs(try #require(row.memoryExponent) - 1) < 1e-12)
    let forecast = try #require(row.forecast(10_000))
    #expect(abs(forecast.seconds / 1e6 - 1) < 1e-12)
    #expect(abs(forecast.megabytes / 10_030 - 1) < 1e-12)
    #expect(self.row([(1, 5, 31)]).forecast(10) == nil)
    // What needs no memory has no exponent of it, and is expected to need more in proportion.
    let flat = self.row([(10, 1, 30), (100, 10, 30)])
    #expect(flat.memoryExponent == nil && flat.forecast(1000)?.megabytes == 30)
    // Where checkpoints begin a larger size needs less: no power law holds.
    #expect(self.row([(10, 1, 40), (100, 10, 300), (1000, 100, 60)]).memoryExponent == nil)
  }

  /// Climbs an imaginary ladder of six values with laws of time and memory.
  private func climb(
    from row: ScaleStudy.Row? = nil, time: (Double) -> Double, memory: (Double) -> Double,
    failing: [Int: any Error] = [:]
  ) async throws -> (row: ScaleStudy.Row, measured: [Int], kept: Int) {
    let ladder = try #require(ScaleLadder.all.first { $0.id == "steps-two-stage" })
    var (measured, kept): ([Int], [ScaleStudy.Row]) = ([], [])
    try await ScaleMeasurement(limits: Self.limits).climb(row ?? self.row([]), ladder) { value, _ in
      if let error = failing[value] { throw error }
      measured.append(value)
      return ScaleStudy.Point(
        value: value, seconds: time(Double(value)), megabytes: 30 + memory(Double(value)),
        baseMegabytes: 30)
    } keep: {
      kept.append($0)
    }
    return (try #require(kept.last), measured, kept.count)
  }

  @Test func endsWhereTimeMemoryOrTheLadderEnds() async throws {
    let whole = try await climb(time: { 1e-5 * $0 }, memory: { _ in 5 })
    #expect(whole.row.end == .asked && whole.measured == [100, 1000, 10_000, 100_000, 1_000_000])
    // Kept after every size and at the end.
    #expect(whole.kept == 6)
    let slow = try await climb(time: { 1e-3 * $0 }, memory: { _ in 5 })
    #expect(slow.measured == [100, 1000, 10_000, 100_000])
    guard case .time(1_000_000, let seconds) = slow.row.end else {
      Issue.record("\(String(describing: slow.row.end))")
      return
    }
    #expect(abs(seconds / 1000 - 1) < 1e-9)
    let large = try await climb(time: { 1e-6 * $0 }, memory: { 0.05 * $0 })
    guard case .memory(1_000_000, let megabytes) = large.row.end else {
      Issue.record("\(String(describing: large.row.end))")
      return
    }
    #expect(abs(megabytes / 50_030 - 1) < 1e-9 && large.measured.last == 100_000)
  }

  @Test func endsWhereASizeFails() async throws {
    let late = try await climb(
      time: { 1e-5 * $0 }, memory: { _ in 5 },
      failing: [10_000: ScaleMeasurement.Failure.time])
    #expect(late.row.end == .time(next: 10_000, seconds: 100))
    let failed = try await climb(
      time: { 1e-5 * $0 }, memory: { _ in 5 },
      failing: [1000: ScaleMeasurement.Failure.other("no memory")])
    #expect(failed.row.end == .failed(next: 1000, reason: "no memory"))
    #expect(failed.measured == [100])
  }

  @Test func goesOnWhereItWasStopped() async throws {
    await #expect(throws: CancellationError.self) {
      _ = try await climb(
        time: { 1e-5 * $0 }, memory: { _ in 5 }, failing: [100_000: CancellationError()])
    }
    let rest = try await climb(
      from: row([(100, 0.001, 35), (1000, 0.01, 35)]), time: { 1e-5 * $0 }, memory: { _ in 5 })
    #expect(rest.measured == [10_000, 100_000, 1_000_000] && rest.row.points.count == 5)
  }

  @Test func keepsItsRowsInTheOrderOfTheLadders() throws {
    var study = ScaleStudy()
    for id in ["records", "steps-two-stage", "unknown", "instances-two-stage"] {
      var row = row([(1, 1, 31)])
      row.id = id
      study.put(row)
    }
    #expect(
      study.rows.map(\.id) == ["instances-two-stage", "steps-two-stage", "records", "unknown"])
    #expect(study.rows.last?.ladder == nil)
    var again = row([(1, 2, 31)])
    again.end = .memory(next: 10, megabytes: 1e6)
    study.put(again)
    #expect(study.rows.count == 4 && study.rows[1] == again)
    let text = try study.text()
    #expect(try JSONDecoder().decode(ScaleStudy.self, from: Data(text.utf8)) == study)
  }

  /// All but Cora's graph is cheap at its smallest size.
  @Test(
    arguments: ScaleLadder.all.filter { !$0.id.hasPrefix("papers") }.map(\.id) + [
      "papers-two-stage"
    ])
  func measuresEveryLadderAtItsSmallestSize(id: String) async throws {
    let ladder = try #require(ScaleLadder.all.first { $0.id == id })
    #expect(ladder.values == ladder.values.sorted() && Set(ladder.values).count > 3)
    let point = try await ScaleMeasurement.point(of: ladder, at: ladder.values[0])
    #expect(point.seconds > 0 && point.seconds < 60 && point.megabytes >= point.baseMegabytes)
    #expect((point.weights ?? 0 > 0) == (ladder.learner != nil))
  }

  @Test func forecastsWhatWasAskedFor() throws {
    var (hidden, study) = (row([(160, 1, 130), (1600, 10, 1030)]), ScaleStudy())
    hidden.id = "hidden-two-stage"
    hidden.points[1].weights = 40_000
    study.put(hidden)
    let forecast = try #require(ScaleForecast.all(.weights, from: study).first)
    // 25 weights for each unit.
    #expect(forecast.value == 4_000_000 && forecast.reach == 2500)
    #expect(abs(forecast.seconds / 25_000 - 1) < 1e-9 && forecast.room == .none)
    #expect(ScaleForecast.all(.cells, from: study).isEmpty)
    var records = row([(100, 0.01, 31), (1000, 0.1, 40)])
    records.id = "records"
    study.put(records)
    let cells = try #require(ScaleForecast.all(.cells, from: study).first)
    #expect(cells.value == 100_000 && cells.room == .thisMachine)
  }

  @Test func refusesAFileThatIsAnotherOne() throws {
    let directory = try TemporaryDirectory()
    #expect(try ScaleStudy.ifPresent(root: directory.url) == nil)
    let data = directory.url.appending(path: "data")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    try Data("{}".utf8).write(to: data.appending(path: "scale.json"))
    let error = #expect(throws: MeasuredFileError.self) {
      try ScaleStudy.ifPresent(root: directory.url)
    }
    #expect(
      error?.description
        == "data/scale.json is not what “report scale” writes: move it away and, "
        + "if you want its numbers, run that again.")
    // A pipe would make the reader wait.
    try FileManager.default.removeItem(at: data.appending(path: "scale.json"))
    try #require(mkfifo(data.appending(path: "scale.json").path, 0o600) == 0)
    #expect(throws: MeasuredFileError.self) { try ScaleStudy.ifPresent(root: directory.url) }
  }
}
