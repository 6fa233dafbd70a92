import Foundation
import Testing

@testable import Site

/// The page about one's own pipeline: sentences chosen by numbers, and what verification keeps.
struct TutorialPageTests {
  private static func loss(
    _ clean: Double, _ poisoned: Double, chance: Double
  ) -> TutorialFindings.Loss {
    TutorialFindings.Loss(
      clean: clean, poisoned: poisoned, control: "random signs", controlLoss: chance)
  }

  @Test func saysWhetherTheAttackExceedsChance() {
    let harm = TutorialFindings.known(TutorialPageTests.loss(1, 0.5, chance: 0.1), "two-stage")
    #expect(harm.contains("from 1.000 to 0.5000, a loss of 0.500"))
    #expect(harm.contains("random signs, costs 0.100, 20\u{a0}% of that."))
    let none = TutorialFindings.known(TutorialPageTests.loss(1, 0.95, chance: 0.1), "two-stage")
    #expect(none.contains("nothing is shown") && !none.contains("% of that"))
    let better = TutorialFindings.known(TutorialPageTests.loss(1, 1.25, chance: -0.1), "two-stage")
    #expect(better.contains("a gain of 0.250") && better.contains("improves it by 0.100"))
  }

  @Test func saysWhatKnowingTheInitialWeightsIsWorth() {
    let known = TutorialPageTests.loss(1, 0.5, chance: 0.1)
    func sentence(_ poisoned: Double, _ chance: Double) -> String {
      TutorialFindings.other(
        TutorialPageTests.loss(1, poisoned, chance: chance), beside: known)
    }
    #expect(sentence(0.8, 0.1).contains("40\u{a0}% of the loss from known ones"))
    #expect(sentence(0.8, 0.1).contains("still more than the stronger control"))
    #expect(sentence(0.95, 0.1).contains("does no more than chance"))
    #expect(sentence(0.5, 0.1).contains("about as much"))
    #expect(sentence(0.1, 0.1).contains("even more"))
    let useless = TutorialPageTests.loss(1, 1, chance: 0.1)
    #expect(!TutorialFindings.other(known, beside: useless).contains("%"))
  }

  @Test func countsTheLearnersThatThePoisonReaches() {
    #expect(TutorialFindings.transfer([true, true, true]).contains("all lose more"))
    #expect(TutorialFindings.transfer([true, false, false]).contains("1 loses more"))
    #expect(TutorialFindings.transfer([true, true, false]).contains("2 lose more"))
    #expect(TutorialFindings.transfer([false, false]).contains("none loses more"))
  }

  @Test func saysWhetherHarmGrowsWithTheBudget() {
    let grows = TutorialFindings.sweep([(0.5, 0.1, true), (1, 0.2, true)])
    #expect(grows.hasPrefix("The harm grows from budget to budget"))
    #expect(grows.hasSuffix("At each of these budgets the attack costs more than its controls."))
    let falls = TutorialFindings.sweep([(0.5, 0.2, true), (1, 0.1, false)])
    #expect(falls.contains("does not grow with every budget"))
    #expect(falls.hasSuffix("at B\u{a0}=\u{a0}0.5 only."))
    let nothing = TutorialFindings.sweep([(0.5, 0, false)])
    #expect(
      nothing.hasSuffix(
        "At none of these budgets does the attack cost more than its "
          + "controls."))
  }

  @Test func showsItsPythonAndItsOutputAsTheyAre() throws {
    let files = try BuiltSite.everything()
    let page = try BuiltSite.text("tutorial.html", in: files)
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
    for name in TutorialPage.scripts {
      let script = try BuiltSite.text("tutorial/\(name)", in: files)
      #expect(page.contains("<code>\(escaped(script))</code>"), "\(name)")
    }
    let run = try TutorialRun.shared.get()
    for line in run.table.text.split(separator: "\n") {
      #expect(page.contains(escaped(String(line))), "\(line)")
    }
    #expect(try BuiltSite.text("tutorial/tutorial.csv", in: files) == run.problem.table)
  }

  /// What a build computes itself is taken from a site that other libraries made.
  @Test func keepsComputedFilesOnRequest() throws {
    var builder = BuiltSite.builder(FabricatedStudy(panels: ["5b"], seeds: [0]))
    let usual = try builder.files()
    builder.kept = [SiteFile(path: "tutorial.html", text: "other digits")]
    let files = try builder.files()
    #expect(try BuiltSite.text("tutorial.html", in: files) == "other digits")
    let changed = zip(usual, files).filter { $0 != $1 }.map(\.0.path)
    #expect(
      changed == [
        "SHA256SUMS", "manifest.json", "provenance.html", "ro-crate-metadata.json",
        "tutorial.html",
      ])
    let computed = usual.map(\.path).filter(SiteBuilder.isComputed)
    let tutorial = ["csv", "pdf", "svg"].map { "figures/tutorial.\($0)" } + ["tutorial.html"]
    #expect(computed == (tutorial + ["poisons.html"]).sorted())
  }
}
