import Domains
import Foundation
import Learning
import Testing

@testable import Paper
@testable import Site

struct CalibrationPageTests {
  @Test func showsWhatWasChosenAndWhereItLies() throws {
    let page = CalibrationPage(FabricatedStudy(panels: ["5a", "8a"]).study)
    #expect(page.domains.map(\.id) == ["synthetic", "portfolio"])
    let synthetic = page.domains[0]
    let plain = try #require(
      synthetic.attacks.first { $0.label == "Plain steps on two-stage" })
    #expect(plain.cells.map(\.text) == ["10", "–", "0.900", "largest tried"])
    let smoothed = try #require(
      synthetic.attacks.first { $0.label == "Smoothed attack on two-stage" })
    #expect(smoothed.cells.map(\.text) == ["0.1", "10", "–", "not tried: a default"])
    #expect(synthetic.choices[0].cells.map(\.text) == ["100", "0.05", "3.50", "–"])
    #expect(synthetic.trialCount == "13 trials")
    #expect(!page.domains[1].isTried && page.domains[1].picture == nil)
  }

  @Test func listsEveryTrialOnce() throws {
    let choice = FabricatedCalibration.calibration.domain(SyntheticDomain.id)
    let tables = TrialTables(choice.trials)
    let training = try #require(tables.training)
    #expect(training.columns == ["50", "100", "400"])
    #expect(training.bodies[0].rows.map(\.label) == ["0.05", "5"])
    #expect(training.bodies[0].rows[0].cells.map(\.text) == ["3.20", "3.50", "3.52"])
    #expect(training.bodies[0].rows[0].cells.map(\.isStrong) == [false, true, false])
    #expect(
      training.bodies[0].rows[0].cells.map(\.beneath) == [[], ["loss 0.250", "chosen"], []])
    #expect(training.bodies[0].rows[1].cells.map(\.text) == ["failed", "–", "–"])
    let attacks = try #require(tables.attacks)
    #expect(attacks.bodies.count == 2)
    #expect(attacks.bodies[0].rows.map(\.label) == ["0.1", "1", "10", "100", "1000"])
    #expect(attacks.bodies[0].rows[3].cells.map(\.text) == ["–", "failed"])
    #expect(attacks.bodies[1].rows.map { $0.cells[0].text } == ["1.10", "0.900"])
    #expect(TrialTables([]).training == nil && TrialTables([]).attacks == nil)
  }

  @Test func drawsStepsThatCameToAnEnd() throws {
    let choice = FabricatedCalibration.calibration.domain(SyntheticDomain.id)
    let chart = try #require(StepChart(domain: SyntheticDomain.id, choice))
    let plot = chart.chart.plots[1]
    #expect(plot.series[1].points.map(\.x) == [0, 1, 3] && plot.series[0].points.map(\.x) == [1])
    #expect(chart.table(choice).contains("synthetic,decision-focused,plain,step,100,,no\r\n"))
    let untried = FabricatedCalibration.untried.domain(SyntheticDomain.id)
    #expect(StepChart(domain: SyntheticDomain.id, untried) == nil)
  }

  @Test func saysWhatNoTrialStandsBehind() throws {
    let made = FabricatedStudy(calibration: FabricatedCalibration.untried, panels: ["5a"])
    let files = try BuiltSite.files(made)
    #expect(!files.contains { $0.path.hasPrefix("figures/calibration") })
    let page = try BuiltSite.text("calibration.html", in: files)
    #expect(page.contains("No trial is recorded for this domain"))
    #expect(!(try BuiltSite.text("records-5.html", in: files)).contains(">calibrated</a>"))
    let tried = try BuiltSite.text(
      "records-5.html", in: try BuiltSite.pageFiles(FabricatedStudy(panels: ["5a"])))
    #expect(tried.contains("left open by the paper; <a href=\"calibration.html\">calibrated</a>"))
  }
}
