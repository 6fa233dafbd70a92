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
    var run = try CustomAttackRun(self, on: study, keeping: states, observer: observer)
    let levels = try run.levels()
    let poison = try run.poison()
    let point = try run.point(at: poison, levels: levels)
    var records = try run.records(of: poison)
    let failures = try run.evaluate(poison, into: &records)
    var outcome = CustomOutcome(
      attack: self,
      threat: ThreatModel(
        attack, on: run.learner, within: budget, in: run.scenario, of: study.problem),
      record: records.attack, controls: records.controls, levels: levels, failures: failures,
      poison: poison, point: point)
    outcome.smaller = run.state.smaller
    outcome.remarks = try study.remarks(on: attack, within: budget, after: run.state.smaller)
    outcome.judge(in: run.scenario)
    try outcome.decide(on: study, run.learner)
    return outcome
  }
}

/// One run of an attack on a problem of one's own, piece by piece; what is finished is kept.
struct CustomAttackRun {
  /// Whom the attack is made for, and in what.
  let learner: any Learner, scenario: Scenario
  let attack: CustomAttack
  let study: CustomStudy
  let victims: [Victim]
  /// Nothing done, the attack, and its controls.
  let clean: KeyedExperiment, attacked: KeyedExperiment, controls: [KeyedExperiment]
  private let states: KeptStates?
  var state: CustomRunState
  var progress: CustomProgressCount

  /// What the gradient at the stored point, its check and a clean training cost, in trainings.
  private static let checkWork = 3 + 8.0 * Double(CustomStudy.checkedEntries)

  /// A run that goes on where an earlier one was stopped.
  ///
  /// - Throws: where the problem does not provide for it, or nothing may be touched.
  init(
    _ attack: CustomAttack, on study: CustomStudy, keeping states: KeptStates?,
    observer: CustomProgress.Observer?
  ) throws {
    try study.check(attack.learner, objective: attack.attack.objective)
    let (learner, budget) = (study.learner(attack.learner), attack.budget)
    scenario = try study.scenario(for: learner)
    guard scenario.width(of: budget.features) > 0 || scenario.labelWidth(of: budget.labels) > 0
    else { throw TrainingFailure.nothingTouchable }
    victims = study.learners.filter {
      attack.evaluated == .all || attack.evaluated == .own && $0.id == learner.id
    }.map { Victim($0) }
    func item(_ experiment: Experiment) throws -> KeyedExperiment {
      try KeyedExperiment(experiment, sources: study.laboratory.sources)
    }
    var experiment = Experiment(
      domain: CustomDomain(study.problem, for: attack.learner), seed: study.seed,
      victims: victims, freshWeights: CustomAttack.freshWeights)
    clean = try item(experiment)
    experiment.budget = budget
    experiment.treatment = .attack(attack.attack, on: learner)
    attacked = try item(experiment)
    controls =
      attack.draws == 0
      ? []
      : try AttackCatalog.all.filter { $0.isControl }.map { control in
        experiment.crossesDraws = true
        experiment.treatment = .control(
          try control.make(AttackRequest(within: budget)), draws: attack.draws)
        return try item(experiment)
      }
    (self.attack, self.study, self.learner, self.states) = (attack, study, learner, states)
    state =
      states?.resumed(attacked.key) {
        $0.smaller == attack.smaller || attack.takesUpSmaller && attack.smaller == nil
      } ?? CustomRunState(after: attack.smaller)
    progress = CustomProgressCount(total: 0, observer: observer)
    progress.total =
      attackWork + 2 * Self.checkWork + victims.reduce(0) { $0 + work(on: $1.learner) }
  }

  // MARK: Work

  private var attackWork: Double { attack.attack.cost(inTrainingsOf: learner) }

  /// What a victim costs, in trainings of the attacked learner.
  func work(on victim: any Learner) -> Double {
    let sets = 2 + controls.count * attack.draws
    let solves = type(of: victim).solvesInTraining
    let isLike = solves == type(of: learner).solvesInTraining
    let weight = isLike ? 1 : solves ? study.domain.cost.solving : 0.2
    return Double((CustomAttack.freshWeights + 1) * sets) * weight
  }

  /// Tells the state to whoever keeps it.
  func keep() { states?.keep(state, attacked.key) }

  // MARK: Pieces

  /// What decisions reach without training.
  mutating func levels() throws -> [Record.Level] {
    if let known = state.levels { return known }
    let levels = try run(clean, victims: []).levels
    state.levels = levels
    return levels
  }

  /// The poison, from the stream that the laboratory would use.
  mutating func poison() throws -> Poison {
    let poison = try state.poison?.poison ?? makePoison()
    if state.poison == nil {
      (state.poison, state.attack) = (KeptPoison(poison), nil)
      keep()
    }
    // The first iteration checks its gradient, too.
    progress.add(attackWork + Self.checkWork)
    return poison
  }

  private func makePoison() throws -> Poison {
    var random = SeededGenerator(
      seed: study.seed,
      stream: ExperimentStream.attack(attack.attack, on: learner, repetition: 0))
    let (work, count, progress) = (attackWork, attack.attack.iterationCount, progress)
    var start = AttackStart(in: scenario) { iteration, loss in
      let share = Double(iteration) / Double(max(1, count))
      progress.show(
        "iteration \(iteration), adversary's loss " + NumberFormat.significant(loss, digits: 4),
        beyond: Self.checkWork + work * share)
    }
    if let smaller = state.smaller {
      (start.perturbation, start.labels) = smaller.iterate
    }
    start.resume = state.attack
    if let states {
      let (before, key) = (state, attacked.key)
      start.checkpoint = { attack in
        var state = before
        state.attack = attack
        states.keep(state, key)
      }
    }
    let poison = try study.guarding(learner) {
      try attack.attack.poison(
        scenario, against: learner, within: attack.budget, from: start, using: &random)
    }
    guard poison.perturbation.isFinite, poison.labels?.isFinite ?? true else {
      throw TrainingFailure.unboundedGradient(learner: learner.id)
    }
    return poison
  }

  /// The gradient at the poison with its check, and what the learner reaches on clean data.
  mutating func point(at poison: Poison, levels: [Record.Level]) throws -> StoredPoint {
    progress.show("the stored point's gradient and its check")
    defer { progress.add(Self.checkWork) }
    if let known = state.point { return known }
    let gradient = try study.metaGradient(
      learner, objective: attack.attack.objective, at: poison.perturbation, labels: poison.labels,
      within: attack.budget)
    let point = StoredPoint(
      gradient.value, gradient.certificates,
      reached: try study.cleanUtility(of: learner, levels: levels))
    state.point = point
    keep()
    return point
  }
}
