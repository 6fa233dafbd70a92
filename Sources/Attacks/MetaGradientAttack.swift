import Differentiation
public import Learning
import LinearAlgebra
public import Reproducibility

/// The paper's Algorithm 1: projected gradient descent on the meta-gradient, retraining in every
/// iteration.
///
/// Every iteration draws `rounds` fresh initial weights (or uses the same ones, if shared), trains
/// on the poisoned data, keeps the training of least final loss, pulls ∂L_adv back through it,
/// steps and projects. The last iterate is the poison: the best of noisy iterates would be a biased
/// number.
public struct MetaGradientAttack: OfferedAttack {
  /// The name in records and on pages.
  public static let name = "meta-gradient"
  /// What pages call it.
  public static let label = "Algorithm 1"
  /// What it does, in a sentence.
  public static let summary =
    "Differentiates through the whole training of one model, anew in every iteration."
  /// What it follows.
  public static let references = [
    Reference.kinsey2023, Reference.munozGonzalez2017, Reference.pearlmutter1994,
  ]
  /// Every iteration goes back through a whole training.
  public static let sweepsWholeTraining = true

  /// nIter.
  public var iterations: Int
  /// How ε moves.
  @StepRuleOption public var rule: any StepRule
  /// How far: a share of B for rules that are scale-free, else the factor of the gradient.
  public var stepSize: Double
  /// nRound.
  public var rounds: Int
  /// Whether the attack's initial weights change.
  public var initialWeights: InitialWeights
  /// What the adversary wants.
  public var objective: AdversaryObjective
  /// Stops when L_adv has not fallen below its lowest value for so many iterations; nil for never.
  ///
  /// Under fresh initial weights L_adv is noisy, and a short patience stops by chance.
  public var patience: Int?
  /// How many seeded entries of the first meta-gradient are checked by replay.
  public var checkedEntries: Int
  /// Whether the first meta-gradient is computed once more with frozen factors, for comparison.
  public var comparesFrozenFactors: Bool
  /// Whether second derivatives through decisions are exact; an attack with frozen ones is an
  /// ablation.
  public var factors: FactorRule

  /// Algorithm 1 with the given options.
  public init(
    iterations: Int = 40, rule: some StepRule, stepSize: Double, rounds: Int = 1,
    initialWeights: InitialWeights = .fresh, objective: AdversaryObjective = .utility,
    patience: Int? = nil, checkedEntries: Int = 4, comparesFrozenFactors: Bool = false,
    factors: FactorRule = .exact
  ) {
    precondition(iterations >= 0 && rounds >= 1, "\(iterations) iterations, \(rounds) rounds")
    (self.iterations, self.stepSize, self.rounds) = (iterations, stepSize, rounds)
    self.rule = rule
    (self.initialWeights, self.objective) = (initialWeights, objective)
    (self.patience, self.checkedEntries) = (patience, checkedEntries)
    (self.comparesFrozenFactors, self.factors) = (comparesFrozenFactors, factors)
  }

  /// A perturbation within the budget.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    var weights = WeightSource(
      initialWeights, scenario, against: learner, from: start, using: random)
    var entries = random.substream("certificate")
    return try descend(
      scenario, against: learner, within: budget,
      from: start.perturbations(scenario, budget, using: random), entries: &entries,
      observer: start.observer
    ) { _, _ in weights.next() }
  }

  /// The iterations, from a given start and with given initial weights of each iteration and round.
  func descend(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: (ε: Matrix, α: Matrix?), entries random: inout SeededGenerator,
    observer: (@Sendable (Int, Double) -> Void)? = nil,
    initial: (_ iteration: Int, _ round: Int) -> Weights
  ) throws -> Poison {
    let metaGradient = try MetaGradient(
      scenario, against: learner, objective: objective, factors: factors)
    var poison = Poison(perturbation: start.ε, labels: start.α)
    var descent = Descent(by: rule, from: start, in: scenario, within: budget)
    var (lowest, since) = (Double.infinity, 0)
    for iteration in 0..<iterations {
      let candidates = (0..<rounds).map { initial(iteration, $0) }
      let (value, round, margin) = try metaGradient.value(
        at: poison.perturbation, labels: poison.labels, from: candidates)
      if iteration == 0, checkedEntries > 0 {
        poison.certificate = try metaGradient.certificate(
          of: value, at: poison.perturbation, labels: poison.labels, from: candidates[round],
          entries: checkedEntries, budget: budget.features, using: &random)
        if comparesFrozenFactors {
          let frozen = try MetaGradient(
            scenario, against: learner, objective: objective, factors: .frozen
          ).value(at: poison.perturbation, labels: poison.labels, from: [candidates[round]]).value
          poison.certificate?.frozen = Poison.FrozenComparison(
            of: frozen.perturbation, with: value.perturbation)
        }
      }
      let next = descent.next(along: value.perturbation, labels: value.labels, size: stepSize)
      poison.trace.note(
        adversaryLoss: value.adversaryLoss, trainingLoss: value.trainingLosses.last ?? 0,
        gradient: value.perturbation, update: next.perturbation - poison.perturbation,
        sweep: value.backwardNorms, margin: margin)
      poison.trace.census.add(value.census)
      (lowest, since) =
        value.adversaryLoss < lowest ? (value.adversaryLoss, 0) : (lowest, since + 1)
      if let patience, since >= patience { break }
      descent.move(to: next)
      (poison.perturbation, poison.labels) = next
      observer?(iteration + 1, value.adversaryLoss)
    }
    return poison
  }
}

extension MetaGradientAttack {
  /// Its iterations.
  public var iterationCount: Int { iterations }

  /// A training, its sweep and their checks count as five trainings.
  public func cost(inTrainingsOf learner: any Learner) -> Double { 5 * Double(iterations * rounds) }

  /// The step rule with its size.
  public var phrase: String { "\(label), \(rule.phrase(size: stepSize))" + sharedWeightsPhrase }

  /// What its step is called among the settings.
  public static let stepSetting = "Step"

  /// Step, length, restarts and initial weights; objective, patience and factors where they are
  /// special.
  public var settings: [Setting] {
    let open = "left open by the paper"
    var settings = [
      Setting(
        MetaGradientAttack.stepSetting, rule.phrase(size: stepSize),
        origin: rule is PlainStep ? "plain steps as in the paper, size left open" : "ours"),
      Setting("Iterations", "\(iterations)", origin: open),
      Setting("Restarts", "\(rounds)", origin: open),
      initialWeights.setting(origin: "Algorithm 1 draws them in every iteration"),
      Setting("Entries checked", "\(checkedEntries)", origin: "ours"),
    ]
    settings += objective.settings
    if let patience { settings.append(Setting("Patience", "\(patience) iterations")) }
    if factors == .frozen { settings.append(Setting("Second derivatives", "frozen factors")) }
    return settings
  }

  /// Algorithm 1 as asked for: sign steps of a tenth of the budget unless something else is said.
  ///
  /// With shared initial weights all trainings of an iteration are the same, and one is made.
  public static func make(
    _ request: AttackRequest
  ) throws(AttackRequestError) -> MetaGradientAttack {
    let (rule, size) = try request.step(default: SignStep())
    return MetaGradientAttack(
      iterations: request.iterations, rule: rule, stepSize: size,
      rounds: request.initialWeights == .fresh ? request.rounds : 1,
      initialWeights: request.initialWeights, objective: request.objective)
  }
}

extension Poison.Trace {
  /// Adds an iteration: both losses, the gradient by ε, the update made, the norms of the sweep,
  /// and by how much the best restart won.
  mutating func note(
    adversaryLoss: Double, trainingLoss: Double, gradient: Matrix, update: Matrix,
    sweep norms: [Double], margin: Double = 0
  ) {
    self.adversaryLoss.append(adversaryLoss)
    self.trainingLoss.append(trainingLoss)
    gradientNorm.append(gradient.norm)
    step.append(update.norm)
    roundMargin.append(margin)
    backwardSmallest.append(norms.contains(where: \.isNaN) ? .nan : norms.min() ?? 0)
    backwardLargest.append(norms.largestOrNaN)
    if firstSweep.isEmpty { firstSweep = norms }
    lastSweep = norms
  }
}
