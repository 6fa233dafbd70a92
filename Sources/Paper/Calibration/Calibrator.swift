import Domains
public import Experiments
import Learning
import Reproducibility

/// Chooses hyperparameters on calibration units, by the ledger's rules; what is reported plays no
/// part.
public struct Calibrator: Sendable {
  /// Runs attacks and keeps their records.
  public let runner: Runner
  /// Told what is being done.
  public let log: @Sendable (String) -> Void

  /// A calibrator.
  public init(runner: Runner, log: @escaping @Sendable (String) -> Void) {
    (self.runner, self.log) = (runner, log)
  }

  /// The choices for a domain.
  ///
  /// - Parameter task: the domain with the candidates.
  /// - Returns: the choices with all that was tried.
  /// - Throws: `CalibrationError`, or what an experiment throws.
  public func calibrate(_ task: CalibrationTask) async throws -> Calibration.DomainChoice {
    var choice = Calibration.DomainChoice(learners: [:], setting: task.setting)
    let (trainingUnits, attackUnits) = (
      available(task.trainingUnits, of: task.domain), available(task.attackUnits, of: task.domain)
    )
    for (wanted, found) in [(task.trainingUnits, trainingUnits), (task.attackUnits, attackUnits)]
    where found.count < wanted.count {
      choice.remarks.append(
        "The source files hold \(found.count) of the \(wanted.count) calibration units asked for.")
    }
    for (learner, rates) in task.learners {
      let id = learner.id
      log("\(task.id): training of the \(id) learner")
      let outcome = try await TrainingSearch(
        learner: learner, domain: task.domain, units: trainingUnits,
        draws: task.trainingDraws, rates: rates
      ).run(runner)
      log("  \(outcome.steps) steps of rate \(NumberFormat.exact(outcome.rate))")
      choice.learners[id] = Calibration.LearnerChoice(steps: outcome.steps, rate: outcome.rate)
      choice.trials += outcome.trials
      choice.remarks += outcome.remarks
    }
    for (id, methods) in task.attacks {
      guard var learner = task.learners.first(where: { $0.learner.id == id })?.learner else {
        continue
      }
      let settings = choice.choice(id)
      learner.training = Training(steps: settings.steps, rate: settings.rate)
      for (method, middle) in methods {
        log("\(task.id): \(method.label) against the \(id) learner")
        let outcome = try await AttackSearch(
          method: method, learner: learner, domain: task.domain, units: attackUnits,
          iterations: task.iterations, craftSteps: task.craftSteps, models: task.models,
          middle: middle, reference: task.reference, largest: task.largest,
          freshWeights: task.freshWeights
        ).run(runner)
        let smoothing = outcome.setting.smoothing.map { ", smoothing \(NumberFormat.exact($0))" }
        log("  step \(NumberFormat.exact(outcome.setting.step))\(smoothing ?? "")")
        choice.learners[id]?.attacks[method] = outcome.setting
        choice.trials += outcome.trials
        choice.remarks += outcome.remarks
      }
    }
    choice.remarks = choice.remarks.uniqued()
    return choice
  }

  /// Those of some units for which the sources suffice; all of them if they suffice for none, so
  /// that what is missing is said.
  private func available(_ units: [UInt64], of domain: any Domain) -> [UInt64] {
    let found = units.filter { (try? runner.laboratory.scenario(of: domain, seed: $0)) != nil }
    return found.isEmpty ? units : found
  }
}
