import Foundation
import Learning
@testable import Paper
import Reproducibility
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
    cores: 2, costs: costs, machine: "Imaginary processor", day: "2026-11-27")
  static let costs = [
    IterationCost(
      place: "small", twoStage: 0.01, decisionFocused: 0.25, instances: 250, steps: 20)
  ]

  private func written(_ growth: GrowthStudy?) throws -> (page: String, hasChart: Bool) {
    var study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    study.growth = growth
    let files = try PerformancePage.files(
      study, nil, BuiltSite.folder)
    let page = try BuiltSite.text(SiteMap.performance, in: files)
    return (page, files.contains { $0.path == SiteMap.performanceImage })
  }

  @Test func saysHowToMeasureWhereNothingWasMeasured() throws {
    let (page, hasChart) = try written(nil)
    #expect(page.contains("report performance") && !hasChart && !page.contains("<img"))
  }

  @Test func showsExponentsAndEfficiencyOfWhatWasMeasured() throws {
    let (page, hasChart) = try written(Self.growth)
    #expect(hasChart && page.contains("src=\"performance.svg\""))
    for text in [
      "1.00", "2.00", "80\u{a0}%", "Imaginary instructions", "2 cores", "Imaginary processor",
      "2026-11-27", ">25.0<", ">250<",
    ] {
      #expect(page.contains(text), "\(text)")
    }
  }

  /// A16 is judged by what was measured, and the site names the file as an input.
  @Test func letsTheLedgerJudgeWhatAttacksCost() throws {
    var made = FabricatedStudy(panels: ["5a", "7a"], seeds: [0])
    func small() throws -> (decision: Decision, remarks: [String]) {
      let row = try #require(Ledger(made.study).rows.first { $0.claim.id == "A16" })
      return (row.findings[0].finding.decision, row.findings[0].finding.remarks)
    }
    #expect(try small().decision == .missing)
    #expect(try small().remarks.joined().contains("data/performance.json"))
    (made.costs, made.costFile) = (
      Self.costs,
      PaperStudy.CostFile(
        digest: Digest(of: "file"), machine: "Imaginary", instructions: "odd", day: "2026-11-27")
    )
    #expect(try small().decision == .supports)
    #expect(try small().remarks.joined().contains("n = 250 and T = 20"))
    let files = try BuiltSite.files(made)
    let provenance = try BuiltSite.text("provenance.html", in: files)
    #expect(provenance.contains("\(Digest(of: "file"))"))
    let manifest = try SiteManifest(json: try BuiltSite.text("manifest.json", in: files))
    #expect(manifest.inputs.performance == Digest(of: "file"))
  }

  @Test func isAmongTheHashedFiles() throws {
    let sums = try BuiltSite.text(SiteManifest.sumsPath, in: try BuiltSite.everything())
    #expect(sums.contains("  \(SiteMap.performance)\n"))
  }
}
