public import Attacks
public import Learning
import LinearAlgebra
import Reproducibility
public import Storage

/// An attack on a problem of one's own, beside its controls and on all learners.
public struct ProblemAttack: Sendable {
  /// The attack.
  public var attack: any Attack
  /// Whom it is made for.
  public var learner: LearnerName
  /// How far it may go.
  public var budget: Budget
  /// What the adversary wants.
  public var objective: AdversaryObjective

  /// Initial weights that no attack uses, for every victim.
  public static let freshWeights = 5
  /// Draws of every control, the mean of which is compared.
  public static let draws = 3

  /// An attack of the given parts.
  public init(
    _ attack: any Attack, on learner: LearnerName, within budget: Budget,
    objective: AdversaryObjective
  ) {
    (self.attack, self.learner, self.budget) = (attack, learner, budget)
    self.objective = objective
  }

  /// What came out.
  public struct Outcome: Sendable {
    /// The record, with what every victim reached.
    public var record: Record
    /// Utilities under uniform noise and under random signs.
    public var controls: [Control]
    /// What decisions reach that know the labels, and one decision for all that knows no features.
    public var levels: [(name: String, utility: VictimUtility)]
    /// The record's file, schema `poison/1`, with the meta-gradient at the stored ε and the controls' utilities.
    public var file: ArrayFile
  }

  /// The utilities that a control's victims reach, a draw after the other.
  public struct Control: Sendable {
    /// The control's name.
    public var name: String
    /// From the given initial weights, by the victim's name.
    public var shared: [String: [VictimUtility]] = [:]
    /// From initial weights that no attack uses.
    public var fresh: [String: [VictimUtility]] = [:]
  }

  /// Clean victims → poison → fooled victims → controls.
  ///
  /// Where the training of another learner than the attacked one diverges, its utility is not a number.
  /// - Parameters:
  ///   - study: the problem.
  ///   - observer: told the number of updates made, and L_adv before the last one.
  /// - Returns: the record and its file.
  /// - Throws: where the problem does not provide for it, or a training fails.
  public func run(
    on study: ProblemStudy, observer: (@Sendable (Int, Double) -> Void)? = nil
  ) throws -> Outcome {
    try study.check(learner, objective: objective)
    let scenario = study.scenario
    let pipeline = RecordedPipeline(scenario.pipeline)
    let samples = try pipeline.samples(at: nil)
    let shared = [study.initialWeights]
    let fresh = (0..<ProblemAttack.freshWeights).map { index in
      var random = SeededGenerator(seed: study.seed, stream: "victim weights/\(index)")
      return scenario.predictor.initialWeights(using: &random)
    }
    let victims = LearnerName.allCases.filter { $0 != .simpleJoint || study.hasInterior }.map {
      (name: $0.rawValue, victim: Victim(study.learner($0), in: scenario, samples: samples))
    }
    var record = try record(of: study)
    for (name, victim) in victims {
      let utility = try victim.utility(trainedOn: samples, from: shared)
      if name == learner.rawValue, !utility.targets[0].isFinite {
        throw TrainingFailure.unboundedUtility(learner: name)
      }
      record.evaluations[name] = Record.Evaluation(
        clean: try victim.utility(trainedOn: samples, from: fresh), sharedClean: utility)
    }
    let poison = try poison(study, from: shared[0], observer: observer)
    let received = try pipeline.samples(at: poison.perturbation, labels: poison.labels)
    for (name, victim) in victims {
      record.evaluations[name]?.poisoned = [try victim.utility(trainedOn: received, from: fresh)]
      record.evaluations[name]?.sharedPoisoned = try victim.utility(
        trainedOn: received, from: shared)
    }
    if !poison.trace.adversaryLoss.isEmpty { record.trace = poison.trace }
    record.certificate = poison.certificate
    let controls = try controls(of: study) { poison, control in
      let received = try pipeline.samples(at: poison.perturbation, labels: poison.labels)
      for (name, victim) in victims {
        control.shared[name, default: []].append(
          try victim.utility(trainedOn: received, from: shared))
        control.fresh[name, default: []].append(
          try victim.utility(trainedOn: received, from: fresh))
      }
    }
    var file = RecordFile.contents(of: record, poison: poison)
    let gradient = try study.metaGradient(
      learner, objective: objective, at: poison.perturbation, labels: poison.labels)
    file.arrays["/meta_gradient/features"] = NamedArray(gradient.perturbation)
    for control in controls { control.write(to: &file) }
    let levels = try levels(of: scenario, samples)
    for (name, utility) in levels {
      file.arrays["/levels/\(name)/targets"] = NamedArray(utility.targets[0])
      file.arrays["/levels/\(name)/held_out"] = utility.heldOut.first.map { NamedArray($0) }
    }
    return Outcome(record: record, controls: controls, levels: levels, file: file)
  }

  private func poison(
    _ study: ProblemStudy, from weights: Weights, observer: (@Sendable (Int, Double) -> Void)?
  ) throws -> Poison {
    let start = AttackStart(
      perturbation: study.problem.perturbation.features,
      labels: study.problem.perturbation.labels, weights: weights, observer: observer)
    var random = SeededGenerator(
      seed: study.seed, stream: "attack/\(type(of: attack).name)/\(learner.rawValue)")
    let poison = try attack.poison(
      study.scenario, against: study.learner(learner), within: budget, from: start,
      using: &random)
    guard poison.perturbation.isFinite, poison.labels?.isFinite ?? true else {
      throw TrainingFailure.unboundedGradient(learner: learner.rawValue)
    }
    return poison
  }

  private func controls(
    of study: ProblemStudy, evaluate: (Poison, inout Control) throws -> Void
  ) throws -> [Control] {
    let attacks: [any Attack] = [UniformNoise(), RandomSigns()]
    return try attacks.map { attack in
      let name = type(of: attack).name
      var control = Control(name: name)
      for draw in 0..<ProblemAttack.draws {
        var random = SeededGenerator(seed: study.seed, stream: "control/\(name)/\(draw)")
        let poison = try attack.poison(
          study.scenario, against: study.learner(learner), within: budget, using: &random)
        try evaluate(poison, &control)
      }
      return control
    }
  }

  private func levels(
    of scenario: Scenario, _ samples: Samples
  ) throws -> [(name: String, utility: VictimUtility)] {
    let uninformed = try scenario.problem.uninformedDecision(knowing: samples.outcome)
    let hasHeldOut = scenario.heldOutOutcome[0].rows > 0
    return try [("perfect", nil), ("uninformed", uninformed)].map { name, decision in
      func utility(_ outcome: [Matrix]) throws -> Double {
        try scenario.problem.meanUtility(of: decision, when: outcome)
      }
      return (
        name,
        VictimUtility(
          targets: [try utility(scenario.targetOutcome)],
          heldOut: hasHeldOut ? [try utility(scenario.heldOutOutcome)] : [])
      )
    }
  }

  private func record(of study: ProblemStudy) throws -> Record {
    let options = JSONValue.object([
      "attack": try Experiment.describe(attack),
      "learner": try Experiment.describe(study.learner(learner)),
      "budget": try JSONValue(encoding: budget), "objective": .string(objective.rawValue),
      "fresh_weights": try JSONValue(encoding: ProblemAttack.freshWeights),
      "draws": try JSONValue(encoding: ProblemAttack.draws),
    ])
    let document = JSONValue.object([
      "format": try JSONValue(encoding: Record.formatVersion), "experiment": options,
      "seed": try JSONValue(encoding: study.seed),
      "sources": .array([.string(study.dataset.description)]),
    ])
    return Record(
      key: Digest(of: document.canonicalText), options: options.canonicalText,
      domain: "own-problem", attack: type(of: attack).name, learner: learner.rawValue,
      seed: study.seed, budget: budget.features, dataset: study.dataset, evaluations: [:],
      levels: [])
  }
}

extension ProblemAttack.Control {
  /// `/controls/<control>/<learner>/{shared,fresh}/{targets,held_out,distance}`: a row a draw, a column per initial weights.
  fileprivate func write(to file: inout ArrayFile) {
    for (kind, victims) in [("shared", shared), ("fresh", fresh)] {
      for (victim, draws) in victims {
        let sets: [(String, [[Double]])] = [
          ("targets", draws.map(\.targets)), ("held_out", draws.map(\.heldOut)),
          ("distance", draws.map(\.distance)),
        ]
        for (set, rows) in sets where rows.contains(where: { !$0.isEmpty }) {
          let matrix = Matrix(rows)
          file.arrays["/controls/\(name)/\(victim)/\(kind)/\(set)"] = NamedArray(matrix)
        }
      }
    }
  }
}
