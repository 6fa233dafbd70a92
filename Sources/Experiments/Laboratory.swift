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
  /// - Returns: the record, and the poison of an attack.
  /// - Throws: a solver's or a domain's error.
  public func run(_ experiment: Experiment, clean: Record?, dataset: Digest) throws -> Result {
    let scenario = try scenario(of: experiment.domain, seed: experiment.seed)
    let pipeline = RecordedPipeline(scenario.pipeline)
    let samples = try pipeline.samples(at: nil)
    let isUntreated = if case .none = experiment.treatment { true } else { false }
    let victims = experiment.victims.map { learner in
      (
        name: type(of: learner).name, learner: learner,
        victim: Victim(learner, in: scenario, samples: samples, measuresTraining: isUntreated),
        fresh: freshWeights(of: learner, in: experiment, scenario)
      )
    }
    var record = Record(
      key: try experiment.key(sources: SourceDigests(of: sources)),
      options: try experiment.options().canonicalText, domain: type(of: experiment.domain).name,
      attack: experiment.attackName, learner: experiment.attackedName, seed: experiment.seed,
      budget: experiment.budget.features, dataset: dataset, evaluations: [:], levels: [])
    for (name, _, victim, fresh) in victims {
      var utility =
        try clean?.evaluations[name]?.clean ?? victim.utility(trainedOn: samples, from: fresh)
      // Utility in training is that of clean records alone.
      if !isUntreated { utility.training = [] }
      record.evaluations[name] = Record.Evaluation(clean: utility)
    }
    switch experiment.treatment {
    case .none:
      record.levels = try levels(of: scenario, samples)
      return Result(record: record)
    case .control(let attack, let draws):
      for draw in 0..<draws {
        var random = SeededGenerator(
          seed: experiment.seed, stream: "control/\(experiment.attackName)/\(draw)")
        let poison = try attack.poison(
          scenario, against: experiment.victims[0], within: experiment.budget, using: &random)
        let received = try pipeline.samples(at: poison.perturbation, labels: poison.labels)
        for (name, _, victim, fresh) in victims {
          record.evaluations[name]?.poisoned.append(
            try victim.utility(trainedOn: received, from: fresh))
        }
      }
      return Result(record: record)
    case .attack(let attack, let learner):
      // The stream does not depend on the budget: budgets are compared on common random numbers.
      let stream = "attack/\(experiment.attackName)/\(experiment.attackedName)"
      var random = SeededGenerator(seed: experiment.seed, stream: stream)
      let poison = try attack.poison(
        scenario, against: learner, within: experiment.budget, using: &random)
      let received = try pipeline.samples(at: poison.perturbation, labels: poison.labels)
      let shared = attack.sharedWeights(
        scenario, against: learner,
        using: SeededGenerator(seed: experiment.seed, stream: stream))
      for (name, victimLearner, victim, fresh) in victims {
        record.evaluations[name]?.poisoned = [
          try victim.utility(trainedOn: received, from: fresh)
        ]
        // Weights can only be shared by networks of the same shape.
        guard let shared, shared.fits(victimLearner.predictor(in: scenario)) else { continue }
        record.evaluations[name]?.sharedPoisoned = try victim.utility(
          trainedOn: received, from: [shared])
        record.evaluations[name]?.sharedClean = try victim.utility(
          trainedOn: samples, from: [shared])
      }
      record.trace = poison.trace
      record.certificate = poison.certificate
      return Result(record: record, poison: poison)
    }
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
