import Foundation
import Learning
@testable import Paper
import TestSupport
import Testing

@testable import Site

struct PerformancePageTests {
  static let growth = GrowthStudy(
    curves: [
      .init(
        size: "training steps", learner: TwoStage.id, values: [10, 20, 40],
        seconds: [0.001, 0.002, 0.004]),
      .init(
        size: "training steps", learner: DecisionFocused.id, values: [10, 20, 40],
        seconds: [0.01, 0.04, 0.16]),
    ], jobs: [.init(count: 1, seconds: 8), .init(count: 2, seconds: 5)], instructions: "Imaginary",
    cores: 2)

  private func written(_ growth: GrowthStudy?) throws -> (page: String, hasChart: Bool) {
    let directory = try TemporaryDirectory()
    try PerformancePage.write(
      FabricatedStudy(panels: ["5a"], seeds: [0]).study, growth, templates: BuiltSite.templates,
      into: directory.url)
    let page = try String(
      contentsOf: directory.url.appending(path: "performance.html"), encoding: .utf8)
    let chart = directory.url.appending(path: "performance.svg").path
    return (page, FileManager.default.fileExists(atPath: chart))
  }

  @Test func saysHowToMeasureWhereNothingWasMeasured() throws {
    let (page, hasChart) = try written(nil)
    #expect(page.contains("report performance") && !hasChart && !page.contains("<img"))
  }

  @Test func showsExponentsAndEfficiencyOfWhatWasMeasured() throws {
    let (page, hasChart) = try written(Self.growth)
    #expect(hasChart && page.contains("src=\"performance.svg\""))
    for text in ["1.00", "2.00", "80\u{a0}%", "Imaginary instructions", "2 cores"] {
      #expect(page.contains(text), "\(text)")
    }
  }

  @Test func isNotAmongTheHashedFiles() throws {
    #expect(!(try BuiltSite.everything().map(\.path).contains(SiteMap.performance)))
  }
}
