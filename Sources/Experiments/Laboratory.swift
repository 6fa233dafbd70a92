public import Attacks
public import Domains
public import Learning
import LinearAlgebra
public import Reproducibility

/// Runs experiments; what it returns depends on the experiment and the sources alone.
public struct Laboratory: Sendable {
  /// The files that domains read.
  public let sources: SourceData

  /// A laboratory with the given sources.
  public init(sources: SourceData) { self.sources = sources }

  /// What an experiment yields: the record, and the poison where there is one.
  public struct Result: Sendable {
    /// The record.
    public var record: Record
    /// The poison of an attack; controls are regenerated from their seed.
    public var poison: Poison?
  }

  /// The scenario of a domain and seed, with its clean samples.
  public func scenario(of domain: any Domain, seed: UInt64) throws -> Scenario {
    try domain.scenario(from: sources, seed: seed)
  }

  /// Scenario → clean victims → poison → fooled victims → record.
  ///
  /// - Parameters:
  ///   - experiment: the cell.
  ///   - clean: the record of the same cell untreated, where it was run before; nil for an untreated cell.
  ///   - dataset: the digest of the cell's data set.
  ///   - known: the cell's poison, where it was made before for victims of another kind.
  /// - Returns: the record, and the poison of an attack; a cell of unusual victims leaves poison and trace to the one of usual ones.
  /// - Throws: a solver's or a domain's error.
  public func run(
    _ experiment: Experiment, clean: Record?, dataset: Digest, poison known: Poison? = nil
  ) throws -> Result {
    let scenario = try scenario(of: experiment.domain, seed: experiment.seed)
    var record = Record(
      key: try experiment.key(sources: SourceDigests(of: sources)),
      options: try experiment.options().canonicalText, domain: type(of: experiment.domain).name,
      attack: experiment.attackName, learner: experiment.attackedName, seed: experiment.seed,
      budget: experiment.budget.features, dataset: dataset, evaluations: [:], levels: [])
    var result = Result(record: record)
    // An attack is over before anything is made for its victims, and draws are made one at a time: all of them take memory.
    let made = try poison(of: experiment, in: scenario, known: known)
    if experiment.victimKind == .usual {
      (record.trace, record.certificate) = (made?.poison.trace, made?.poison.certificate)
      result.poison = made?.poison
    }
    let pipeline = RecordedPipeline(scenario.pipeline)
    let samples = try pipeline.samples(at: nil)
    // What victims are trained on.
    var received: [() throws -> Samples] = []
    switch experiment.treatment {
    case .none:
      record.levels = try levels(of: scenario, samples)
    case .control(let attack, let draws):
      received = (0..<draws).map { draw in
        {
          var random = SeededGenerator(
            seed: experiment.seed, stream: "control/\(experiment.attackName)/\(draw)")
          let poison = try attack.poison(
            scenario, against: experiment.victims[0], within: experiment.budget, using: &random)
          return try pipeline.samples(at: poison.perturbation, labels: poison.labels)
        }
      }
    case .attack:
      let poisoned = try pipeline.samples(
        at: made?.poison.perturbation, labels: made?.poison.labels)
      received = [{ poisoned }]
    }
    for learner in experiment.victims {
      let name = type(of: learner).name
      record.evaluations[name] = try evaluation(
        of: experiment.victimKind.learner(learner), in: experiment,
        experiment.victimKind.scenario(scenario), clean: samples, received: received,
        shared: made?.shared,
        known: clean?.evaluations[name]?.clean)
    }
    result.record = record
    return result
  }

  /// The poison of an attack, and the weights that victims may share with it; nil for a cell without an attack.
  private func poison(of experiment: Experiment, in scenario: Scenario, known: Poison?) throws -> (
    poison: Poison, shared: Weights?
  )? {
    guard case .attack(let attack, let learner) = experiment.treatment else { return nil }
    // The stream does not depend on the budget: budgets are compared on common random numbers.
    var stream = "attack/\(experiment.attackName)/\(experiment.attackedName)"
    if experiment.repetition > 0 { stream += "/\(experiment.repetition)" }
    let random = SeededGenerator(seed: experiment.seed, stream: stream)
    var draws = random
    let poison =
      try known
      ?? attack.poison(scenario, against: learner, within: experiment.budget, using: &draws)
    return (poison, attack.sharedWeights(scenario, against: learner, using: random))
  }

  /// What one learner reaches on clean and on treated samples; `known` is what it reaches on clean ones, if that is known.
  private func evaluation(
    of learner: any Learner, in experiment: Experiment, _ scenario: Scenario,
    clean samples: Samples, received: [() throws -> Samples], shared: Weights?,
    known: VictimUtility?
  ) throws -> Record.Evaluation {
    let isUntreated = if case .none = experiment.treatment { true } else { false }
    let victim = Victim(learner, in: scenario, samples: samples, measuresTraining: isUntreated)
    let fresh = freshWeights(of: learner, in: experiment, scenario)
    var utility = try known ?? victim.utility(trainedOn: samples, from: fresh)
    // Utility in training is that of clean records alone.
    if !isUntreated { utility.training = [] }
    var evaluation = Record.Evaluation(clean: utility)
    evaluation.poisoned = try received.map { try victim.utility(trainedOn: $0(), from: fresh) }
    // Weights can only be shared by networks of the same shape.
    if let shared, shared.fits(learner.predictor(in: scenario)), let poisoned = received.first {
      evaluation.sharedPoisoned = try victim.utility(trainedOn: poisoned(), from: [shared])
      evaluation.sharedClean = try victim.utility(trainedOn: samples, from: [shared])
    }
    return evaluation
  }

  /// Initial weights of victims, the same for clean data, controls, every attack and budget.
  private func freshWeights(
    of learner: any Learner, in experiment: Experiment, _ scenario: Scenario
  ) -> [Weights] {
    (0..<experiment.freshWeights).map { index in
      var random = SeededGenerator(seed: experiment.seed, stream: "victim weights/\(index)")
      return learner.predictor(in: scenario).initialWeights(using: &random)
    }
  }

  /// The utility of deciding with the true outcomes, and of decisions that use no features.
  private func levels(of scenario: Scenario, _ samples: Samples) throws -> [Record.Level] {
    let problem = scenario.problem
    func utility(of decision: Matrix?, at outcome: [Matrix]) throws -> Double {
      try problem.meanUtility(of: decision, when: outcome)
    }
    func level(_ name: String, _ decision: Matrix?) throws -> Record.Level {
      Record.Level(
        name: name, targets: try utility(of: decision, at: scenario.targetOutcome),
        heldOut: try utility(of: decision, at: scenario.heldOutOutcome))
    }
    var levels = [
      try level("perfect", nil),
      try level("uninformed", problem.uninformedDecision(knowing: samples.outcome)),
    ]
    if let markowitz = problem as? MarkowitzProblem {
      levels.append(try level("static", markowitz.staticDecision(knowing: samples.outcome)))
    }
    return levels
  }
}
