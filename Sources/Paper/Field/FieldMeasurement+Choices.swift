import Experiments
import Learning
import Reproducibility
import Statistics

/// How the learners of a problem train.
extension FieldMeasurement {
  /// The learners with their rates.
  func learners(_ choices: [FieldStudy.Choice]) -> [any Learner] {
    choices.compactMap { choice in
      LearnerCatalog.type(of: choice.learner)?.init(
        training: Training(steps: choice.steps, rate: choice.rate))
    }
  }

  /// How learners train; those that the problem refuses, and those at which every rate fails, are
  /// left out.
  func choices(
    _ task: FieldTask, _ calibration: Calibration
  ) async throws -> [FieldStudy.Choice] {
    let problem = try runner.laboratory.scenario(
      of: task.domain, seed: task.calibrationUnits[0]
    ).problem
    let types = LearnerCatalog.all.filter { type in
      type.refusal(of: problem) == nil
        && (!task.comparesAttacksAlone || FieldMeasurement.attacked.contains(type.id))
    }
    switch task.training {
    case .calibrated(let domain):
      let found = calibration.domain(domain)
      return types.map { type in
        let own = found.choice(type.id)
        return FieldStudy.Choice(
          learner: type.id, steps: own.steps, rates: [], utilities: [], rate: own.rate)
      }
    case .tried(let steps, let rates):
      var choices: [FieldStudy.Choice] = []
      for type in types {
        if let choice = try await choice(of: type, task, steps: steps, rates: rates) {
          choices.append(choice)
        }
      }
      return choices
    }
  }

  /// The rate of the highest mean utility of held-out instances; nil where every rate fails.
  private func choice(
    of type: any Learner.Type, _ task: FieldTask, steps: Int, rates: [Double]
  ) async throws -> FieldStudy.Choice? {
    let victims = rates.map { rate in
      Victim(
        type.init(training: Training(steps: steps, rate: rate)),
        id: VictimID("\(type.name)-\(NumberFormat.exact(rate))"))
    }
    let items = try runner.keyed(
      task.calibrationUnits.map {
        Experiment(domain: task.domain, seed: $0, victims: victims, freshWeights: freshWeights)
      })
    let records = try await runner.study(of: items, keepsSummary: false)
    let utilities = victims.map { victim in
      let found = items.map {
        records[$0.key]?.evaluations[victim.id]?.clean.heldOut.mean ?? .nan
      }
      return found.mean.flatMap { $0.isFinite ? $0 : nil }
    }
    return zip(rates, utilities).compactMap { rate, utility in
      utility.map { (rate: rate, utility: $0) }
    }.max { $0.utility < $1.utility }.map { best in
      FieldStudy.Choice(
        learner: type.id, steps: steps, rates: rates, utilities: utilities, rate: best.rate)
    }
  }
}
