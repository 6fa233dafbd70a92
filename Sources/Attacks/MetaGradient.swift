public import Differentiation
public import Learning
public import LinearAlgebra

/// The gradient of the adversary's loss by the perturbation, through the whole training of the
/// learner.
///
/// L_adv is the mean of the adversary's objective over the targets, which it minimises (paper Eqs.
/// 1–5). Its gradient has the path through the trained weights (pulled back through all T steps),
/// and the direct one through statistics that the learner fits on what it receives and applies to
/// the targets, too. At the end all is pulled back through the pipeline, once.
public final class MetaGradient {
  /// Whether second derivatives through decisions are exact.
  let factors: FactorRule
  private let pipeline: TapedPipeline
  private let trainer: Trainer
  private let evaluator: Evaluator
  /// Makes the loss that chooses its branches anew, for whom it is worth the memory.
  private let makeLoss: () throws -> SurrogateLoss

  /// The meta-gradient for an attack on `learner` in `scenario`.
  ///
  /// - Parameters:
  ///   - scenario: the data, the problem and the targets.
  ///   - learner: whom the attack is made for.
  ///   - objective: what the adversary wants. Default harm.
  ///   - factors: whether second derivatives through decisions are exact. Default exact.
  ///   - memoryLimit: the bytes above which not every step of the trajectory is kept. The default
  ///     is that of a `Trainer`.
  /// - Throws: what the pipeline throws.
  public init(
    _ scenario: Scenario, against learner: any Learner, objective: AdversaryObjective = .utility,
    factors: FactorRule = .exact, memoryLimit: Int? = nil
  ) throws {
    pipeline = TapedPipeline(scenario.pipeline)
    let clean = try pipeline.samples(at: nil)
    trainer = Trainer(
      learner, in: scenario, samples: clean, factors: factors, keepsLayers: true,
      memoryLimit: memoryLimit)
    evaluator = Evaluator(
      learner, in: scenario, outcome: scenario.targetOutcome, samples: clean, objective: objective)
    self.factors = factors
    makeLoss = { try SurrogateLoss(scenario, against: learner, objective: objective) }
  }

  /// L_adv of a training of its own, which leaves the branches of the last `value` alone.
  func freeLoss() throws -> SurrogateLoss { try makeLoss() }

  /// The value and gradient at one perturbation, with what is worth recording.
  public struct Value {
    /// L_adv, the mean of the objective over the targets.
    public var adversaryLoss: Double
    /// dL_adv/dε and dL_adv/dα.
    public var perturbation, labels: Matrix
    /// dL_adv/dw₀ and ∂L_adv/∂w_T.
    public var initialWeights, trainedWeights: [Double]
    /// dL_adv/d(samples), before the pipeline.
    public var samples: Samples
    /// L(w_0)…L(w_T), and ‖v_t‖ along the backward sweep, t = 0…T.
    public var trainingLosses, backwardNorms: [Double]
    /// w_T.
    public var weights: Weights
    /// The targets' decisions.
    public var decisions: Matrix
    /// What the decision layers met.
    public var census: BranchCensus
  }

  /// Trains on the data perturbed by ε and α from each of `initial` (the best final loss wins)
  /// and differentiates the winner.
  ///
  /// - Returns: the value, the index of the winner, and by how much its final loss is below the
  ///   second.
  public func value(at ε: Matrix, labels α: Matrix? = nil, from initial: [Weights]) throws -> (
    value: Value, round: Int, margin: Double
  ) {
    precondition(!initial.isEmpty, "no initial weights")
    let samples = try pipeline.samples(at: ε, labels: α)
    trainer.load(samples)
    trainer.resetCensus()
    evaluator.resetCensus()
    var finals: [Double] = []
    var (best, trained) = (0, Weights([]))
    for (round, weights) in initial.enumerated() {
      let result = try trainer.train(from: weights)
      let loss = trainer.losses.last ?? 0
      if round == 0 || loss < finals[best] { (best, trained) = (round, result) }
      finals.append(loss)
    }
    if best != initial.count - 1 { trained = try trainer.train(from: initial[best]) }
    let outer = try evaluator.gradient(
      trained, features: samples.targetFeatures, statistics: samples.statistics)
    var direct = samples.zeros
    direct.statistics = outer.statistics
    direct.targetFeatures = outer.features
    let pullback = try trainer.pullBack(outer.weights, adding: direct)
    let gradient = try pipeline.pullBack(pullback.samples, at: ε, labels: α)
    var census = trainer.census
    census.add(evaluator.census)
    let second = finals.indices.filter { $0 != best }.map { finals[$0] }.min()
    return (
      Value(
        adversaryLoss: outer.value, perturbation: gradient.perturbation, labels: gradient.labels,
        initialWeights: pullback.initialWeights, trainedWeights: outer.weights,
        samples: pullback.samples, trainingLosses: trainer.losses, backwardNorms: pullback.norms,
        weights: trained, decisions: evaluator.decisions, census: census),
      best, second.map { $0 - finals[best] } ?? 0
    )
  }

  /// L_adv at another perturbation with every active set of the last `value` held: smooth along the
  /// branch taken.
  public func replay(at ε: Matrix, labels α: Matrix? = nil, from w: Weights) throws -> Double {
    let samples = try pipeline.samples(at: ε, labels: α, branches: .held)
    trainer.load(samples)
    let trained = try trainer.train(from: w, branches: .held, measuresEnd: false)
    return try evaluator.value(
      trained, features: samples.targetFeatures, statistics: samples.statistics, branches: .held)
  }

  /// How far ε can move along a direction before any branch changes, in training or at the
  /// targets.
  ///
  /// Bisects the rungs limit·2⁻ᵏ, k = 0…40, for the largest at which all branches are those
  /// taken at ε. Between rungs nothing is looked at, so a branch that changes and changes back is
  /// missed; neither are branches of the pipeline, such as the support of a static decision.
  /// - Parameters:
  ///   - ε: where it starts.
  ///   - α: the labels' perturbation.
  ///   - initial: w₀.
  ///   - direction: where it moves to, in units of the result.
  ///   - limit: the largest distance that is tried.
  /// - Returns: the distance, 0 if even the smallest rung changes a branch, nil if there are no
  ///   branches.
  /// - Throws: `SolverError` where a decision problem has no answer.
  public func reach(
    at ε: Matrix, labels α: Matrix? = nil, from initial: Weights, along direction: Matrix,
    limit: Double
  ) throws -> Double? {
    func branches(_ distance: Double) throws -> [UInt64] {
      let samples = try pipeline.samples(at: ε + distance * direction, labels: α)
      trainer.load(samples)
      let trained = try trainer.train(from: initial, measuresEnd: false)
      _ = try evaluator.value(
        trained, features: samples.targetFeatures, statistics: samples.statistics)
      return trainer.branchRecord + evaluator.branchRecord
    }
    return try BranchReach.distance(limit: limit, branches: branches)
  }

  /// The derivative of the replayed L_adv along a direction: central differences,
  /// Richardson-extrapolated to O(h⁶).
  public func replayedSlope(
    at ε: Matrix, labels α: Matrix? = nil, from initial: Weights, along direction: Matrix,
    labelDirection: Matrix? = nil, step h: Double
  ) throws -> Double {
    try RichardsonDifference.slope(step: h) { distance in
      let moved = labelDirection.map {
        (α ?? Matrix(rows: $0.rows, columns: $0.columns)) + distance * $0
      }
      return try replay(at: ε + distance * direction, labels: moved ?? α, from: initial)
    }
  }
}
