import Experiments
import Learning
import Testing

@testable import Paper
@testable import Site

struct FrontPageTests {
  private static func page() throws -> String {
    try BuiltSite.text("index.html", in: try BuiltSite.everything())
  }

  @Test func mapsEveryAttackOntoEveryVictim() throws {
    let study = FabricatedStudy(preset: .full, panels: ["5a", "7a", "4a", "8a"]).study
    let map = try #require(DamageMap(study))
    let lines = map.table.components(separatedBy: "\r\n").dropLast()
    #expect(lines.count == Damage(study).cells.count + 1)
    for start in [
      "small,5a,sign steps,two-stage,decision-focused,fresh,",
      "small,5a,as printed,two-stage,two-stage,shared,gain,",
    ] { #expect(lines.contains { $0.hasPrefix(start) }, "\(start)") }
    let numbers = map.numbers
    #expect(
      numbers.columns == [
        "Two-stage, fresh", "Two-stage, shared", "Decision-focused, fresh",
        "Decision-focused, shared", "Simple joint, fresh", "Simple joint, shared",
      ])
    #expect(numbers.bodies.map(\.title) == ["Synthetic, small", "Portfolio"])
    #expect(
      numbers.bodies[0].rows.map(\.label) == [
        "Made for two-stage, plain steps", "Made for two-stage, sign steps",
        "Made for two-stage, smoothed", "Made for decision-focused, plain steps",
        "Made for decision-focused, sign steps", "Made for decision-focused, smoothed",
        "MetaPoison for simple joint, as published", "MetaPoison for simple joint, strong",
      ])
    // The table is the map's alternative: every cell of one is in the other.
    let drawn = numbers.bodies.flatMap(\.rows).flatMap(\.cells).filter { $0.text != "–" }
    #expect(drawn.count == Damage(study).cells.count)
    #expect(DamageMap(FabricatedStudy(panels: []).study) == nil)
  }

  @Test func setsTheMapTheForestAndTheThreatModel() throws {
    let page = try Self.page()
    for part in [
      "figures/damage.svg", "srcset=\"figures/damage-narrow.svg\"", "figures/claims-small.svg",
      "id=\"damage-caption\"", "id=\"threat-caption\"",
    ] { #expect(page.contains(part), "\(part)") }
    #expect(page.contains("the p-values of all"))
  }

  @Test func tellsBudgetsInUnitsOfTheData() throws {
    let threat = try #require(ThreatModel(try BuiltSite.simulated().study))
    #expect(threat.domains == ["Synthetic", "Portfolio", "Matching"] && threat.count == 3)
    let budgets = try #require(threat.lines.first { $0.subject == "Reference budget" }).cells
    #expect(budgets[0].hasPrefix("B = 0.5: 0.5") && budgets[0].contains("standard deviations"))
    #expect(budgets[1].hasPrefix("B = 1\u{a0}%: ") && budgets[1].contains("median daily moves"))
    #expect(budgets[2].hasPrefix("B = 0.05: ") && budgets[2].contains("words of change in all"))
    // Without the files nothing is made up.
    let bare = try #require(ThreatModel(FabricatedStudy(panels: ["8a"]).study))
    #expect(
      bare.lines.first { $0.subject == "Reference budget" }?.cells
        == ["B = 1\u{a0}%; what that amounts to cannot be told without the source files"])
    for line in threat.lines { #expect(line.common != nil || line.cells.count == 3) }
  }

  @Test func countsDistinctPanelsOnly() throws {
    let study = FabricatedStudy(panels: ["5a", "6-3", "6-7"]).study
    let text = FrontPage.summary(ChanceCount(study.panels))
    #expect(text.contains("of 2 distinct panels"))
    #expect(text.contains("all 6 comparisons are corrected together (Holm)"))
    #expect(text.hasSuffix("Not counted again: 6-7, of the same attacks."))
  }

  @Test func tellsWhatToRunForEachClaim() throws {
    var study = FabricatedStudy(panels: ["5a", "5b"]).study
    let ledger = Ledger(study)
    let table = ArtefactTable(study, ledger)
    #expect(table.rows.count == ledger.rows.count && table.timeHead == "Share of the work")
    let transfer = try #require(table.rows.first { $0.claim == "A4" })
    #expect(transfer.command == ["report build --preset paper", "--only 5a 5b"])
    #expect(transfer.time == "100\u{a0}%" && transfer.megabytes == "–")
    #expect(transfer.expected.map { $0.prefix { $0 != ":" } } == ["small", "large"])
    #expect(table.rows.first { $0.claim == "A8" }?.command.isEmpty == true)
    study.expense = StudyExpense(
      bytes: Dictionary(uniqueKeysWithValues: study.records.map { ($0.key, 50_000) }),
      run: StudyExpense.Run(preset: .paper, minutes: 30, jobs: 2, peakMegabytes: 700))
    let measured = ArtefactTable(study, ledger)
    let again = try #require(measured.rows.first { $0.claim == "A4" })
    #expect(measured.timeHead == "Minutes" && again.time == "30")
    #expect(again.megabytes == "8.0" && study.records.count == 160)
    #expect(measured.timing.contains("700 MB") && measured.timing.contains("2 jobs"))
  }

  @Test func namesWhatCameToNothing() throws {
    let study = FabricatedStudy(panels: ["5a"]).study
    let records = try #require(study.panels.first)
    func text(_ records: PanelRecords) throws -> String {
      let exhibit = try #require(Exhibit.all([PanelValues(records)]).first)
      return FigurePage.failures(of: exhibit, in: study)
    }
    #expect(try text(records) == "No training diverged.")
    let broken = PanelRecords(panel: records.panel, seeds: records.seeds) { experiment, series in
      let budget = experiment.budget.features
      if experiment.seed == 3, series == "uniform-noise", budget == 0.1 { return nil }
      var record =
        series.map { records.record(seed: experiment.seed, series: $0, budget: budget) }
        ?? records.cleanRecord(seed: experiment.seed)
      if experiment.seed == 2, series == "random-signs", budget == 1 {
        record?.evaluations[.twoStage] = nil
        record?.failures = [Record.Failure(of: .twoStage, reason: "two-stage: at step 3")]
      }
      return record
    }
    let found = try text(broken)
    #expect(
      found.contains("seed 2, Random signs, B = 1, there is no result of two-stage: at step 3."))
    #expect(found.hasSuffix("Panel 5a lacks records of the seeds 3."))
    #expect(broken.lack(of: "records").hasPrefix("In panel 5a 1 result came to nothing"))
    #expect(records.lack(of: "records") == "Panel 5a lacks records.")
    let values = PanelValues(broken)
    #expect(values.losses(.twoStage, "random-signs", budget: 1) == nil)
    #expect(values.losses(.decisionFocused, "random-signs", budget: 1) != nil)
  }
}
