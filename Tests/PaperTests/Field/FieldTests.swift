import Domains
import Experiments
import ExperimentsSupport
import Foundation
import Learning
import Reproducibility
import TestSupport
import Testing

@testable import Paper

struct FieldTests {
  private static let task = FieldTask(
    id: "tiny", domain: SyntheticDomain.tiny, budget: 0.3,
    training: .tried(steps: 4, rates: [0.05, 0.3]), units: [0, 1], calibrationUnits: [100])

  private func measure(
    _ runner: Runner, _ task: FieldTask = Self.task,
    _ calibration: Calibration = Calibration(domains: [:])
  ) async throws -> FieldStudy.Place {
    var measurement = FieldMeasurement(runner: runner) { _ in }
    (measurement.iterations, measurement.freshWeights) = (2, 2)
    return try await measurement.measure(task, calibration)
  }

  @Test func measuresEveryPartAndResumes() async throws {
    let directory = try TemporaryDirectory()
    let log = RunLog()
    let place = try await measure(Runner(in: directory, telling: log))
    let learners = LearnerCatalog.all.map { $0.id }
    #expect(place.choices.map(\.learner) == learners)
    for choice in place.choices {
      let best = zip(choice.rates, choice.utilities).max {
        ($0.1 ?? -.infinity) < ($1.1 ?? -.infinity)
      }
      #expect(choice.rate == best?.0)
    }
    // Everybody under everybody's poison, on both units.
    #expect(place.cells(.learners).count == learners.count * learners.count * 2)
    let defences = DefenceCatalog.all.count
    #expect(place.cells(.defences).count == 2 * 2 * (1 + defences + defences))
    #expect(place.cells(.defences).count(where: \.isAware) == 2 * 2 * defences)
    #expect(Set(place.cells(.shares).compactMap(\.share)) == [0.05, 0.1, 0.2])
    // Five attacks on two learners at three budgets, each on both, and each made twice.
    let attacked = 5 * 2 * 3
    #expect(place.cells(.attacks).count == attacked * 2 * 2)
    #expect(place.missing == 0 && place.planned == place.cells.count)
    #expect(place.cells.allSatisfy { $0.loss.isFinite && ($0.error ?? -1) >= 0 })
    for cell in place.cells where cell.part != .attacks {
      let regret = try #require(place.regret(of: cell.clean, seed: cell.seed))
      #expect(regret > -1e-9, "nothing is better than the best decisions")
    }
    #expect(place.regret(of: 0, seed: 77) == nil)
    // All predict but the two that decide directly.
    #expect(place.closeness.count == 2 * (learners.count - 2))
    #expect(place.closeness.allSatisfy { $0.error > 0 && $0.error.isFinite })
    #expect(place.contest.cells == 2 * 3 && place.contest.steps == 2 * 2)
    let count = await log.labels.count
    let again = try await measure(Runner(in: directory, telling: log))
    #expect(await log.labels.count == count && again == place)
    // As rows of a leaderboard, which need nothing further: a victim of each kind once, with both
    // units.
    var measurement = FieldMeasurement(runner: Runner(in: directory, telling: log)) { _ in }
    (measurement.iterations, measurement.freshWeights) = (2, 2)
    let rows = try await measurement.leaderboard(Self.task, Calibration(domains: [:]))
    #expect(await log.labels.count == count && rows.allSatisfy { $0.seeds == [0, 1] })
    #expect(rows.count(where: { $0.defence != nil }) == 2 * 2 * defences)
    let own = try #require(
      rows.first {
        $0.learner == "spo-plus" && $0.madeFor == "spo-plus" && $0.defence == nil && $0.share == 1
      })
    let cells = place.cells(.learners).filter {
      $0.learner == SPOPlus.id && $0.madeFor == SPOPlus.id
    }
    let missing = cells.map { cell in
      place.best[cell.seed == 0 ? 0 : 1] - cell.attacked
    }
    let regret = try #require(own.losses["targets"]?.attacked)
    #expect(abs(regret.mean - (missing[0] + missing[1]) / 2) < 1e-9)
    let text = try FieldStudy(places: [place]).text()
    let read = try JSONDecoder().decode(FieldStudy.self, from: Data(text.utf8))
    #expect(read.places == [place])
    withExtendedLifetime(directory) {}
  }

  /// Attacks alone are compared on the learners that they are made for, which train as the
  /// calibration says; there is nothing to report but that.
  @Test func comparesAttacksAloneWithTheCalibrationsTraining() async throws {
    let directory = try TemporaryDirectory()
    let log = RunLog()
    let runner = Runner(in: directory, telling: log)
    let domain = SyntheticDomain.tiny
    let task = FieldTask(
      id: "alone", domain: domain, budget: 0.3, training: .calibrated(SyntheticDomain.id),
      parts: [.attacks], units: [], calibrationUnits: [100])
    let trainings: [LearnerID: Calibration.LearnerChoice] = [
      TwoStage.id: .init(steps: 3, rate: 0.05), DecisionFocused.id: .init(steps: 2, rate: 0.2),
    ]
    let calibration = Calibration(
      domains: [SyntheticDomain.id: .init(learners: trainings, setting: "")])
    let place = try await measure(runner, task, calibration)
    #expect(place.choices.map(\.learner) == [TwoStage.id, DecisionFocused.id])
    for choice in place.choices {
      #expect(choice.steps == trainings[choice.learner]?.steps)
      #expect(choice.rate == trainings[choice.learner]?.rate && choice.rates.isEmpty)
    }
    #expect(place.units.isEmpty && place.best.isEmpty && place.closeness.isEmpty)
    #expect(place.cells.count == 5 * 2 * 3 * 2 * 2 && place.missing == 0)
    #expect(place.cells.allSatisfy { $0.part == .attacks && $0.seed == 100 })
    #expect(place.contest.cells == 2 * 3)
    let measurement = FieldMeasurement(runner: runner) { _ in }
    let count = await log.labels.count
    #expect(try await measurement.leaderboard(task, calibration).isEmpty)
    #expect(await log.labels.count == count)
    withExtendedLifetime(directory) {}
  }

  private static func cell(
    _ attack: String, _ budget: Double, _ loss: Double, madeFor: LearnerID = TwoStage.id,
    repetition: Int = 0
  ) -> FieldStudy.Cell {
    FieldStudy.Cell(
      part: .attacks, attack: attack, madeFor: madeFor, isAware: false, learner: TwoStage.id,
      defence: nil, budget: budget, share: nil, seed: 100, repetition: repetition, clean: 1,
      attacked: 1 - loss, error: 0.01, record: Digest(of: ""))
  }

  private static func place(
    _ cells: [FieldStudy.Cell], closeness: [FieldStudy.Closeness] = []
  ) -> FieldStudy.Place {
    FieldStudy.Place(
      id: "tiny", label: "Tiny", budget: 1, units: [0], calibrationUnits: [100], choices: [],
      best: [2], scale: [4], closeness: closeness, cells: cells, planned: cells.count)
  }

  @Test func countsWhereTheAutomaticAttackIsNotWeaker() {
    let automatic = FieldStudy.automatic
    // Twice the standard error of a difference is 0.028.
    let cells = [
      Self.cell(automatic, 1, 0.50), Self.cell("direct", 1, 0.52),
      Self.cell(automatic, 2, 0.60), Self.cell("direct", 2, 0.40),
      // A transfer counts as well, and is stronger.
      Self.cell("direct", 2, 0.70, madeFor: DecisionFocused.id),
      // Weaker than at the smaller budget by more than noise.
      Self.cell(automatic, 3, 0.55), Self.cell("direct", 3, 0.3),
    ]
    let contest = Self.place(cells).contest
    #expect(contest == .init(cells: 3, won: 2, steps: 2, falls: 1))
    #expect(contest.share == 2.0 / 3)
    #expect(Self.place([]).contest.share == nil)
  }

  /// What attacks draw for themselves is noise, too: it is what their repetitions differ by.
  @Test(arguments: [(0.001, 1), (0.1, 2)])
  func countsDifferencesBetweenRepetitionsAsNoise(_ spread: Double, _ won: Int) {
    let automatic = FieldStudy.automatic
    let cells = [0, 1].flatMap { repetition in
      let noise = repetition == 0 ? spread : -spread
      return [
        Self.cell(automatic, 1, 0.50 + noise, repetition: repetition),
        Self.cell("direct", 1, 0.60 - noise, repetition: repetition),
        Self.cell(automatic, 2, 0.70 - noise, repetition: repetition),
        Self.cell("direct", 2, 0.65 + noise, repetition: repetition),
      ]
    }
    #expect(Self.place(cells).contest == .init(cells: 2, won: won, steps: 1, falls: 0))
  }

  /// A rival counts by the repetitions that are there, whichever they are.
  @Test func countsRivalsWhoseFirstRepetitionCameToNothing() {
    let cells = [
      Self.cell(FieldStudy.automatic, 1, 0.5), Self.cell("direct", 1, 0.9, repetition: 1),
    ]
    #expect(Self.place(cells).contest == .init(cells: 1, won: 0, steps: 0, falls: 0))
  }

  /// Farhat's hypothesis, unit by unit: the nearer to the labels, the less is lost.
  @Test func ranksWhatIsLostByHowNearPredictionsAreToLabels() throws {
    let learners = [TwoStage.id, SPOPlus.id, FenchelYoung.id]
    func place(_ losses: [Double]) -> FieldStudy.Place {
      Self.place(
        zip(learners, losses).map { learner, loss in
          var cell = Self.cell("smoothed", 1, loss, madeFor: learner)
          (cell.part, cell.learner, cell.seed) = (.learners, learner, 0)
          return cell
        },
        closeness: zip(learners, [0.1, 0.4, 0.9]).map {
          FieldStudy.Closeness(learner: $0, seed: 0, error: $1)
        })
    }
    #expect(try abs(#require(place([0.2, 0.3, 0.9]).closenessCorrelations.first) - 1) < 1e-12)
    #expect(try abs(#require(place([0.9, 0.3, 0.2]).closenessCorrelations.first) + 1) < 1e-12)
    #expect(Self.place([]).closenessCorrelations.isEmpty)
  }

  @Test func measuresRegretInUnitsOfTheBest() throws {
    let place = Self.place([])
    #expect(try #require(place.regret(of: 1, seed: 0)) == 0.25)
    #expect(place.regret(of: 1, seed: 1) == nil)
  }

  @Test func knowsProblemsThatEveryLearnerCanBeTrainedOn() throws {
    #expect(Set(FieldTask.all.map(\.id)).count == FieldTask.all.count)
    for task in FieldTask.all where !task.comparesAttacksAlone {
      let problem = try task.domain.scenario(from: [:], seed: task.units[0]).problem
      for learner in LearnerCatalog.all { #expect(learner.refusal(of: problem) == nil) }
    }
    for task in FieldTask.all {
      #expect(Set(task.units).isDisjoint(with: task.calibrationUnits))
      #expect(task.units.isEmpty == task.comparesAttacksAlone)
      #expect(!task.calibrationUnits.isEmpty)
    }
  }
}
