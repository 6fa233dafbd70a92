public import Differentiation
public import Learning
public import LinearAlgebra

/// The gradient of the adversary's loss by the perturbation, through the whole training of the learner.
///
/// L_adv is the mean utility at the targets, which the adversary minimises (paper Eqs. 1–5). Its gradient has the path through
/// the trained weights (pulled back through all T steps), and the direct one through statistics that the learner fits
/// on what it receives and applies to the targets, too. At the end all is pulled back through the pipeline, once.
public final class MetaGradient {
  private let pipeline: RecordedPipeline
  private let trainer: Trainer
  private let evaluator: Evaluator

  /// The meta-gradient for an attack on `learner` in `scenario`.
  public init(_ scenario: Scenario, against learner: any Learner) throws {
    pipeline = RecordedPipeline(scenario.pipeline)
    let clean = try pipeline.samples(at: nil)
    trainer = Trainer(learner, in: scenario, samples: clean)
    evaluator = Evaluator(learner, in: scenario, outcome: scenario.targetOutcome, samples: clean)
  }

  /// The value and gradient at one perturbation, with what is worth recording.
  public struct Value {
    /// L_adv, the mean utility at the targets.
    public var adversaryLoss: Double
    /// dL_adv/dε.
    public var perturbation: Matrix
    /// dL_adv/dα.
    public var labels: Matrix
    /// dL_adv/dw₀.
    public var initialWeights: [Double]
    /// ∂L_adv/∂w_T.
    public var trainedWeights: [Double]
    /// dL_adv/d(samples), before the pipeline.
    public var samples: Samples
    /// L(w_0)…L(w_T).
    public var trainingLosses: [Double]
    /// ‖v_t‖ along the backward sweep, t = 0…T.
    public var backwardNorms: [Double]
    /// w_T.
    public var weights: Weights
    /// The targets' decisions.
    public var decisions: Matrix
    /// What the decision layers met.
    public var census: BranchCensus
  }

  /// Trains on the data perturbed by ε and α from each of `initial` (the best final loss wins) and differentiates the winner.
  ///
  /// - Returns: the value, the index of the winner, and by how much its final loss is below the second.
  public func value(at ε: Matrix, labels α: Matrix? = nil, from initial: [Weights]) throws -> (
    value: Value, round: Int, margin: Double
  ) {
    precondition(!initial.isEmpty, "no initial weights")
    let samples = try pipeline.samples(at: ε, labels: α)
    trainer.load(samples)
    trainer.resetCensus()
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
    var direct = samples
    direct.features = Matrix(rows: samples.features.rows, columns: samples.features.columns)
    direct.outcome = samples.outcome.map { Matrix(rows: $0.rows, columns: $0.columns) }
    direct.statistics = outer.statistics
    direct.targetFeatures = outer.features
    direct.heldOutFeatures = Matrix(
      rows: samples.heldOutFeatures.rows, columns: samples.heldOutFeatures.columns)
    let pullback = try trainer.pullBack(outer.weights, adding: direct)
    let gradient = try pipeline.pullBack(pullback.samples, at: ε, labels: α)
    var census = trainer.census
    census.add(evaluator.census)
    let second = finals.indices.filter { $0 != best }.map { finals[$0] }.min()
    return (
      Value(
        adversaryLoss: outer.utility, perturbation: gradient.perturbation, labels: gradient.labels,
        initialWeights: pullback.initialWeights, trainedWeights: outer.weights,
        samples: pullback.samples, trainingLosses: trainer.losses,
        backwardNorms: pullback.norms, weights: trained, decisions: evaluator.decisions,
        census: census),
      best, second.map { $0 - finals[best] } ?? 0
    )
  }

  /// L_adv at another perturbation with every active set of the last `value` held: smooth along the branch taken.
  public func replay(at ε: Matrix, labels α: Matrix? = nil, from initial: Weights) throws -> Double
  {
    let samples = try pipeline.samples(at: ε, labels: α)
    trainer.load(samples)
    let trained = try trainer.train(from: initial, branches: .held)
    return try evaluator.utility(
      trained, features: samples.targetFeatures, statistics: samples.statistics, branches: .held)
  }

  /// The derivative of the replayed L_adv along a direction: central differences, Richardson-extrapolated to O(h⁶).
  public func replayedSlope(
    at ε: Matrix, labels α: Matrix? = nil, from initial: Weights, along direction: Matrix,
    labelDirection: Matrix? = nil, step h: Double
  ) throws -> Double {
    func difference(_ h: Double) throws -> Double {
      var sides: [Double] = []
      for sign in [h, -h] {
        let moved = labelDirection.map {
          (α ?? Matrix(rows: $0.rows, columns: $0.columns)) + sign * $0
        }
        sides.append(
          try replay(at: ε + sign * direction, labels: moved ?? α, from: initial))
      }
      return (sides[0] - sides[1]) / (2 * h)
    }
    let (coarse, middle, fine) = (try difference(h), try difference(h / 2), try difference(h / 4))
    let (first, second) = ((4 * middle - coarse) / 3, (4 * fine - middle) / 3)
    return (16 * second - first) / 15
  }
}
