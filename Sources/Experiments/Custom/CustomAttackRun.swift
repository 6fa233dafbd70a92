import Attacks
import Domains
import Learning
import LinearAlgebra
import Reproducibility

extension CustomAttack {
  /// Poison → its gradient and check → victims, clean and fooled, beside controls → verdict.
  ///
  /// A victim other than the attacked one that cannot be trained is named in `failures`; the rest
  /// stands.
  /// - Parameters:
  ///   - study: the problem.
  ///   - states: where an earlier run of the same attack had come, and who keeps how far this one
  ///     comes. The default is the start, and nobody.
  ///   - observer: told how far it has come. The default is nobody.
  /// - Returns: what came out.
  /// - Throws: where the problem does not provide for it, or the training of the attacked learner
  ///   fails.
  public func run(
    on study: CustomStudy, keeping states: KeptStates? = nil,
    observer: CustomProgress.Observer? = nil
  ) throws -> CustomOutcome {
    try study.check(learner, objective: attack.objective)
    let learner = study.learner(learner)
    let scenario = try study.scenario(for: learner)
    guard scenario.width(of: budget.features) > 0 || scenario.labelWidth(of: budget.labels) > 0
    else { throw TrainingFailure.nothingTouchable }
    let victims = study.learners.filter {
      evaluated == .all || evaluated == .own && $0.id == learner.id
    }
    let controls = draws == 0 ? [] : AttackCatalog.all.filter { $0.isControl }
    let sets = 2 + controls.count * draws
    func work(_ victim: any Learner) -> Double {
      let solving = type(of: victim).solvesInTraining == type(of: learner).solvesInTraining
      let weight =
        solving ? 1 : type(of: victim).solvesInTraining ? study.domain.cost.solving : 0.2
      return Double((CustomAttack.freshWeights + 1) * sets) * weight
    }
    let attackWork = attack.cost(inTrainingsOf: learner)
    let total = attackWork + 2 * CustomAttack.checkWork + victims.reduce(0) { $0 + work($1) }
    var progress = CustomProgressCount(total: total, observer: observer)

    var experiment = Experiment(
      domain: CustomDomain(study.problem, for: self.learner), seed: study.seed,
      victims: victims.map { Victim($0) }, freshWeights: CustomAttack.freshWeights)
    let clean = try item(experiment, on: study)
    var cleanRecord = try run(clean, on: study, victims: [])
    experiment.budget = budget
    experiment.treatment = .attack(attack, on: learner)
    let attacked = try item(experiment, on: study)
    let poison = try poison(attacked, in: scenario, on: study, keeping: states) { iteration, loss in
      let stage = "iteration \(iteration), adversary's loss "
      observer?(
        CustomProgress(
          stage: stage + NumberFormat.significant(loss, digits: 4),
          done: CustomAttack.checkWork
            + attackWork * Double(iteration) / Double(max(1, attack.iterationCount)),
          total: total))
    }
    // The first iteration checks its gradient, too.
    progress.add(attackWork + CustomAttack.checkWork)
    progress.begin("the stored point's gradient and its check")
    let gradient = try study.metaGradient(
      learner, objective: attack.objective, at: poison.perturbation, labels: poison.labels,
      within: budget)
    let reached = try study.cleanUtility(of: learner, levels: cleanRecord.levels)
    progress.add(CustomAttack.checkWork)

    var record = try run(attacked, on: study, victims: [], poison: poison)
    if poison.trace.adversaryLoss.isEmpty { record.trace = nil }
    var controlRecords: [(item: KeyedExperiment, record: Record)] = []
    for control in controls {
      experiment.crossesDraws = true
      experiment.treatment = .control(
        try control.make(AttackRequest(within: budget)), draws: draws)
      let item = try item(experiment, on: study)
      controlRecords.append((item, try run(item, on: study, victims: [])))
    }
    var failures: [LearnerID: String] = [:]
    for victim in experiment.victims {
      progress.begin("\(victim.id) trained on clean and poisoned data and on controls")
      do {
        try study.guarding(victim.learner) {
          let known = try run(clean, on: study, victims: [victim])
          guard known.evaluations[victim.id]?.violations.isEmpty ?? true else {
            throw TrainingFailure.infeasibleDecisions(learner: victim.learner.id)
          }
          guard known.isFinite(victim.id) else {
            throw TrainingFailure.unboundedUtility(learner: victim.learner.id)
          }
          cleanRecord.evaluations.merge(known.evaluations) { $1 }
          record.evaluations.merge(
            try run(attacked, on: study, victims: [victim], clean: known, poison: poison)
              .evaluations
          ) { $1 }
          for index in controlRecords.indices {
            let item = controlRecords[index].item
            controlRecords[index].record.evaluations.merge(
              try run(item, on: study, victims: [victim], clean: known).evaluations
            ) { $1 }
          }
        }
      } catch let failure as TrainingFailure where victim.learner.id != learner.id {
        failures[victim.learner.id] = failure.description
        record.evaluations[victim.id] = nil
      }
      progress.add(work(victim.learner))
    }
    var outcome = CustomOutcome(
      attack: self,
      threat: ThreatModel(attack, on: learner, within: budget, in: scenario, of: study.problem),
      record: record, controls: controlRecords.map(\.record), levels: cleanRecord.levels,
      failures: failures, poison: poison, gradient: gradient.value,
      certificates: gradient.certificates)
    outcome.judge(gradient.value, reached: reached, in: scenario)
    try outcome.decide(on: study, learner)
    return outcome
  }

  /// What the gradient at the stored point, its check and a clean training cost, in trainings.
  private static let checkWork = 3 + 8.0 * Double(CustomStudy.checkedEntries)

  private func item(_ experiment: Experiment, on study: CustomStudy) throws -> KeyedExperiment {
    try KeyedExperiment(experiment, sources: study.laboratory.sources)
  }

  /// Runs a part of an experiment: some of its victims.
  private func run(
    _ item: KeyedExperiment, on study: CustomStudy, victims: [Victim], clean: Record? = nil,
    poison: Poison? = nil
  ) throws -> Record {
    try study.laboratory.run(
      item.limited(to: victims), clean: clean, dataset: study.dataset, poison: poison
    ).record
  }

  /// The poison, from the stream that the laboratory would use.
  private func poison(
    _ item: KeyedExperiment, in scenario: Scenario, on study: CustomStudy,
    keeping states: KeptStates?, observer: @escaping @Sendable (Int, Double) -> Void
  ) throws -> Poison {
    let learner = study.learner(learner)
    var random = SeededGenerator(
      seed: study.seed, stream: ExperimentStream.attack(attack, on: learner, repetition: 0))
    var start = AttackStart(in: scenario, observer: observer)
    if let states {
      let key = item.key
      start.resume = states.resumed(key)
      start.checkpoint = { states.keep($0, key) }
    }
    let poison = try study.guarding(learner) {
      try attack.poison(scenario, against: learner, within: budget, from: start, using: &random)
    }
    guard poison.perturbation.isFinite, poison.labels?.isFinite ?? true else {
      throw TrainingFailure.unboundedGradient(learner: learner.id)
    }
    return poison
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

extension Record {
  /// Whether every utility of a victim is finite.
  fileprivate func isFinite(_ victim: VictimID) -> Bool {
    guard let evaluation = evaluations[victim] else { return true }
    let all = [evaluation.clean] + (evaluation.sharedClean.map { [$0] } ?? [])
    return all.flatMap(\.targets).allSatisfy(\.isFinite)
  }
}

extension Record.Evaluation {
  /// By how much decisions on clean data broke constraints, where they did.
  fileprivate var violations: [Double] {
    clean.violations + (sharedClean?.violations ?? [])
  }
}
