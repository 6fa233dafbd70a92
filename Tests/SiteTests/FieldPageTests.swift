import Foundation
import Learning
@testable import Paper
import Reproducibility
import Testing

@testable import Site

struct FieldPageTests {
  /// Two learners and two defences, made up: by how much poisons lower utilities.
  static func study(
    transfer: Double = 0.1, aware: Double = 0.3, automatic: Double = 0.6, few: Double = 0.2,
    missing: Int = 0
  ) -> FieldStudy {
    let pair = [TwoStage.id, DecisionFocused.id]
    var cells: [FieldStudy.Cell] = []
    func put(
      _ part: FieldStudy.Part, _ madeFor: LearnerID, _ learner: LearnerID, _ loss: Double,
      attack: String = "Smoothed attack", defence: String? = nil, isAware: Bool = false,
      clean: Double = 3, share: Double? = nil, budget: Double = 0.5, seed: UInt64 = 0
    ) {
      cells.append(
        FieldStudy.Cell(
          part: part, attack: attack, madeFor: madeFor, isAware: isAware, learner: learner,
          defence: defence, budget: budget, share: share, seed: seed, repetition: 0, clean: clean,
          attacked: clean - loss, error: 0.001, record: Digest(of: "")))
    }
    for seed: UInt64 in [0, 1] {
      for madeFor in pair {
        for victim in pair {
          put(
            .learners, madeFor, victim, madeFor == victim ? 0.4 : transfer,
            clean: victim == TwoStage.id ? 3 : 3.2, seed: seed)
        }
        put(.defences, madeFor, madeFor, 0.4, seed: seed)
        for defence in [TrimmedLoss.name, Bagging.name] {
          put(.defences, madeFor, madeFor, 0.1, defence: defence, clean: 2.9, seed: seed)
          put(
            .defences, madeFor, madeFor, aware, defence: defence, isAware: true, clean: 2.95,
            seed: seed)
        }
        put(.shares, madeFor, madeFor, few, share: 0.05, seed: seed)
      }
    }
    for budget in [0.5, 1] {
      put(
        .attacks, TwoStage.id, TwoStage.id, automatic, attack: FieldStudy.automatic,
        budget: budget, seed: 100)
      put(.attacks, TwoStage.id, TwoStage.id, 0.5, attack: "direct", budget: budget, seed: 100)
    }
    return FieldStudy(places: [
      FieldStudy.Place(
        id: "made-up", label: "Made up", budget: 0.5, units: [0, 1], calibrationUnits: [100],
        choices: pair.map {
          .init(learner: $0, steps: 4, rates: [0.1, 0.2], utilities: [1, 2], rate: 0.2)
        }, best: [4, 4], scale: [2, 2], closeness: [], cells: cells, planned: cells.count + missing)
    ])
  }

  private func page(_ field: FieldStudy?) throws -> String {
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    let templates = try BuiltSite.folder
    return try templates.page("field", FieldPage(study, field))
  }

  /// Four learners in two units: the order of losses is that of prediction errors, or the other
  /// way round, or once so and once so.
  @Test(arguments: [
    ([1.0, 1], "labels lose less"), ([-1, -1], "labels lose more"), ([1, -1], "nothing sure"),
  ])
  func saysWhetherNearnessToLabelsProtects(_ signs: [Double], _ verdict: String) throws {
    var place = try #require(Self.study().places.first)
    let learners = [TwoStage.id, DecisionFocused.id, SPOPlus.id, FenchelYoung.id]
    let first = try #require(place.cells(.learners).first)
    place.cells = []
    for (seed, sign) in zip(place.units, signs) {
      for (rank, learner) in learners.enumerated() {
        place.closeness.append(
          .init(learner: learner, seed: seed, error: 1 + sign * 0.1 * Double(rank)))
        var cell = first
        (cell.learner, cell.madeFor, cell.seed) = (learner, learner, seed)
        cell.attacked = cell.clean - 0.2 * Double(1 + rank)
        place.cells.append(cell)
      }
    }
    let said = FieldSentences(place).learners.last ?? ""
    #expect(said.contains(verdict) && said.contains("over 4 learners"), "\(said)")
    #expect(said.contains("Farhat") && place.closenessCorrelations.count == 2)
  }

  @Test func choosesItsSentencesByTheNumbers() throws {
    let text = try page(Self.study())
    for part in [
      // The scale is 2: a loss of 0.4 adds 0.2, and 3.2 of 4 leave 0.4.
      "the decision-focused learner has the least regret, 0.400", ">0.200<",
      "No learner is hurt more by a poison that was made for another one.",
      "5\u{a0}% of the rows do 50\u{a0}% of the harm of all, more than twice their share",
      "in 2 of 2 cells", "that is the 90 % asked for", "it never takes less",
      // Aware: 3 − 0.4 = 2.6 against 2.95 − 0.3 = 2.65.
      "0.025", "Made up", "No attack and no victim came to nothing.",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let other = try page(
      Self.study(transfer: 0.6, aware: 0.8, automatic: 0.2, few: 0.008, missing: 3))
    for part in [
      "hurt more by a poison made for another one", "no defence wins anything back",
      "less than the 90 % asked for", "in 0 of 2 cells", "3 victims of 39",
      "5\u{a0}% of the rows do 2\u{a0}% of the harm of all, less than half their share",
    ] {
      #expect(other.contains(part), "\(part)")
    }
    #expect(try page(nil).contains("Nothing was measured for this site"))
    #expect(try page(FieldStudy()).contains("Nothing was measured for this site"))
  }

  /// A problem on which attacks alone are compared has their table and nothing else, and no place
  /// in the map.
  @Test func showsNothingButAttacksWhereNothingElseIsMeasured() throws {
    var place = try #require(Self.study().places.first)
    place.cells = place.cells(.attacks)
    (place.units, place.best, place.scale, place.planned) = ([], [], [], place.cells.count)
    let field = FieldStudy(places: [place])
    let text = try page(field)
    for part in [
      "Attacks alone are compared here, on 1 calibration unit, up to twice B = 0.5; rates are "
        + "chosen on the same.", "id=\"made-up-attacks\"", "in 2 of 2 cells",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    for part in ["made-up-learners", "made-up-defences", "made-up-shares", "id=\"map\""] {
      #expect(!text.contains(part), "\(part)")
    }
    place.choices = place.choices.map {
      .init(learner: $0.learner, steps: $0.steps, rates: [], utilities: [], rate: $0.rate)
    }
    #expect(try page(FieldStudy(places: [place])).contains("of the report’s calibration"))
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    let templates = try BuiltSite.folder
    #expect(try FieldPage.files(study, field, templates).count == 1)
  }

  @Test func drawsWhoIsHurtByWhom() throws {
    let study = FabricatedStudy(panels: ["5a"], seeds: [0]).study
    let templates = try BuiltSite.folder
    let files = try FieldPage.files(study, Self.study(), templates)
    let table = try BuiltSite.text("figures/field.csv", in: files)
    #expect(table.contains("made-up,two-stage,decision-focused,0.05"))
    #expect(files.contains { $0.path == "figures/field.svg" })
    #expect(try FieldPage.files(study, nil, templates).count == 1)
  }

  @Test func namesItsFileAmongTheInputs() throws {
    var builder = BuiltSite.builder(FabricatedStudy(panels: ["5a"], seeds: [0]))
    builder.measurements.field = Self.study()
    let manifest = try SiteManifest(json: BuiltSite.text("manifest.json", in: builder.files()))
    #expect(try manifest.inputs.field == Self.study().digest)
  }
}
