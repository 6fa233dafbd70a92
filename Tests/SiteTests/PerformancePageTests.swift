import Experiments
import Foundation
import Testing

@testable import Site

struct PerformancePageTests {
  private func written(_ growth: GrowthStudy?) throws -> (page: String, hasChart: Bool) {
    let folder = try TemporaryFolder()
    try PerformancePage.write(
      FabricatedStudy(panels: ["5a"], seeds: [0]).study, growth, templates: BuiltSite.templates,
      into: folder.url)
    let page = try String(
      contentsOf: folder.url.appending(path: "performance.html"), encoding: .utf8)
    let chart = folder.url.appending(path: "performance.svg").path
    return (page, FileManager.default.fileExists(atPath: chart))
  }

  @Test func saysHowToMeasureWhereNothingWasMeasured() throws {
    let (page, hasChart) = try written(nil)
    #expect(page.contains("report performance") && !hasChart && !page.contains("<img"))
  }

  @Test func showsExponentsAndEfficiencyOfWhatWasMeasured() throws {
    let growth = GrowthStudy(
      curves: [
        .init(
          size: "training steps", learner: "two-stage", values: [10, 20, 40],
          seconds: [0.001, 0.002, 0.004]),
        .init(
          size: "training steps", learner: "decision-focused", values: [10, 20, 40],
          seconds: [0.01, 0.04, 0.16]),
      ], jobs: [.init(count: 1, seconds: 8), .init(count: 2, seconds: 5)], kernel: "Imaginary",
      cores: 2)
    let (page, hasChart) = try written(growth)
    #expect(hasChart && page.contains("src=\"performance.svg\""))
    for text in ["1.00", "2.00", "80\u{a0}%", "kernel Imaginary", "2 cores"] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func isNotAmongTheHashedFiles() throws {
    #expect(!(try BuiltSite.everything().map(\.path).contains(PerformancePage.path)))
  }
}
