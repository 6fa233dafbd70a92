import Differentiation
public import Learning
import LinearAlgebra
public import Reproducibility

/// MetaPoison: a poison made against an ensemble of models at staggered ages, through few unrolled
/// training steps (paper §5.1).
///
/// M models are trained on clean data up to ages spread evenly over T. In every craft step each of
/// them is unrolled for K steps on the poisoned data, L_adv after them is pulled back to ε and
/// averaged over the models; the models advance by one full-batch step, those of age T start anew;
/// ε makes an Adam step and is projected. Whatever the learner's step rule is, the models make
/// plain full-batch steps of its rate.
public struct MetaPoison: OfferedAttack {
  /// The name in records and on pages.
  public static let name = "metapoison"
  /// What pages call it.
  public static let label = "MetaPoison"
  /// What it does, in a sentence.
  public static let summary = "Differentiates few training steps of many models at staggered ages."
  /// What it follows.
  public static let references = [
    Reference.kinsey2023, Reference.huang2020, Reference.kingmaBa2015,
  ]
  /// Labels are left alone.
  public static let perturbsLabels = false

  /// On what the models advance while the poison is made.
  public enum Advance: String, Sendable, Hashable, Encodable {
    /// On clean data: poisons do not accumulate in the models.
    case clean
    /// On the poisoned data as they are.
    case poisoned
  }

  /// The number M of models.
  public var models: Int
  /// The number of craft steps.
  public var craftSteps: Int
  /// The number K of unrolled training steps.
  public var unrolledSteps: Int
  /// Whether L_adv is averaged over all unrolled steps, instead of that after the last.
  public var averagesSteps: Bool
  /// How many of the unrolled steps, from the first on, are differentiated by ε; the others see
  /// the poisoned data as constants.
  public var perturbedSteps: Int
  /// On what the models advance.
  public var advance: Advance
  /// The Adam rate as a multiple of B.
  public var rate: Double
  /// Whether the rate is divided by 10 after a third and after two thirds of the craft steps.
  public var decays: Bool
  /// Whether models of age T start anew.
  public var restarts: Bool
  /// Whether models start from fresh weights or all from the same ones.
  public var initialWeights: InitialWeights
  /// What the adversary wants.
  public var objective: AdversaryObjective
  /// How many seeded entries of the first gradient are checked by replay.
  public var checkedEntries: Int

  /// MetaPoison with the given options.
  public init(
    models: Int, craftSteps: Int, unrolledSteps: Int = 2, averagesSteps: Bool, perturbedSteps: Int,
    advance: Advance, rate: Double, decays: Bool, restarts: Bool = true,
    initialWeights: InitialWeights = .fresh, objective: AdversaryObjective = .utility,
    checkedEntries: Int = 4
  ) {
    precondition(
      models >= 1 && craftSteps >= 0 && unrolledSteps >= 1
        && (1...unrolledSteps).contains(perturbedSteps),
      "\(models) models, \(craftSteps) craft steps, \(perturbedSteps) of \(unrolledSteps) perturbed"
    )
    (self.models, self.craftSteps, self.unrolledSteps) = (models, craftSteps, unrolledSteps)
    (self.averagesSteps, self.perturbedSteps) = (averagesSteps, perturbedSteps)
    (self.advance, self.rate, self.decays, self.restarts) = (advance, rate, decays, restarts)
    (self.initialWeights, self.objective) = (initialWeights, objective)
    self.checkedEntries = checkedEntries
  }

  /// The defaults of the method's public code: clean models, a rate of 25·B that decays, L_adv
  /// averaged over two steps, ε in the first.
  public static func published(models: Int, craftSteps: Int = 60) -> MetaPoison {
    MetaPoison(
      models: models, craftSteps: craftSteps, averagesSteps: true, perturbedSteps: 1,
      advance: .clean, rate: 25, decays: true)
  }

  /// A stronger variant: poisoned models, a steady rate of B/8, L_adv after the second step, ε in
  /// both.
  public static func strong(models: Int, craftSteps: Int = 60) -> MetaPoison {
    MetaPoison(
      models: models, craftSteps: craftSteps, averagesSteps: false, perturbedSteps: 2,
      advance: .poisoned, rate: 0.125, decays: false)
  }

  /// A perturbation within the budget; labels are left alone.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    var source = WeightSource(
      initialWeights, scenario, against: learner, from: start, using: random)
    let ensemble = try Ensemble(scenario, against: learner, attack: self) { source.next() }
    var entries = random.substream("certificate")
    var features = budget
    features.labels = 0
    return try craft(
      ensemble, in: scenario, within: features,
      from: start.perturbations(scenario, features, using: random).ε, entries: &entries,
      observer: start.observer)
  }

  /// The craft steps.
  func craft(
    _ ensemble: Ensemble, in scenario: Scenario, within budget: Budget, from start: Matrix,
    entries random: inout SeededGenerator, observer: (@Sendable (Int, Double) -> Void)? = nil
  ) throws -> Poison {
    var poison = Poison(perturbation: start)
    var descent = Descent(by: AdamStep(), from: (start, nil), in: scenario, within: budget)
    let shape = scenario.pipeline.labelShape
    let noLabels = Matrix(rows: shape.rows, columns: shape.columns)
    for step in 0..<craftSteps {
      let ε = poison.perturbation
      let value = try ensemble.value(at: ε)
      if step == 0, checkedEntries > 0 {
        let indices = CheckedEntries.indices(
          of: value.perturbation, count: checkedEntries, using: &random)
        poison.certificate = try ensemble.certificate(
          at: ε, of: value, entries: indices, limit: budget.features)
      }
      try ensemble.advance(on: ε)
      let next = descent.next(
        along: value.perturbation, labels: noLabels, size: (decays ? decay(at: step) : 1) * rate)
      poison.trace.note(
        adversaryLoss: value.adversaryLoss, trainingLoss: value.trainingLoss,
        gradient: value.perturbation, update: next.perturbation - ε, sweep: value.backwardNorms)
      descent.move(to: next)
      poison.perturbation = next.perturbation
      observer?(step + 1, value.adversaryLoss)
    }
    poison.trace.census = ensemble.census
    return poison
  }

  /// 1, 1/10 after a third of the steps, 1/100 after two thirds.
  private func decay(at step: Int) -> Double {
    3 * step >= 2 * craftSteps ? 0.01 : 3 * step >= craftSteps ? 0.1 : 1
  }
}

extension MetaPoison {
  /// Its craft steps.
  public var iterationCount: Int { craftSteps }

  /// An unrolled step, its sweep and their checks count as five training steps.
  public func cost(inTrainingsOf learner: any Learner) -> Double {
    let share = Double(models * unrolledSteps) / Double(learner.training.steps)
    return 5 * Double(craftSteps) * share
  }

  /// Its ensemble.
  public func surrogate(of learner: any Learner) -> String {
    "its own ensemble of \(English.counted(models, "\(learner.phrase) learner")) at several ages"
  }

  /// The variant, and whether its initial weights are shared.
  public var phrase: String {
    (advance == .clean ? "\(label) as published" : "\(label), strong variant") + sharedWeightsPhrase
  }

  /// What the setting of the step's size is called.
  public static let rateSetting = "Adam rate"

  /// Models, unrolled steps, loss, advance, rate and initial weights.
  public var settings: [Setting] {
    let (open, code) = ("left open by the paper", "as in MetaPoison’s public code")
    return [
      Setting(
        "Models", "\(models) at ages spread evenly over the training",
        origin: "an ensemble at several ages in the paper, number left open"),
      Setting("Craft steps", "\(craftSteps)", origin: open),
      Setting(
        "Unrolled steps", "\(unrolledSteps), ε differentiated in \(perturbedSteps)",
        origin: "2 steps in the paper; the rest \(code)"),
      Setting("Loss", averagesSteps ? "mean over steps" : "after the last step", origin: code),
      Setting(
        "Models advance on",
        (advance == .clean ? "clean data" : "poisoned data")
          + (restarts ? ", from new weights after a whole training" : ""), origin: code),
      Setting(
        MetaPoison.rateSetting,
        "\(NumberFormat.chosen(rate))·B\(decays ? ", ÷ 10 after each third" : "")",
        origin: code),
      initialWeights.setting(origin: open),
      Setting("Entries checked", "\(checkedEntries)", origin: "ours"),
    ] + objective.settings
  }

  /// The strong variant as asked for: it steps by Adam, and leaves labels alone.
  public static func make(_ request: AttackRequest) throws(AttackRequestError) -> MetaPoison {
    let (rule, rate) = try request.step(default: AdamStep())
    guard rule is AdamStep else { throw .fixedRule(attack: name, rule: AdamStep.name) }
    guard request.budget.labels == 0 else { throw .leavesLabelsAlone(attack: name) }
    var attack = MetaPoison.strong(models: request.models, craftSteps: request.iterations)
    (attack.rate, attack.initialWeights) = (rate, request.initialWeights)
    attack.objective = request.objective
    return attack
  }
}
