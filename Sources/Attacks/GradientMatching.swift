import Differentiation
public import Learning
import LinearAlgebra
public import Reproducibility

extension Reference {
  /// Poisons whose training gradient looks like the adversary's.
  public static let geiping2021 = Reference(
    key: "geiping2021witches",
    authors: [
      "Geiping, Jonas", "Fowl, Liam", "Huang, W. Ronny", "Czaja, Wojciech", "Taylor, Gavin",
      "Moeller, Michael", "Goldstein, Tom",
    ],
    title: "Witches' Brew: Industrial Scale Data Poisoning via Gradient Matching",
    venue: "International Conference on Learning Representations", year: 2021,
    doi: "10.48550/arXiv.2009.02276")
}

/// Gradient matching: a poison on which a step of training is a step of the adversary.
///
/// Every iteration trains a model on clean data from fresh initial weights (or uses one, if they
/// are shared) and minimises 1 − cos(∇_w L(w, s(ε)), ∇_w L_adv(w)) at its weights w: a
/// training step w − δ∇L then lowers L_adv, as the adversary wants. ∇_w L_adv is taken with
/// clean targets and clean fitted statistics and does not depend on ε. With v = ∂(1 −
/// cos)/∂∇L the gradient by ε is that of ∇_w L·v, which the sweep of one training step
/// gives exactly; nothing is unrolled.
public struct GradientMatching: OfferedAttack {
  /// The name in records and on pages.
  public static let name = "gradient-matching"
  /// What pages call it.
  public static let label = "Gradient matching"
  /// What it does, in a sentence.
  public static let summary = """
    Makes the gradient of training point where the adversary's points, at models trained on clean \
    data.
    """
  /// What it follows.
  public static let references = [Reference.geiping2021]

  /// The number of iterations.
  public var iterations: Int
  /// How ε moves.
  @StepRuleOption public var rule: any StepRule
  /// How far: a share of B for rules that are scale-free, else the factor of the gradient.
  public var stepSize: Double
  /// Whether the models' initial weights change.
  public var initialWeights: InitialWeights
  /// What the adversary wants.
  public var objective: AdversaryObjective
  /// How many seeded entries of the first gradient are checked by replay.
  public var checkedEntries: Int
  /// On how many fresh draws of weights the few iterates of best match are evaluated again beside
  /// the last one, which remains the poison; nil for none.
  public var reevaluations: Int?

  /// Gradient matching with the given options.
  public init(
    iterations: Int = 40, rule: some StepRule = .sign, stepSize: Double = 0.1,
    initialWeights: InitialWeights = .fresh, objective: AdversaryObjective = .utility,
    checkedEntries: Int = 4, reevaluations: Int? = nil
  ) {
    precondition(iterations >= 0, "\(iterations) iterations")
    (self.iterations, self.stepSize, self.initialWeights) = (iterations, stepSize, initialWeights)
    (self.objective, self.checkedEntries) = (objective, checkedEntries)
    (self.rule, self.reevaluations) = (rule, reevaluations)
  }

  /// Gradient matching as asked for: sign steps of a tenth of the budget unless something else is
  /// said.
  public static func make(_ request: AttackRequest) throws(AttackRequestError) -> GradientMatching {
    let (rule, size) = try request.step(default: SignStep())
    return GradientMatching(
      iterations: request.iterations, rule: rule, stepSize: size,
      initialWeights: request.initialWeights, objective: request.objective,
      reevaluations: request.reevaluations > 0 ? request.reevaluations : nil)
  }

  /// Its iterations.
  public var iterationCount: Int { iterations }

  /// A training per iteration or, with shared weights, one in all; a sweep and its checks count as
  /// five steps.
  public func cost(inTrainingsOf learner: any Learner) -> Double {
    let trainings = initialWeights == .fresh ? iterations : min(1, iterations)
    return Double(trainings) + 5 * Double(iterations) / Double(max(1, learner.training.steps))
  }

  /// A learner trained on clean data.
  public func surrogate(of learner: any Learner) -> String {
    "its own \(learner.phrase) learner, trained on clean data"
  }

  /// Step, length and initial weights; the objective where it is special.
  public var settings: [Setting] {
    [
      Setting("Step", rule.phrase(size: stepSize)), Setting("Iterations", "\(iterations)"),
      initialWeights.setting(origin: "ours"), Setting("Entries checked", "\(checkedEntries)"),
    ] + objective.settings + BestIterates.settings(reevaluations)
  }

  /// A perturbation within the budget.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    var source = WeightSource(
      initialWeights, scenario, against: learner, from: start, using: random)
    var entries = random.substream("certificate")
    let match = try GradientMatch(scenario, against: learner, objective: objective)
    let (ε, α) = start.perturbations(scenario, budget, using: random)
    var poison = Poison(perturbation: ε, labels: α)
    var descent = Descent(by: rule, from: (ε, α), in: scenario, within: budget)
    var best = BestIterates()
    for iteration in 0..<iterations {
      if iteration == 0 || initialWeights == .fresh { try match.train(from: source.next()) }
      let value = try match.value(at: poison.perturbation, labels: poison.labels)
      if iteration == 0, checkedEntries > 0 {
        let indices = CheckedEntries.indices(
          of: value.perturbation, count: checkedEntries, using: &entries)
        poison.certificate = try match.certificate(
          of: value, poison, entries: indices, limit: budget.features)
      }
      let next = descent.next(along: value.perturbation, labels: value.labels, size: stepSize)
      poison.trace.note(
        adversaryLoss: match.adversaryLoss, trainingLoss: value.trainingLoss,
        gradient: value.perturbation, update: next.perturbation - poison.perturbation,
        sweep: value.backwardNorms)
      best.note(loss: value.mismatch, after: iteration, descent.iterate)
      descent.move(to: next)
      (poison.perturbation, poison.labels) = next
      start.observer?(iteration + 1, match.adversaryLoss)
    }
    poison.trace.census = match.census
    let draws = WeightSource.reevaluation(
      reevaluations, initialWeights, scenario, against: learner, from: start, using: random)
    if !draws.isEmpty {
      let loss = try SurrogateLoss(scenario, against: learner, objective: objective)
      poison.best = try best.best(last: (iterations, descent.iterate)) {
        try loss.mean(at: $0, over: draws)
      }
    }
    return poison
  }
}

/// How far the training gradient at one model's weights is from the adversary's, and the gradient
/// of that.
final class GradientMatch {
  struct Value {
    /// 1 − cos(∇L, ∇L_adv): 0 for equal directions, 2 for opposite ones, 1 where one of them
    /// is zero.
    let mismatch: Double
    /// The gradient by ε and by α.
    let perturbation, labels: Matrix
    /// L at the model's weights.
    let trainingLoss: Double
    /// ‖v‖ before and after the one step.
    let backwardNorms: [Double]
  }

  private let pipeline: TapedPipeline
  private let clean: Samples
  /// Makes models on clean data.
  private let trainer: Trainer
  /// A single plain step of length 1, for its gradient and its sweep.
  private let step: Trainer
  private let evaluator: Evaluator
  /// w.
  private(set) var weights = Weights([])
  /// ∇_w L_adv(w), and L_adv(w).
  private(set) var adversary: [Double] = [], adversaryLoss = 0.0

  init(_ scenario: Scenario, against learner: any Learner, objective: AdversaryObjective) throws {
    pipeline = TapedPipeline(scenario.pipeline)
    clean = try pipeline.samples(at: nil)
    trainer = Trainer(learner, in: scenario, samples: clean)
    var single = learner
    single.training = Training(steps: 1, rate: 1)
    step = Trainer(single, in: scenario, samples: clean, keepsLayers: true)
    evaluator = Evaluator(
      learner, in: scenario, outcome: scenario.targetOutcome, samples: clean, objective: objective)
  }

  var census: BranchCensus {
    var census = trainer.census
    census.add(step.census)
    census.add(evaluator.census)
    return census
  }

  func train(from initial: Weights) throws {
    weights = try trainer.train(from: initial, measuresEnd: false)
    let outer = try evaluator.gradient(
      weights, features: clean.targetFeatures, statistics: clean.statistics)
    (adversary, adversaryLoss) = (outer.weights, outer.value)
  }

  /// The mismatch at ε and α, and its gradient.
  func value(at ε: Matrix, labels α: Matrix?) throws -> Value {
    let samples = try pipeline.samples(at: ε, labels: α)
    let mismatch = try mismatch(on: samples, branches: .free)
    let g = step.lastGradient
    let (length, aim) = (GradientMatch.norm(g), GradientMatch.norm(adversary))
    let scale = length * aim > 0 ? 1 / (length * aim) : 0
    let along = length > 0 ? (1 - mismatch) / (length * length) : 0
    // −v, as a step goes against the gradient: v = (cos·g/‖g‖ − a/‖a‖)/‖g‖.
    let final = zip(g, adversary).map { g, a in scale * a - along * g }
    let pullback = try step.pullBack(final, adding: samples.zeros)
    let gradient = try pipeline.pullBack(pullback.samples, at: ε, labels: α)
    return Value(
      mismatch: mismatch, perturbation: gradient.perturbation, labels: gradient.labels,
      trainingLoss: step.losses[0], backwardNorms: pullback.norms)
  }

  /// The mismatch at ε and α along the branches of the last value.
  func replay(at ε: Matrix, labels α: Matrix?) throws -> Double {
    try mismatch(on: try pipeline.samples(at: ε, labels: α, branches: .held), branches: .held)
  }

  private func mismatch(on samples: Samples, branches: Branches.Mode) throws -> Double {
    step.load(samples)
    _ = try step.train(from: weights, branches: branches, measuresEnd: false)
    let g = step.lastGradient
    let lengths = GradientMatch.norm(g) * GradientMatch.norm(adversary)
    return lengths > 0 ? 1 - zip(g, adversary).reduce(0) { $0 + $1.0 * $1.1 } / lengths : 1
  }

  private static func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Entries of the gradient beside differences of the replayed mismatch, and the reach of its
  /// branches.
  func certificate(
    of value: Value, _ poison: Poison, entries: [Int], limit: Double
  ) throws -> Poison.Certificate {
    let (ε, g) = (poison.perturbation, value.perturbation)
    let scale = g.largestMagnitude
    var certificate = try Poison.Certificate(of: g, entries: entries, budget: limit) {
      index, step in
      try RichardsonDifference.slope(step: step) { distance in
        var moved = ε
        moved.values[index] += distance
        return try replay(at: moved, labels: poison.labels)
      }
    }
    certificate.rate(sweep: value.backwardNorms, loss: 1, budget: limit)
    if scale > 0, g.isFinite {
      certificate.reach = try BranchReach.distance(limit: limit) { distance in
        let moved = ε + (-distance / scale) * g
        _ = try mismatch(on: pipeline.samples(at: moved, labels: poison.labels), branches: .free)
        return step.branchRecord
      }
    }
    return certificate
  }
}
