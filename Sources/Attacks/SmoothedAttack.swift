import Differentiation
import Foundation
public import Learning
import LinearAlgebra
public import Reproducibility

extension Reference {
  /// Sign steps along normalised gradients with momentum.
  public static let dong2018 = Reference(
    key: "dong2018boosting",
    authors: [
      "Dong, Yinpeng", "Liao, Fangzhou", "Pang, Tianyu", "Su, Hang", "Zhu, Jun", "Hu, Xiaolin",
      "Li, Jianguo",
    ],
    title: "Boosting Adversarial Attacks with Momentum",
    venue: "IEEE/CVF Conference on Computer Vision and Pattern Recognition, 9185–9193",
    year: 2018, doi: "10.1109/CVPR.2018.00957")
}

/// Algorithm 1 on a surrogate whose decision layer is smoother than its victims'.
///
/// Where decisions jump, the exact gradient is that of the piece on which ε stands, and ε leaves
/// it with the first step. The attacker therefore trains and differentiates models whose layer has
/// `s` times the curvature; their utility, and everything about the victims, stays what it is.
/// Steps go against the sign of an accumulated gradient, m ← βm + mean of gₖ/‖gₖ‖ over K
/// models from fresh initial weights. For a learner that does not solve while it trains only the
/// decisions at the targets are smoother; a problem without a smoother layer is attacked through
/// its own.
public struct SmoothedAttack: OfferedAttack {
  /// The name in records and on pages.
  public static let name = "smoothed"
  /// What pages call it.
  public static let label = "Smoothed attack"
  /// What it does, in a sentence.
  public static let summary =
    "Differentiates through trainings of models whose decision layer is smoother than the victims'."
  /// What it follows.
  public static let references = [
    Reference.kinsey2023, Reference.wilder2019, Reference.dong2018, Reference.pearlmutter1994,
  ]
  /// Every iteration goes back through whole trainings.
  public static let sweepsWholeTraining = true

  /// The number of iterations.
  public var iterations: Int
  /// How far a step goes, a share of B.
  public var stepSize: Double
  /// β, how much of the gradients before still counts.
  public var momentum: Double
  /// The number K of models per iteration.
  public var models: Int
  /// The factor s of the curvature of the surrogate's layer.
  public var smoothing: Double
  /// Whether s falls to 1 over the last third of the iterations, by the same factor in each.
  public var anneals: Bool
  /// Whether the surrogate's learning rate is multiplied by s where its training solves and its
  /// steps are proportional to gradients.
  ///
  /// Decisions answer a layer of s times the curvature s times less. On simulated matchings
  /// unscaled rates gave the stronger poisons.
  public var scalesRate: Bool
  /// Whether the attack's initial weights change; shared ones make all models of an iteration the
  /// same, and one is trained.
  public var initialWeights: InitialWeights
  /// What the adversary wants.
  public var objective: AdversaryObjective
  /// How many seeded entries of the first meta-gradient are checked by replay.
  public var checkedEntries: Int
  /// On how many fresh draws of weights the few iterates of lowest L_adv are evaluated again, with
  /// the true layer, beside the last one, which remains the poison; nil for none.
  public var reevaluations: Int?

  /// A smoothed attack with the given options.
  public init(
    iterations: Int = 40, stepSize: Double = 0.1, momentum: Double = 0.5, models: Int = 2,
    smoothing: Double = 10, anneals: Bool = false, scalesRate: Bool = false,
    initialWeights: InitialWeights = .fresh, objective: AdversaryObjective = .utility,
    checkedEntries: Int = 4, reevaluations: Int? = nil
  ) {
    precondition(
      iterations >= 0 && models >= 1 && smoothing >= 1,
      "\(iterations) iterations, \(models) models, smoothing \(smoothing)")
    (self.iterations, self.stepSize, self.momentum) = (iterations, stepSize, momentum)
    (self.models, self.smoothing, self.anneals) = (models, smoothing, anneals)
    (self.scalesRate, self.initialWeights) = (scalesRate, initialWeights)
    (self.objective, self.checkedEntries) = (objective, checkedEntries)
    self.reevaluations = reevaluations
  }

  /// A perturbation within the budget.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    var run = try AttackRun(
      of: self, by: SignStep(momentum: momentum), trainings: trainings, in: scenario,
      against: learner, within: budget, from: start, using: random)
    var surrogate: (smoothing: Double, gradient: MetaGradient)?
    while run.iteration < iterations {
      let smoothing = smoothing(at: run.iteration)
      let metaGradient =
        if let surrogate, surrogate.smoothing == smoothing { surrogate.gradient } else {
          try metaGradient(scenario, against: learner, smoothing: smoothing)
        }
      surrogate = (smoothing, metaGradient)
      var mean = MeanGradient(of: trainings, at: run.descent.iterate, in: scenario)
      for model in 0..<trainings {
        let initial = run.weights.next()
        let (ε, α) = run.descent.iterate
        let value = try metaGradient.value(at: ε, labels: α, from: [initial]).value
        if run.iteration == 0, model == 0, checkedEntries > 0 {
          run.poison.certificate = try metaGradient.certificate(
            of: value, at: ε, labels: α, from: initial, entries: checkedEntries,
            budget: budget.features, using: &run.entries)
        }
        mean.add(value)
        run.poison.trace.census.add(value.census)
      }
      let next = run.descent.next(along: mean.direction, labels: mean.labels, size: stepSize)
      run.poison.trace.note(
        adversaryLoss: mean.adversaryLoss, trainingLoss: mean.trainingLoss,
        gradient: mean.gradient, update: next.perturbation - run.descent.iterate.perturbation,
        sweep: mean.sweep)
      run.note(loss: mean.adversaryLoss)
      run.move(to: next, loss: mean.adversaryLoss, telling: start)
    }
    return try run.finished(
      reevaluating: WeightSource.reevaluation(
        reevaluations, initialWeights, scenario, against: learner, from: start, using: random)
    ) { try SurrogateLoss(scenario, against: learner, objective: objective) }
  }

  /// The trainings of an iteration.
  private var trainings: Int { initialWeights == .shared ? 1 : models }

  /// s in one iteration; 1 in the last one, if it is annealed.
  func smoothing(at iteration: Int) -> Double {
    let first = iterations - iterations / 3
    guard anneals, iteration >= first else { return smoothing }
    let left = Double(iterations - 1 - iteration) / Double(iterations - first)
    return left == 0 ? 1 : pow(smoothing, left)
  }

  /// The meta-gradient of the surrogate; that of the victims themselves where s is 1 or the problem
  /// has no smoother layer.
  func metaGradient(
    _ scenario: Scenario, against learner: any Learner, smoothing: Double
  ) throws -> MetaGradient {
    guard smoothing != 1, let smooth = scenario.smoothed(by: smoothing) else {
      return try MetaGradient(scenario, against: learner, objective: objective)
    }
    var surrogate = learner
    let training = learner.training
    if scalesRate, type(of: learner).solvesInTraining, !type(of: training.rule).isScaleFree {
      surrogate.training.rate *= smoothing
    }
    return try MetaGradient(smooth, against: surrogate, objective: objective)
  }
}

/// The mean over the models of an iteration.
private struct MeanGradient {
  private let mass: Double
  var adversaryLoss = 0.0
  var trainingLoss = 0.0
  /// The mean of the gradients by ε, and of those divided by their norms.
  var gradient: Matrix, direction: Matrix
  /// The mean of the gradients by α divided by their norms.
  var labels: Matrix
  /// ‖v_t‖ of the first model.
  var sweep: [Double] = []

  init(of count: Int, at iterate: Descent.Iterate, in scenario: Scenario) {
    let (ε, shape) = (iterate.perturbation, scenario.pipeline.labelShape)
    mass = 1 / Double(count)
    gradient = Matrix(rows: ε.rows, columns: ε.columns)
    direction = gradient
    labels = Matrix(rows: shape.rows, columns: shape.columns)
  }

  mutating func add(_ value: MetaGradient.Value) {
    adversaryLoss += mass * value.adversaryLoss
    trainingLoss += mass * (value.trainingLosses.last ?? 0)
    gradient = gradient + mass * value.perturbation
    // A gradient of zero has no direction.
    func unit(_ g: Matrix) -> Matrix { g.norm == 0 ? g : (mass / g.norm) * g }
    direction = direction + unit(value.perturbation)
    labels = labels + unit(value.labels)
    if sweep.isEmpty { sweep = value.backwardNorms }
  }
}

extension SmoothedAttack {
  /// Its iterations.
  public var iterationCount: Int { iterations }

  /// A training, its sweep and their checks count as five trainings.
  public func cost(inTrainingsOf learner: any Learner) -> Double {
    5 * Double(iterations * trainings)
  }

  /// Learners whose decision layer is smoother than the victims'.
  public func surrogate(of learner: any Learner) -> String {
    smoothing == 1
      ? ownLearner(learner)
      : "its own \(learner.phrase) learner with a smoother decision layer, \(trainedFrom)"
  }

  /// Its smoothing and its step.
  public var phrase: String {
    "\(label), curvature × \(NumberFormat.chosen(smoothing)), "
      + SignStep(momentum: momentum).phrase(size: stepSize) + sharedWeightsPhrase
  }

  /// Smoothing, step, models and initial weights; the objective where it is special.
  public var settings: [Setting] {
    [
      Setting(
        "Curvature of the surrogate’s layer",
        "× \(NumberFormat.chosen(smoothing))" + (anneals ? ", × 1 at the end" : ""),
        origin: "ours"),
      Setting(
        "Surrogate’s rate", scalesRate ? "× the same where training solves" : "the learner’s",
        origin: "ours"),
      Setting(
        MetaGradientAttack.stepSetting, SignStep(momentum: momentum).phrase(size: stepSize),
        origin: "ours"),
      Setting("Iterations", "\(iterations)", origin: "ours"),
      Setting("Models", "\(trainings) per iteration, normalised gradients", origin: "ours"),
      initialWeights.setting(origin: "ours"),
      Setting("Entries checked", "\(checkedEntries)", origin: "ours"),
    ] + objective.settings + BestIterates.settings(reevaluations)
  }

  /// The attack as asked for: it steps by the sign, with its own momentum and number of models.
  public static func make(_ request: AttackRequest) throws(AttackRequestError) -> SmoothedAttack {
    let (rule, size) = try request.step(default: SignStep())
    guard rule is SignStep else { throw .fixedRule(attack: name, rule: SignStep.name) }
    return SmoothedAttack(
      iterations: request.iterations, stepSize: size, smoothing: request.smoothing ?? 10,
      initialWeights: request.initialWeights, objective: request.objective,
      reevaluations: request.reevaluations > 0 ? request.reevaluations : nil)
  }
}
