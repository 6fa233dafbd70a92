import Attacks
import Foundation
import Learning
import Testing

@testable import Paper
@testable import Site

struct ComponentPageTests {
  @Test func hasAPageOfEveryLearnerAttackAndDefence() throws {
    let files = try BuiltSite.pageFiles(FabricatedStudy(panels: ["5b"]))
    let paths = Set(files.map(\.path))
    let hub = try BuiltSite.text("learners-and-attacks.html", in: files)
    let pages =
      LearnerCatalog.all.map { "learner-\($0.name).html" }
      + AttackCatalog.all.filter { !$0.isControl }.map { "attack-\($0.name).html" }
      + DefenceCatalog.all.map { "defence-\($0.name).html" }
    for page in pages {
      #expect(paths.contains(page) && hub.contains("href=\"\(page)\""), "\(page)")
    }
  }

  @Test func saysWhatNoFigureUses() throws {
    let files = try BuiltSite.pageFiles(FabricatedStudy(panels: ["5b"]))
    let used = try BuiltSite.text("attack-meta-gradient.html", in: files)
    #expect(used.contains("<table") && !used.contains("uses this attack"))
    #expect(!used.contains("id=\"adversaries\""))
    let idle = try BuiltSite.text("attack-metapoison.html", in: files)
    #expect(!idle.contains("<table") && idle.contains("No figure of this report uses this attack"))
    #expect(idle.contains("report attack problem.h5 --attack metapoison"))
    let trained = try BuiltSite.text("learner-simple-joint.html", in: files)
    #expect(trained.contains("<table") && !trained.contains("trains this learner"))
    #expect(!trained.contains("id=\"regression\""))
    let untrained = try BuiltSite.text("learner-decision-regression.html", in: files)
    #expect(!untrained.contains("<table"))
    #expect(untrained.contains("No figure of this report trains this learner"))
    #expect(untrained.contains("report attack problem.h5 --learner decision-regression"))
  }

  @Test func citesExactlyTheComponent() throws {
    let files = try BuiltSite.everything()
    let two = try BuiltSite.text("learner-two-stage.html", in: files)
    #expect(two.contains("kinsey2023exploration") && !two.contains("amos2017optnet"))
    let focused = try BuiltSite.text("learner-decision-focused.html", in: files)
    #expect(focused.contains("amos2017optnet") && !focused.contains("huang2020metapoison"))
    let poison = try BuiltSite.text("attack-metapoison.html", in: files)
    #expect(poison.contains("@misc{huang2020metapoison"))
    #expect(try BuiltSite.text("controls.html", in: files).contains("follows no publication"))
  }

  @Test func listsRecordsOfTheTablesToo() throws {
    let made = FabricatedStudy(preset: .quick, seeds: [0, 1])
    let files = try BuiltSite.files(made)
    let page = try BuiltSite.text("attack-meta-gradient.html", in: files)
    for part in made.study.adversaries {
      for record in part.all {
        #expect(page.contains("data/poisons/\(record.key).h5"))
      }
    }
    let joint = try BuiltSite.text("learner-simple-joint.html", in: files)
    for record in made.study.comparisons.flatMap(\.clean) {
      #expect(joint.contains("data/poisons/\(record.key).h5"))
    }
    let provenance = try BuiltSite.text("provenance.html", in: files)
    #expect(provenance.contains("attack-meta-gradient.html#adversaries"))
    #expect(provenance.contains("\(made.study.records.count) records in all"))
  }

  @Test func printsBudgetsOfLabels() throws {
    let page = try BuiltSite.text("attack-meta-gradient.html", in: try BuiltSite.everything())
    #expect(page.contains("<td class=\"number\">labels 0.5</td>"))
    #expect(page.contains("<td class=\"number\">0.5, labels 0.5</td>"))
    #expect(!page.contains("on two-stage</th><td class=\"number\">0</td>"))
  }

  @Test func groupsPanelsOfTheSameUntreatedVictims() throws {
    let study = FabricatedStudy(panels: ["4a", "5a", "5b", "7a"]).study
    let groups = DomainGroup.all(study.panels.map { PanelValues($0) })
    #expect(groups.map { $0.usage.map(\.label) } == [["4a", "5a", "7a"], ["5b"]])
    #expect(groups[0].label == "Synthetic, 250 instances, 7 constraints")
    let table = try #require(CleanTable(learner: .decisionFocused, groups))
    #expect(table.rows.map { $0.cells[1].text } == ["40", "40"])
    #expect(table.rows[0].cells[2].text == "0.5")
    // Made up: 0.58 of the way from the uninformed to the perfect decision, 0.02 more on average
    // over seeds.
    #expect(table.rows[0].cells.last?.text == "60\u{a0}%")
  }
}
