public import Attacks
public import Data
public import Domains
public import Learning
import LinearAlgebra
import Optimization
public import Reproducibility

/// Runs experiments; what it returns depends on the experiment and the sources alone.
public struct Laboratory: Sendable {
  /// The files that domains read.
  public let sources: Sources
  /// What untreated victims reach, which cells with the same data have in common.
  private let known = DerivedValues()

  /// A laboratory with the given sources.
  public init(sources: Sources) { self.sources = sources }

  /// What an experiment yields.
  public struct Result: Sendable {
    /// The record.
    public var record: Record
    /// The poison of an attack that was made here; controls are drawn anew from their seed.
    public var poison: Poison?
  }

  /// The scenario of a domain and seed.
  ///
  /// - Throws: a domain's error.
  public func scenario(of domain: any Domain, seed: UInt64) throws -> Scenario {
    try domain.scenario(from: sources, seed: seed)
  }

  /// Scenario → clean victims → poison → fooled victims → record.
  ///
  /// - Parameters:
  ///   - item: the experiment with its key.
  ///   - clean: the record of the same experiment untreated, where it was run before; nil for an
  ///     untreated one.
  ///   - dataset: the digest of the experiment's data set.
  ///   - known: the experiment's poison, where another cell has made it before.
  ///   - smaller: the poison of the experiment's `smallerCell`, where that was run before; without
  ///     it, it is made here.
  ///   - keepsFailures: whether an attack or a training that comes to nothing is a failure in the
  ///     record, beside which the rest stands. The default is true; otherwise a solver's error ends
  ///     the run, and numbers that are no result stay where they are.
  ///   - observer: told the number of updates that the attack has made, and L_adv before the last.
  /// - Returns: the record, and the poison of an attack; an experiment that takes its poison from
  ///   another cell leaves poison and trace to that cell's record.
  /// - Throws: a domain's error.
  public func run(
    _ item: KeyedExperiment, clean: Record?, dataset: Digest, poison known: Poison? = nil,
    from smaller: Poison? = nil, keepsFailures: Bool = true,
    observer: (@Sendable (_ iteration: Int, _ adversaryLoss: Double) -> Void)? = nil
  ) throws -> Result {
    let experiment = item.experiment
    let scenario = try scenario(of: experiment.domain, seed: experiment.seed)
    var record = Record(of: item, dataset: dataset)
    var result = Result(record: record)
    // An attack is over before anything is made for its victims, and draws are made one at a time:
    // all of them take memory.
    let made: (poison: Poison, shared: Weights?)?
    do {
      if keepsFailures, let learner = experiment.attacked, clean?.hasFailed(learner) == true {
        throw Flaw(description: "the learner that it is made for fails on clean data")
      }
      made = try poison(
        of: experiment, in: scenario, known: known, from: smaller, observer: observer)
      if keepsFailures, let flaw = made?.poison.flaw { throw Flaw(description: flaw) }
    } catch let error where keepsFailures && Flaw.explains(error) {
      result.record.failures = [Record.Failure(of: nil, reason: "the attack: \(error)")]
      return result
    }
    if experiment.poisonVictims == nil {
      (record.trace, record.certificate) = (made?.poison.trace, made?.poison.certificate)
      result.poison = made?.poison
    }
    let pipeline = TapedPipeline(scenario.pipeline)
    let samples = try pipeline.samples(at: nil)
    if experiment.isUntreated { record.levels = try levels(in: experiment, of: scenario, samples) }
    let received = received(by: experiment, in: scenario, pipeline, made?.poison)
    for victim in experiment.victims {
      if let known = clean?.failures.first(where: { $0.victim == victim.id }) {
        record.failures.append(known)
        continue
      }
      do {
        let evaluation = try evaluation(
          of: victim, in: experiment, scenario, clean: samples, received: received,
          shared: made?.shared ?? scenario.givenWeights,
          known: clean?.evaluations[victim.id]?.clean)
        if keepsFailures, let flaw = evaluation.flaw { throw Flaw(description: flaw) }
        record.evaluations[victim.id] = evaluation
        if let divergence = evaluation.divergence {
          record.divergences.append(
            Record.Failure(of: victim.id, reason: "\(victim.id): \(divergence)"))
        }
      } catch let error where keepsFailures && Flaw.explains(error) {
        record.failures.append(Record.Failure(of: victim.id, reason: "\(victim.id): \(error)"))
      }
    }
    result.record = record
    return result
  }

  /// What victims are trained on beside clean samples: nothing, one poisoned set, or draws.
  private func received(
    by experiment: Experiment, in scenario: Scenario, _ pipeline: TapedPipeline, _ poison: Poison?
  ) -> [() throws -> Samples] {
    switch experiment.treatment {
    case .none: return []
    case .attack:
      return [{ try pipeline.samples(at: poison?.perturbation, labels: poison?.labels) }]
    case .control(let attack, let draws):
      return (0..<draws).map { draw in
        {
          let poison = try self.poison(of: attack, draw: draw, in: experiment, of: scenario)
          return try pipeline.samples(at: poison.perturbation, labels: poison.labels)
        }
      }
    }
  }

  /// A draw of the control of an experiment, the same that its victims received.
  ///
  /// - Parameters:
  ///   - experiment: a cell whose treatment is a control.
  ///   - draw: the number of the draw, from 0.
  ///   - scenario: the experiment's.
  /// - Returns: the perturbation; nil where the treatment is not a control.
  /// - Throws: a solver's error.
  public func controlPoison(
    of experiment: Experiment, draw: Int, in scenario: Scenario
  ) throws -> Poison? {
    guard case .control(let attack, _) = experiment.treatment else { return nil }
    return try poison(of: attack, draw: draw, in: experiment, of: scenario)
  }

  private func poison(
    of control: any Attack, draw: Int, in experiment: Experiment, of scenario: Scenario
  ) throws -> Poison {
    var random = SeededGenerator(
      seed: experiment.seed, stream: ExperimentStream.control(control, draw: draw))
    return try control.poison(
      scenario, against: experiment.victims[0].learner, within: experiment.budget, using: &random)
  }

  /// The poison of an attack, and the weights that victims may share with it; nil without an
  /// attack.
  private func poison(
    of experiment: Experiment, in scenario: Scenario, known: Poison? = nil,
    from smaller: Poison? = nil, observer: (@Sendable (Int, Double) -> Void)? = nil
  ) throws -> (poison: Poison, shared: Weights?)? {
    guard case .attack(let attack, let attacked) = experiment.treatment else { return nil }
    let victim = Victim(attacked, defence: experiment.knownDefence)
    let (learner, knowledge) = (victim.trainedLearner, victim.scenario(scenario))
    let random = SeededGenerator(
      seed: experiment.seed,
      stream: ExperimentStream.attack(attack, on: attacked, repetition: experiment.repetition))
    var draws = random
    var start = AttackStart(in: knowledge, observer: observer)
    if known == nil, let cell = experiment.smallerCell {
      let first = try smaller ?? poison(of: cell, in: scenario)?.poison
      (start.perturbation, start.labels) = (first?.perturbation, first?.labels)
    }
    let made =
      try known
      ?? attack.poison(
        knowledge, against: learner, within: experiment.budget, from: start, using: &draws)
    return (made, attack.sharedWeights(knowledge, against: learner, from: start, using: random))
  }

  /// What one victim reaches on clean and on treated samples; `known` is what it reaches on clean
  /// ones, if that is known.
  private func evaluation(
    of victim: Victim, in experiment: Experiment, _ scenario: Scenario, clean samples: Samples,
    received: [() throws -> Samples], shared: Weights?, known: VictimUtility?
  ) throws -> Record.Evaluation {
    let trainer = try VictimTrainer(
      victim, in: scenario, samples: samples, measuresTraining: experiment.isUntreated)
    let fresh = victim.initialWeights(
      in: scenario, count: experiment.freshWeights, seed: experiment.seed)
    var utility =
      try known
      ?? clean(victim, in: experiment) { try trainer.utility(trainedOn: samples, from: fresh) }
    // Utility in training is that of clean records alone.
    if !experiment.isUntreated { utility.training = [] }
    var evaluation = Record.Evaluation(clean: utility)
    // Weights can only be shared by networks of the same shape.
    let shared = shared.flatMap { $0.fits(victim.predictor(in: scenario)) ? $0 : nil }
    if let shared {
      evaluation.sharedClean = try clean(victim, in: experiment, from: shared) {
        try trainer.utility(trainedOn: samples, from: [shared])
      }
    }
    // As precise as all with all, at a fraction of the cost.
    let isInTurn = experiment.treatment.isControl && !experiment.crossesDraws && !fresh.isEmpty
    for (index, draw) in received.enumerated() {
      let samples = try draw()
      let weights = isInTurn ? [fresh[index % fresh.count]] : fresh
      evaluation.poisoned.append(try trainer.utility(trainedOn: samples, from: weights))
      if let shared {
        evaluation.sharedPoisoned.append(try trainer.utility(trainedOn: samples, from: [shared]))
      }
    }
    return evaluation
  }

  /// What an untreated victim reaches from the fresh initial weights or from the given ones:
  /// trained once for all cells of the same data, whatever is done to them.
  private func clean(
    _ victim: Victim, in experiment: Experiment, from weights: Weights? = nil,
    train: () throws -> VictimUtility
  ) throws -> VictimUtility {
    var untreated = experiment.untreated
    untreated.victims = [victim]
    let cell = try KeyedExperiment(untreated, sources: sources).key
    let start = weights.map { weights in
      weights.flat.withUnsafeBytes { Digest(ofBytes: $0) }
    }
    // Untreated cells measure utility in training as well.
    return try known.value(for: [cell, start, experiment.isUntreated ? cell : nil], make: train)
  }

  /// The same for all untreated cells of the same data, whoever their victims are.
  private func levels(
    in experiment: Experiment, of scenario: Scenario, _ samples: Samples
  ) throws -> [Record.Level] {
    var cell = experiment
    cell.victims = []
    return try known.value(for: try KeyedExperiment(cell, sources: sources).key) {
      try levels(of: scenario, samples)
    }
  }

  /// The utility of deciding with the true outcomes, and of decisions that use no features but know
  /// the training samples.
  ///
  /// - Throws: `SolverError` where a decision problem has no answer.
  public func levels(of scenario: Scenario, _ samples: Samples) throws -> [Record.Level] {
    let problem = scenario.problem
    func level(_ id: LevelID, _ decision: Matrix?) throws -> Record.Level {
      Record.Level(
        id: id, targets: try problem.meanUtility(of: decision, when: scenario.targetOutcome),
        heldOut: scenario.heldOutOutcome[0].rows > 0
          ? try problem.meanUtility(of: decision, when: scenario.heldOutOutcome) : nil)
    }
    return try [level(.perfect, nil)]
      + problem.referenceDecisions(knowing: samples.outcome).map { try level($0.id, $0.decision) }
  }
}

extension Victim {
  /// Initial weights that no attack uses, the same for clean data, controls, every attack and
  /// budget.
  public func initialWeights(in scenario: Scenario, count: Int, seed: UInt64) -> [Weights] {
    (0..<count).map { index in
      var random = SeededGenerator(seed: seed, stream: "victim weights/\(index)")
      return predictor(in: scenario).initialWeights(using: &random)
    }
  }
}

extension AttackStart {
  /// Where a scenario's owner lets an attack start; what nobody says is drawn.
  init(in scenario: Scenario, observer: (@Sendable (Int, Double) -> Void)?) {
    self.init(
      perturbation: scenario.givenStart?.perturbation, labels: scenario.givenStart?.labels,
      weights: scenario.givenWeights, observer: observer)
  }
}

extension Record {
  /// The record of an experiment on a data set, with nothing found yet.
  fileprivate init(of item: KeyedExperiment, dataset: Digest) {
    let experiment = item.experiment
    self.init(
      key: item.key, options: item.options, domain: experiment.domain.id,
      attack: experiment.attack.map { $0.id },
      learner: experiment.attacked.map { $0.id }, seed: experiment.seed,
      budget: experiment.budget, dataset: dataset)
  }
}

/// Why an attack or what a victim reached is no result.
private struct Flaw: Error, CustomStringConvertible {
  let description: String

  /// Whether an error is one of numbers, which every run of the experiment meets.
  static func explains(_ error: any Error) -> Bool {
    error is Flaw || error is SolverError || error is LearnerRefusal
  }
}

extension Record.Evaluation {
  /// Why some of it is no result, and where; nil where all of it is one.
  ///
  /// On clean data a training that diverges is none.
  fileprivate var flaw: String? {
    let clean = [clean] + (sharedClean.map { [$0] } ?? [])
    let onClean = clean.lazy.compactMap { $0.divergence ?? $0.flaw }.first
    let onPoisoned = (poisoned + sharedPoisoned).lazy.compactMap(\.flaw).first
    return onClean.map { "trained on clean data, \($0)" }
      ?? onPoisoned.map { "trained on poisoned data, \($0)" }
  }

  /// How a training on poisoned data went that diverged; nil where none did.
  fileprivate var divergence: String? {
    (poisoned + sharedPoisoned).lazy.compactMap(\.divergence).first.map {
      "trained on poisoned data, \($0)"
    }
  }
}

extension Record {
  /// Whether a learner, as it is deployed, came to nothing.
  fileprivate func hasFailed(_ learner: any Learner) -> Bool {
    failures.contains { $0.victim == Victim(learner).id }
  }
}

extension Poison {
  /// Why it is no result, in a clause; nil where it is one.
  fileprivate var flaw: String? {
    for (name, values) in [
      ("adversary's loss", trace.adversaryLoss), ("training's loss", trace.trainingLoss),
      ("gradient's norm", trace.gradientNorm), ("update's norm", trace.step),
    ] {
      if let iteration = values.firstIndex(where: { !$0.isFinite }) {
        return "the \(name) is \(values[iteration]) in iteration \(iteration)"
      }
    }
    let entries = perturbation.values + (labels?.values ?? [])
    return entries.allSatisfy(\.isFinite) ? nil : "the perturbation is not finite"
  }
}
