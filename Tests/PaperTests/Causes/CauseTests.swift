import Domains
import Experiments
import ExperimentsSupport
import Foundation
import Learning
import TestSupport
import Testing

@testable import Attacks
@testable import Paper

struct CauseTests {
  private static let task = CalibrationTask(
    id: SyntheticDomain.id, domain: SyntheticDomain.tiny, learners: [], trainingUnits: [],
    attacks: [], reference: 0.3, largest: 0.5, attackUnits: [100, 101], freshWeights: 2,
    setting: "")

  private static let calibration: Calibration = {
    var calibration = Calibration.example
    calibration.domains[SyntheticDomain.id]?.learners[DecisionFocused.id] =
      Calibration.LearnerChoice(steps: 4, rate: 0.3, attacks: [.plain: .init(step: 10)])
    return calibration
  }()

  private func measure(_ runner: Runner) async throws -> CauseStudy.Place {
    var measurement = CauseMeasurement(runner: runner) { _ in }
    (measurement.iterations, measurement.points) = (2, 9)
    measurement.plan = PathwiseBias.Plan(smoothings: [1, 4], models: 2, directions: 2)
    return try await measurement.measure(Self.task, Self.calibration)
  }

  @Test func changesOneFactorAtATimeAndResumes() async throws {
    let directory = try TemporaryDirectory()
    let log = RunLog()
    let place = try await measure(Runner(in: directory, telling: log))
    for cause in CauseStudy.Cause.allCases {
      let settings = place.settings(of: cause)
      #expect(settings.count >= 2, "\(cause)")
      #expect(Set(settings.map(\.label)).count == settings.count)
      #expect(settings.allSatisfy { $0.losses.count == 2 && $0.losses.allSatisfy(\.isFinite) })
      #expect((place.range(of: cause) ?? -1) >= 0)
    }
    #expect(place.units.map(\.seed) == [100, 101])
    #expect(place.agreement.count == 4)
    // The quadratic term is constant here: nothing is frozen that matters.
    #expect(place.units.allSatisfy { ($0.frozenCosine ?? 0) > 1 - 1e-9 })
    #expect(place.units.allSatisfy { (0...1).contains($0.reach ?? 0) })
    let count = await log.labels.count
    let again = try await measure(Runner(in: directory, telling: log))
    #expect(await log.labels.count == count && again == place)
    withExtendedLifetime(directory) {}
  }

  @Test func followsTheLineOfTheFirstStep() async throws {
    let directory = try TemporaryDirectory()
    let profile = try await measure(Runner(in: directory)).profile
    #expect(profile.distances.count == 9 && profile.distances.sorted() == profile.distances)
    #expect(profile.own.count == 9 && profile.smooth.count == 9)
    #expect(profile.ownSlope < 0, "it goes down")
    withExtendedLifetime(directory) {}
  }

  @Test func keepsItsFileAndReplacesPlacesByName() async throws {
    let directory = try TemporaryDirectory()
    var place = try await measure(Runner(in: directory))
    var study = CauseStudy(places: [place])
    place.budget = 0.7
    study.put(place)
    #expect(study.places.count == 1 && study.places[0].budget == 0.7)
    place.id = "other"
    study.put(place)
    #expect(study.places.map(\.id) == ["synthetic", "other"])
    #expect(try CauseStudy.ifPresent(root: directory.url) == nil)
    try Data(study.text().utf8).write(to: directory.file(CauseStudy.path))
    #expect(try CauseStudy.ifPresent(root: directory.url) == study)
  }
}
