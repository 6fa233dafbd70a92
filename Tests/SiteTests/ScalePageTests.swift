import Foundation
@testable import Paper
import Reproducibility
import TestSupport
import Testing

@testable import Site

struct ScalePageTests {
  /// Three made-up rows: stocks that end by memory, hidden units with and without checkpoints.
  static let study = made()

  static func made(stocks exponent: Double = 3) -> ScaleStudy {
    var study = ScaleStudy()
    func put(
      _ id: String, _ values: [Int], _ end: ScaleStudy.End, seconds: (Double) -> Double,
      megabytes: (Double) -> Double
    ) {
      study.put(
        ScaleStudy.Row(
          id: id,
          points: values.map {
            ScaleStudy.Point(
              value: $0, seconds: seconds(Double($0)), megabytes: 30 + megabytes(Double($0)),
              baseMegabytes: 30, weights: 21 * $0)
          }, end: end, limits: ScaleLimits(seconds: 600, megabytes: 18_000),
          machine: "Imaginary processor", day: "2026-11-27"))
    }
    put("stocks-two-stage", [50, 100, 200], .memory(next: 480, megabytes: 20_000)) {
      1e-6 * pow($0, exponent)
    } megabytes: {
      1e-2 * pow($0, exponent - 1)
    }
    put("hidden-two-stage", [16, 1600], .asked) {
      1e-3 * $0
    } megabytes: {
      0.01 * $0
    }
    put("hidden-two-stage-every-step", [16, 1600], .time(next: 16_000, seconds: 5400)) {
      1e-3 * $0
    } megabytes: {
      0.1 * $0
    }
    put("records", [100, 400], .failed(next: 1600, reason: "the disk is full")) {
      1e-4 * $0
    } megabytes: {
      0.01 * $0
    }
    return study
  }

  private func page(_ scale: ScaleStudy?) throws -> String {
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    let templates = try BuiltSite.folder
    return try templates.page("scale", ScalePage(study, scale))
  }

  @Test func choosesItsSentencesByTheNumbers() throws {
    let steep = try page(Self.study)
    for part in [
      "12\u{a0}days of one core are too long", "the power law is stretched 50-fold",
      "1.0\u{a0}TB are more than", NumberFormat.grouped(4_761_905),
      "10\u{a0}s of one core are within the limit",
    ] {
      #expect(steep.contains(part), "\(part)")
    }
    let flat = try page(Self.made(stocks: 1))
    #expect(flat.contains("Two-stage learner: 30\u{a0}MB would fit into the measured machine"))
    #expect(try page(nil).contains("Nothing was measured for this site"))
  }

  @Test func saysWhereEveryRowEnds() throws {
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    let files = try PerformancePage.files(
      study, Self.study, BuiltSite.folder)
    let page = try BuiltSite.text(SiteMap.performance, in: files)
    for part in [
      "480 would take about 20\u{a0}GB",
      "\(NumberFormat.grouped(16_000)) would take 90\u{a0}min or more",
      "1600: the disk is full", "as asked", "every step kept",
      "10\u{a0}min and 18\u{a0}GB", "Imaginary processor", ">3.00<", "50 … 200",
      "all sizes as CSV",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(files.contains { $0.path == "figures/scale-time.svg" })
    #expect(files.contains { $0.path == "figures/scale-memory.csv" })
  }

  @Test(arguments: [
    (0.0123, "0.012 s"), (59, "59 s"), (119, "120 s"), (150, "2.5 min"), (9e4, "25 h"),
    (1e6, "12 days"), (1e9, "32 years"), (3.2e10, "1000 years"),
  ])
  func writesTimesInUnitsThatSuitThem(seconds: Double, text: String) {
    #expect(ScaleTable.time(seconds) == text.replacing(" ", with: "\u{a0}"))
  }

  @Test func namesItsFileAmongTheInputs() throws {
    var builder = BuiltSite.builder(FabricatedStudy(panels: ["5a"], seeds: [0]))
    builder.measurements.scale = Self.study
    let manifest = try SiteManifest(json: BuiltSite.text("manifest.json", in: builder.files()))
    #expect(try manifest.inputs.scale == Self.study.digest)
    #expect(manifest.inputs.causes == nil)
    var rest = builder.measurements
    rest.causes = try CausesPageTests.study()
    rest = rest.restricted(to: manifest.inputs)
    #expect(rest.scale != nil && rest.causes == nil)
  }
}
