import Domains
import Experiments
import Foundation
import Learning
import TestSupport
import Testing

@testable import Paper

struct AttributionStudyTests {
  private static func task(_ id: DomainID, _ domain: any Domain) -> CalibrationTask {
    CalibrationTask(
      id: id, domain: domain, learners: [], trainingUnits: [], attacks: [], reference: 0.01,
      largest: 0.02, attackUnits: [0], freshWeights: 1, setting: "")
  }

  private func measure(_ task: CalibrationTask) throws -> [AttributionStudy.Place] {
    var calibration = Calibration.example
    for learner in [TwoStage.id, DecisionFocused.id] {
      calibration.domains[task.id]?.learners[learner] =
        Calibration.LearnerChoice(steps: 3, rate: 0.01, attacks: [:])
    }
    let laboratory = Laboratory(sources: try SimulatedSources.all())
    var measurement = AttributionMeasurement(laboratory: laboratory) { _ in }
    measurement.count = 3
    return try measurement.measure(task, calibration)
  }

  /// Dates and quotations have their names, and what is found follows what is promised.
  @Test func namesDatesAndQuotations() throws {
    let places = try measure(Self.task(PortfolioDomain.id, Preset.quick.portfolioDomain))
    #expect(places.map(\.learner) == [TwoStage.id, DecisionFocused.id])
    let day = /\d{4}-\d{2}-\d{2}/
    for place in places {
      #expect(place.instances.count == 84 && place.utility.isFinite)
      for item in place.instances.largest + place.instances.drawn {
        #expect(item.name.wholeMatch(of: day) != nil, "\(item.name)")
      }
      for item in place.numbers.largest {
        #expect(item.name.contains(/^\d{4}-\d{2}-\d{2}, \w+$/), "\(item.name)")
      }
      #expect(place.numbers.largest.count == 3 && place.numbers.drawn.count == 3)
      // A quotation is moved by a per cent or so: all but in proportion.
      #expect(place.numbers.isTrusted, "\(String(describing: place.numbers.agreement))")
    }
  }

  /// Only a word that a paper has can be left out.
  @Test func namesPartsAndWords() throws {
    let places = try measure(Self.task(MatchingDomain.id, Preset.quick.matchingDomain()))
    for place in places {
      #expect(place.instances.largest.allSatisfy { $0.name.hasPrefix("part ") })
      let names = (place.numbers.largest + place.numbers.drawn).map(\.name)
      #expect(names.allSatisfy { $0.contains(/^paper \S+, word \d+$/) }, "\(names)")
      #expect(place.numbers.meaning.contains("never held"))
    }
  }

  @Test func replacesThePlacesOfADomain() throws {
    func place(_ id: String, _ unit: UInt64) -> AttributionStudy.Place {
      let none = AttributionStudy.Ranking(noun: "", meaning: "", count: 0, largest: [], drawn: [])
      return AttributionStudy.Place(
        id: id, label: "", unit: unit, learner: TwoStage.id, training: "", utility: 0,
        instances: none, numbers: none)
    }
    var study = AttributionStudy(places: [place("a", 0), place("a", 1), place("b", 2)])
    study.put([place("a", 3)])
    #expect(study.places.map(\.unit) == [3, 2])
    study.put([place("c", 4)])
    #expect(study.places.map(\.unit) == [3, 2, 4])
    #expect(study.places[0].instances.agreement == nil && !study.places[0].instances.isTrusted)
    let read = try JSONDecoder().decode(AttributionStudy.self, from: Data(study.text().utf8))
    #expect(read == study)
  }
}
