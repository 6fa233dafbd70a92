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
  /// On how many fresh draws of weights the few iterates of lowest L_adv are evaluated again beside
  /// the last one, which remains the poison; nil for none.
  public var reevaluations: Int?

  /// Algorithm 1 with the given options.
  public init(
    iterations: Int = 40, rule: some StepRule, stepSize: Double, rounds: Int = 1,
    initialWeights: InitialWeights = .fresh, objective: AdversaryObjective = .utility,
    patience: Int? = nil, checkedEntries: Int = 4, comparesFrozenFactors: Bool = false,
    factors: FactorRule = .exact, reevaluations: Int? = nil
  ) {
    precondition(iterations >= 0 && rounds >= 1, "\(iterations) iterations, \(rounds) rounds")
    (self.iterations, self.stepSize, self.rounds) = (iterations, stepSize, rounds)
    self.rule = rule
    (self.initialWeights, self.objective) = (initialWeights, objective)
    (self.patience, self.checkedEntries) = (patience, checkedEntries)
    (self.comparesFrozenFactors, self.factors) = (comparesFrozenFactors, factors)
    self.reevaluations = reevaluations
  }

  /// A perturbation within the budget.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    let metaGradient = try MetaGradient(
      scenario, against: learner, objective: objective, factors: factors)
    var run = try AttackRun(
      of: self, by: rule, trainings: rounds, in: scenario, against: learner, within: budget,
      from: start, using: random)
    while run.iteration < iterations {
      let candidates = (0..<rounds).map { _ in run.weights.next() }
      let (ε, α) = run.descent.iterate
      let (value, round, margin) = try metaGradient.value(at: ε, labels: α, from: candidates)
      if run.iteration == 0, checkedEntries > 0 {
        run.poison.certificate = try metaGradient.certificate(
          of: value, at: ε, labels: α, from: candidates[round], entries: checkedEntries,
          budget: budget.features, using: &run.entries)
        if comparesFrozenFactors {
          let frozen = try MetaGradient(
            scenario, against: learner, objective: objective, factors: .frozen
          ).value(at: ε, labels: α, from: [candidates[round]]).value
          run.poison.certificate?.frozen = Poison.FrozenComparison(
            of: frozen.perturbation, with: value.perturbation)
        }
      }
      let next = run.descent.next(along: value.perturbation, labels: value.labels, size: stepSize)
      run.poison.trace.note(
        adversaryLoss: value.adversaryLoss, trainingLoss: value.trainingLosses.last ?? 0,
        gradient: value.perturbation, update: next.perturbation - ε, sweep: value.backwardNorms,
        margin: margin)
      run.poison.trace.census.add(value.census)
      run.note(loss: value.adversaryLoss)
      if run.isStuck(after: patience) { break }
      run.move(to: next, loss: value.adversaryLoss, telling: start)
    }
    return try run.finished(
      reevaluating: WeightSource.reevaluation(
        reevaluations, initialWeights, scenario, against: learner, from: start, using: random)
    ) { try metaGradient.freeLoss() }
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
    return settings + BestIterates.settings(reevaluations)
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
      initialWeights: request.initialWeights, objective: request.objective,
      reevaluations: request.reevaluations > 0 ? request.reevaluations : nil)
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
