import Attacks
import Domains
import Learning
import Reproducibility

extension CustomAttackRun {
  /// The records of the attack and of its controls, with nobody evaluated yet.
  func records(of poison: Poison) throws -> (attack: Record, controls: [Record]) {
    var record = try run(attacked, victims: [], poison: poison)
    if poison.trace.adversaryLoss.isEmpty { record.trace = nil }
    return (record, try controls.map { try run($0, victims: []) })
  }

  /// Evaluates every victim on clean and on poisoned data and under controls.
  ///
  /// - Returns: why victims other than the attacked learner could not be evaluated.
  mutating func evaluate(
    _ poison: Poison, into records: inout (attack: Record, controls: [Record])
  ) throws -> [LearnerID: String] {
    var failures: [LearnerID: String] = [:]
    for victim in victims {
      progress.show("\(victim.id) trained on clean and poisoned data and on controls")
      do {
        let clean = try evaluation(of: victim, in: self.clean)
        guard clean.violations.isEmpty else {
          throw TrainingFailure.infeasibleDecisions(learner: victim.learner.id)
        }
        guard clean.isFinite else {
          throw TrainingFailure.unboundedUtility(learner: victim.learner.id)
        }
        let fooled = try evaluation(of: victim, in: attacked, clean: clean, poison: poison)
        var controlled: [Record.Evaluation] = []
        for item in controls {
          controlled.append(try evaluation(of: victim, in: item, clean: clean))
        }
        records.attack.evaluations[victim.id] = fooled
        for (index, evaluation) in controlled.enumerated() {
          records.controls[index].evaluations[victim.id] = evaluation
        }
      } catch let failure as TrainingFailure where victim.learner.id != learner.id {
        failures[victim.learner.id] = failure.description
      }
      progress.add(work(on: victim.learner))
    }
    return failures
  }

  /// What one victim reaches in an experiment; a part of a run that is kept.
  private mutating func evaluation(
    of victim: Victim, in item: KeyedExperiment, clean: Record.Evaluation? = nil,
    poison: Poison? = nil
  ) throws -> Record.Evaluation {
    let name = "\(item.key)/\(victim.id)"
    if let known = state.evaluations[name] { return known }
    let made = try study.guarding(victim.learner) {
      try run(item, victims: [victim], clean: clean, poison: poison).evaluations[victim.id]
    }
    let evaluation = made ?? Record.Evaluation(clean: VictimUtility())
    state.evaluations[name] = evaluation
    keep()
    return evaluation
  }

  /// Runs a part of an experiment: some of its victims, of which one is known on clean data.
  func run(
    _ item: KeyedExperiment, victims: [Victim], clean: Record.Evaluation? = nil,
    poison: Poison? = nil
  ) throws -> Record {
    var known: Record?
    if let clean, let victim = victims.first {
      known = Record(
        key: self.clean.key, options: "", domain: CustomDomain.id, seed: study.seed,
        dataset: study.dataset)
      known?.evaluations = [victim.id: clean]
    }
    return try study.laboratory.run(
      item.limited(to: victims), clean: known, dataset: study.dataset, poison: poison,
      keepsFailures: false
    ).record
  }
}

extension KeyedExperiment {
  /// The same experiment, of which only some victims are trained; the key stays.
  fileprivate func limited(to victims: [Victim]) -> KeyedExperiment {
    var part = self
    part.experiment.victims = victims
    return part
  }
}

extension Record.Evaluation {
  /// Whether every utility on clean data is finite.
  fileprivate var isFinite: Bool {
    ([clean] + (sharedClean.map { [$0] } ?? [])).flatMap(\.targets).allSatisfy(\.isFinite)
  }

  /// By how much decisions on clean data broke constraints, where they did.
  fileprivate var violations: [Double] {
    clean.violations + (sharedClean?.violations ?? [])
  }
}
