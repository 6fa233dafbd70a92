public import Attacks
import Domains
public import Learning
import LinearAlgebra
import Reproducibility
public import Storage

/// What came out of an attack on a problem of one's own.
public struct CustomOutcome: Sendable {
  /// What was done.
  public let attack: CustomAttack
  /// What the attacker is assumed to know, to want and to touch.
  public let threat: ThreatModel
  /// The record of the attack, with what every victim reached.
  public let record: Record
  /// The records of the controls.
  public let controls: [Record]
  /// What decisions reach that know the labels, and one decision for all that knows no features.
  public let levels: [Record.Level]
  /// Why other learners than the attacked one could not be evaluated, a sentence each.
  public let failures: [LearnerID: String]
  /// The poison of a smaller budget that it went on from.
  public internal(set) var smaller: SmallerPoison?
  /// What the file says and the attack did without, a sentence each without a full stop.
  public internal(set) var remarks: [String] = []
  /// What can be believed of it.
  public private(set) var verdict = ProblemVerdict()

  /// The iterate that did best on further weights of the attacker's own; nil if none was evaluated
  /// again.
  public var best: Poison.Candidate? { poison.best }

  /// Whose loss the attack follows, in a few words: a learner of its own.
  public let surrogate: String

  let poison: Poison

  /// The poison as that of a smaller budget, for an attack with a larger one to go on from.
  public var smallerPoison: SmallerPoison {
    SmallerPoison(
      features: budget.features, perturbation: poison.perturbation, labels: poison.labels)
  }

  /// The gradient at the stored point, with its check.
  private let point: StoredPoint
  /// The weights that the attacked learner starts from, given or drawn.
  private var initial = Weights([])
  /// The attacked learner trained from the file's weights on clean and on poisoned data.
  private var decided: [(name: String, victim: DecidedVictim)] = []

  init(
    attack: CustomAttack, threat: ThreatModel, record: Record, controls: [Record],
    levels: [Record.Level], failures: [LearnerID: String], poison: Poison, point: StoredPoint
  ) {
    (self.attack, self.threat, self.record) = (attack, threat, record)
    (self.controls, self.levels, self.failures) = (controls, levels, failures)
    (self.poison, self.point) = (poison, point)
    let learner = attack.learner.init(training: Training(steps: 0, rate: 0))
    surrogate = attack.attack.surrogate(of: learner)
  }

  /// Answers the questions of the verdict about an attack in the problem's scenario.
  mutating func judge(in scenario: Scenario) {
    verdict.judgeTraining(losses: point.trainingLosses, reached: point.reached)
    verdict.judgeGradient(
      scenario.reach(of: point.features, labels: point.labels, within: budget),
      loss: point.adversaryLoss, steps: point.trainingLosses.count - 1,
      norms: record.trace?.gradientNorm ?? [])
    verdict.judgeCheck(
      (budget.features > 0 ? [record.certificate].compactMap(\.self) : [])
        + point.certificates.all, census: point.census)
    if !type(of: attack.attack).isControl {
      let isShared = attack.attack.initialWeights == .shared
      verdict.judgeControls(
        comparison(aimedAt) { isShared ? $0.sharedClean ?? $0.clean : $0.clean },
        others: isShared ? comparison(\.poisoned) { $0.clean } : nil)
    }
  }

  /// What the adversary counts under the attack and under each draw of the controls, in mean over
  /// the initial weights of some victims, beside clean ones.
  private func comparison(
    _ victims: (Record.Evaluation) -> [VictimUtility], clean: (Record.Evaluation) -> VictimUtility
  ) -> ProblemVerdict.Comparison? {
    func mean(_ utility: VictimUtility) -> Double? {
      let values = attack.attack.objective == .utility ? utility.targets : utility.distance
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    func draws(_ record: Record) -> [Double] {
      (record.evaluations[attackedVictim].map(victims) ?? []).compactMap(mean)
    }
    guard let poisoned = draws(record).first,
      let clean = record.evaluations[attackedVictim].flatMap({ mean(clean($0)) })
    else { return nil }
    let all = controls.map { control in
      (control.attack?.text.replacing("-", with: " ") ?? "a control", draws(control))
    }
    return ProblemVerdict.Comparison(poisoned, clean: clean, all)
  }

  /// Trains the attacked learner once more on clean and on poisoned data and keeps what it decides.
  mutating func decide(on study: CustomStudy, _ learner: any Learner) throws {
    let scenario = try study.scenario(for: learner)
    let pipeline = TapedPipeline(scenario.pipeline)
    let weights = study.problem.initialWeights(of: learner, seed: study.seed)
    initial = weights
    decided = try study.guarding(learner) {
      try [("clean", nil), ("poisoned", poison)].map { name, poison in
        let samples = try pipeline.samples(at: poison?.perturbation, labels: poison?.labels)
        return (
          name, try DecidedVictim(learner, in: scenario, trainedOn: samples, from: weights)
        )
      }
    }
  }

  private var budget: Budget { attack.budget }

  /// How near a goal is: the mean utility, or the largest move of an entry of a target's decision
  /// over half of the largest entry of the clean one.
  func progress(towards goal: BudgetGoal) -> Double {
    switch goal {
    case .utility:
      let draws = record.evaluations[attackedVictim].map(aimedAt) ?? []
      let values = draws.flatMap(\.targets)
      return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    case .flip(let target):
      guard decided.count == 2 else { return .nan }
      let (clean, poisoned) = (
        decided[0].victim.targets.decisions.row(target),
        decided[1].victim.targets.decisions.row(target)
      )
      let moved = zip(clean, poisoned).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
      let half = 0.5 * clean.reduce(0) { max($0, $1.magnitude) }
      return moved == 0 ? 0 : moved / half
    }
  }

  /// The same on clean data; nil where an attack is needed by definition.
  func cleanProgress(towards goal: BudgetGoal) -> Double? {
    guard case .utility = goal, let evaluation = record.evaluations[attackedVictim] else {
      return nil
    }
    let isShared = attack.attack.initialWeights == .shared
    let clean = isShared ? evaluation.sharedClean ?? evaluation.clean : evaluation.clean
    return clean.targets.isEmpty
      ? nil : clean.targets.reduce(0, +) / Double(clean.targets.count)
  }

  /// The victims that start from the weights that the attack is made for.
  private func aimedAt(_ evaluation: Record.Evaluation) -> [VictimUtility] {
    attack.attack.initialWeights == .shared && !evaluation.sharedPoisoned.isEmpty
      ? evaluation.sharedPoisoned : evaluation.poisoned
  }

  /// The victim that is the attacked learner.
  public var attackedVictim: VictimID { VictimID(attack.learner.name) }
}

extension CustomOutcome {
  /// The file of the attack, schema `poison/1` with what a problem of one's own adds.
  ///
  /// - Parameter title: what pages call the problem.
  /// - Returns: the contents.
  public func file(title: String) -> ArrayFile {
    var file = RecordFile.contents(of: record, poison: poison)
    file.rootAttributes["title"] = .string(title)
    file.rootAttributes["objective"] = .string(attack.attack.objective.rawValue)
    if let smaller { file.rootAttributes["continued_from"] = .double(smaller.features) }
    if record.trace != nil { file.rootAttributes["surrogate"] = .string(surrogate) }
    file.arrays["/meta_gradient/features"] = NamedArray(point.features)
    file.arrays["/meta_gradient/labels"] = NamedArray(point.labels)
    file.arrays["/meta_gradient/training_loss"] = NamedArray(point.trainingLosses)
    point.certificates.write(
      under: "/meta_gradient/certificate", labels: "/meta_gradient/label_certificate", to: &file)
    RecordFile.write(levels, to: &file)
    for control in controls { CustomOutcome.write(control, to: &file) }
    if let best = poison.best { CustomOutcome.write(best, to: &file) }
    for (name, part) in initial.named {
      file.arrays["/decided/initial/\(name)"] =
        name.hasPrefix("b") ? NamedArray(part.values) : NamedArray(part)
    }
    for (name, victim) in decided { victim.write(under: "/decided/\(name)", to: &file) }
    threat.write(to: &file)
    verdict.write(to: &file)
    return file
  }

  /// `/best/{features,labels,iteration,adversary_loss,last_adversary_loss}`: the iterate that did
  /// best on further weights of the attacker's own, beside the last one.
  private static func write(_ best: Poison.Candidate, to file: inout ArrayFile) {
    file.arrays["/best/features"] = NamedArray(best.perturbation)
    file.arrays["/best/labels"] = best.labels.map { NamedArray($0) }
    file.arrays["/best/iteration"] = NamedArray([Int64(best.iteration)], shape: [])
    file.arrays["/best/adversary_loss"] = NamedArray(best.loss)
    file.arrays["/best/last_adversary_loss"] = NamedArray(best.lastLoss)
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

extension ThreatModel {
  /// Attributes of `/threat`.
  func write(to file: inout ArrayFile) {
    file.attributes["/threat"] = Dictionary(
      uniqueKeysWithValues: parts.map { ($0.name, .string($0.text)) })
  }
}

extension ProblemVerdict {
  /// Attributes of `/verdict`: for every question its answer and, under `<question>_sentence`, the
  /// answer in words; and `exit_code`.
  func write(to file: inout ArrayFile) {
    var attributes: [String: AttributeValue] = ["exit_code": .integer(Int64(exitCode))]
    for finding in findings {
      attributes[finding.question.rawValue] = .string(finding.answer.rawValue)
      attributes["\(finding.question.rawValue)_sentence"] = .string(finding.sentence)
    }
    file.attributes["/verdict"] = attributes
  }
}
