public import Attacks
public import Learning
import LinearAlgebra
import Reproducibility
public import Storage

/// An attack on a problem of one's own, beside its controls and on all learners: three or four
/// experiments of the laboratory that makes the report.
public struct CustomAttack: Sendable {
  /// The attack.
  public var attack: any Attack
  /// Whom it is made for.
  public var learner: any Learner.Type
  /// How far it may go.
  public var budget: Budget

  /// Initial weights that no attack uses, for every victim.
  public static let freshWeights = 5
  /// Draws of every control, the mean of which is compared.
  public static let draws = 3

  /// An attack of the given parts.
  public init(_ attack: any Attack, on learner: any Learner.Type, within budget: Budget) {
    (self.attack, self.learner, self.budget) = (attack, learner, budget)
  }

  /// What came out.
  public struct Outcome: Sendable {
    /// The record of the attack, with what every victim reached.
    public var record: Record
    /// The records of the controls.
    public var controls: [Record]
    /// What decisions reach that know the labels, and one decision for all that knows no features.
    public var levels: [Record.Level]
    /// The file of the attack, schema `poison/1`, with the meta-gradient at the stored ε and the
    /// controls' utilities.
    public var file: ArrayFile
  }

  /// Clean victims → poison → fooled victims → controls.
  ///
  /// Where the training of another learner than the attacked one diverges, its utility is not a
  /// number.
  /// - Parameters:
  ///   - study: the problem.
  ///   - observer: told the number of updates made, and L_adv before the last one.
  /// - Returns: the records and the file.
  /// - Throws: where the problem does not provide for it, or a training fails.
  public func run(
    on study: CustomStudy, observer: (@Sendable (Int, Double) -> Void)? = nil
  ) throws -> Outcome {
    try study.check(learner, objective: attack.objective)
    var experiment = Experiment(
      domain: study.domain, seed: study.seed, victims: study.learners.map { Victim($0) },
      freshWeights: CustomAttack.freshWeights)
    let clean = try run(experiment, on: study, clean: nil).record
    let attacked = VictimID(learner.name)
    guard clean.evaluations[attacked]?.sharedClean?.targets.allSatisfy(\.isFinite) ?? false else {
      throw TrainingFailure.unboundedUtility(learner: learner.id)
    }
    experiment.budget = budget
    experiment.treatment = .attack(attack, on: study.learner(learner))
    let result = try run(experiment, on: study, clean: clean, observer: observer)
    var record = result.record
    guard let poison = result.poison, poison.perturbation.isFinite,
      poison.labels?.isFinite ?? true
    else { throw TrainingFailure.unboundedGradient(learner: learner.id) }
    if poison.trace.adversaryLoss.isEmpty { record.trace = nil }
    var controls: [Record] = []
    for control in AttackCatalog.all where control.isControl {
      let made: any Attack = try control.make(AttackRequest(within: budget))
      experiment.treatment = .control(made, draws: CustomAttack.draws)
      controls.append(try run(experiment, on: study, clean: clean).record)
    }
    var file = RecordFile.contents(of: record, poison: poison)
    let gradient = try study.metaGradient(
      study.learner(learner), objective: attack.objective, at: poison.perturbation,
      labels: poison.labels)
    file.arrays["/meta_gradient/features"] = NamedArray(gradient.perturbation)
    for control in controls { CustomAttack.write(control, to: &file) }
    for level in clean.levels {
      file.arrays["/levels/\(level.id)/targets"] = NamedArray(level.targets)
      file.arrays["/levels/\(level.id)/held_out"] = level.heldOut.map { NamedArray($0) }
    }
    return Outcome(record: record, controls: controls, levels: clean.levels, file: file)
  }

  private func run(
    _ experiment: Experiment, on study: CustomStudy, clean: Record?,
    observer: (@Sendable (Int, Double) -> Void)? = nil
  ) throws -> Laboratory.Result {
    let laboratory = study.laboratory
    let item = try KeyedExperiment(experiment, sources: laboratory.sources)
    return try laboratory.run(
      item, clean: clean, dataset: study.dataset, observer: observer)
  }

  /// `/controls/<control>/<learner>/{shared,fresh}/{targets,held_out,distance}`: one row per draw,
  /// one column per initial weights.
  private static func write(_ control: Record, to file: inout ArrayFile) {
    for (victim, evaluation) in control.evaluations {
      for (kind, draws) in [
        ("shared", evaluation.sharedPoisoned), ("fresh", evaluation.poisoned),
      ] {
        for (set, values) in RecordFile.sets {
          let rows = draws.map { $0[keyPath: values] }
          guard rows.contains(where: { !$0.isEmpty }) else { continue }
          let path = "/controls/\(control.attack?.text ?? "")/\(victim)/\(kind)/\(set)"
          file.arrays[path] = NamedArray(Matrix(rows))
        }
      }
    }
  }
}
