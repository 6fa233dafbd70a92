import Attacks
import Domains
public import Experiments
import Learning
import Reproducibility

/// Finds which dates, quotations, papers and words moved decisions, and leaves them out.
public struct AttributionMeasurement: Sendable {
  /// Where scenarios come from.
  public let laboratory: Laboratory
  /// How many of largest promise are left out, and how many drawn ones.
  ///
  /// The default is 10.
  public var count = 10
  /// Told what is being done.
  public let log: @Sendable (String) -> Void

  /// A measurement.
  public init(laboratory: Laboratory, log: @escaping @Sendable (String) -> Void) {
    (self.laboratory, self.log) = (laboratory, log)
  }

  /// The domains that are measured: those whose data have names.
  public static var tasks: [CalibrationTask] {
    CalibrationTask.all.filter { $0.id == PortfolioDomain.id || $0.id == MatchingDomain.id }
  }

  /// Explains the two-stage and the decision-focused learner of a domain on its first calibration
  /// unit.
  ///
  /// - Parameters:
  ///   - task: the domain with its units.
  ///   - calibration: how learners train.
  /// - Returns: a place for each learner.
  /// - Throws: `SolverError` where a decision problem has no answer, or what makes no scenario.
  public func measure(
    _ task: CalibrationTask, _ calibration: Calibration
  ) throws -> [AttributionStudy.Place] {
    guard let unit = task.attackUnits.first else { throw CalibrationError.noUnits(task.id) }
    let scenario = try laboratory.scenario(of: task.domain, seed: unit)
    guard
      let entries = try task.domain.entries(of: scenario, from: laboratory.sources, seed: unit)
    else { throw CalibrationError.noUnits(task.id) }
    return try [TwoStage.self, DecisionFocused.self].map { (type: any Learner.Type) in
      let choice = calibration.domain(task.id).choice(type.id)
      let learner = type.init(training: Training(steps: choice.steps, rate: choice.rate))
      log("\(task.id): the \(type.name) learner of unit \(unit)")
      return try place(task, unit, scenario, entries, learner)
    }
  }

  private func place(
    _ task: CalibrationTask, _ unit: UInt64, _ scenario: Scenario, _ entries: SourceEntries,
    _ learner: any Learner
  ) throws -> AttributionStudy.Place {
    let random = SeededGenerator(seed: unit, stream: "attribution/\(learner.name)")
    var draws = random.substream("weights")
    let weights = learner.predictor(in: scenario).initialWeights(using: &draws)
    let found = try Attribution(
      scenario, learner, from: weights, checking: count, using: random)
    let removals = try found.removals(
      entries.removal, in: scenario, learner, from: weights, checking: count, using: random)
    let ranked = found.ranked
    func items(_ instances: some Sequence<Attribution.Instance>) -> [AttributionStudy.Item] {
      instances.compactMap { instance in
        instance.retrained.map {
          AttributionStudy.Item(
            name: entries.instances[instance.index], promised: instance.influence, found: $0)
        }
      }
    }
    let numbers = removals.map {
      AttributionStudy.Item(
        name: entries.name(row: $0.row, column: $0.column), promised: $0.promised, found: $0.found)
    }
    return AttributionStudy.Place(
      id: task.id.text, label: task.domain.label, unit: unit, learner: learner.id,
      training: learner.training.phrase, utility: found.utility,
      instances: AttributionStudy.Ranking(
        noun: entries.instanceNoun, meaning: "the learner trains without it",
        count: ranked.count, largest: items(ranked.prefix(count)),
        drawn: items(ranked.dropFirst(count))),
      numbers: AttributionStudy.Ranking(
        noun: entries.noun, meaning: entries.meaning,
        count: entries.removal.values.count { $0 != 0 }, largest: Array(numbers.prefix(count)),
        drawn: Array(numbers.dropFirst(count))))
  }
}
