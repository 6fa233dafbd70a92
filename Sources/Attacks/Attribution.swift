import Differentiation
public import Learning
public import LinearAlgebra
public import Reproducibility

extension Reference {
  /// Influence of training instances on what was learnt.
  public static let kohLiang2017 = Reference(
    key: "koh2017understanding", authors: ["Koh, Pang Wei", "Liang, Percy"],
    title: "Understanding Black-box Predictions via Influence Functions",
    venue: "Proceedings of the 34th International Conference on Machine Learning, 1885–1894",
    year: 2017, doi: nil)
}

/// Which training instances, and which of their numbers, moved the decisions at some targets: the
/// meta-gradient read by an auditor.
///
/// The mean loss of training is (1/n)·Σ wᵢℓᵢ with wᵢ = 1. The derivative of the mean
/// utility L at the targets by wᵢ, exact through all T training steps and the decisions, says how
/// L changes to first order if instance i is left out: by −dL/dwᵢ. That holds only as far as no
/// decision changes the constraints that it touches, so that claims are checked by training without
/// the instance. Statistics that the learner fits on its data (scales) stay as they are.
///
/// ```swift
/// let found = try Attribution(scenario, learner, from: weights, checking: 10, using: random)
/// for instance in found.ranked.prefix(3) { print(instance.index, instance.influence) }
/// ```
/// - SeeAlso: Koh and Liang (2017), for minima instead of trainings of T steps.
public struct Attribution: Sendable {
  /// A training instance.
  public struct Instance: Sendable, Hashable, Codable {
    /// Its row, from 0.
    public var index: Int
    /// −dL/dwᵢ: by how much the mean utility at the targets changes without it, to first order.
    public var influence: Double
    /// By how much it changes when the learner trains without it; nil where that was not tried.
    public var retrained: Double?
  }

  /// L with all instances.
  public let utility: Double
  /// Every instance, in the order of rows.
  public private(set) var instances: [Instance]
  /// dL/dε, the slope by every number of the source data, of the shape of ε.
  public let slopes: Matrix

  /// Explains the decisions of a learner trained on clean data.
  ///
  /// - Parameters:
  ///   - scenario: the data, the problem and the targets.
  ///   - learner: whose training it is.
  ///   - targets: the targets whose mean utility is explained. The default is nil: all of them.
  ///   - weights: the initial weights.
  ///   - count: how many instances of largest influence are left out in a training of their own,
  ///     and how many others that are drawn.
  ///   - random: where these are drawn from.
  /// - Throws: `SolverError` where a decision problem has no answer.
  public init(
    _ scenario: Scenario, _ learner: any Learner, targets: [Int]? = nil, from weights: Weights,
    checking count: Int, using random: SeededGenerator
  ) throws {
    let pipeline = TapedPipeline(scenario.pipeline)
    var samples = try pipeline.samples(at: nil)
    let rows = samples.features.rows
    let isWeighted = samples.weights != nil
    let given = samples.weights ?? Matrix(rows: rows, columns: 1, repeating: 1)
    samples.weights = given
    let chosen = targets ?? Array(0..<samples.targetFeatures.rows)
    let features = samples.targetFeatures.selecting(chosen)
    let trainer = Trainer(learner, in: scenario, samples: samples)
    let evaluator = Evaluator(
      learner, in: scenario, outcome: scenario.targetOutcome.map { $0.selecting(chosen) },
      samples: samples)
    let trained = try trainer.train(from: weights, measuresEnd: false)
    let outer = try evaluator.gradient(trained, features: features, statistics: samples.statistics)
    var direct = samples.zeros
    direct.statistics = outer.statistics
    for (place, target) in chosen.enumerated() {
      for column in 0..<features.columns {
        direct.targetFeatures[target, column] += outer.features[place, column]
      }
    }
    var pullback = try trainer.pullBack(outer.weights, adding: direct).samples
    let byWeight = pullback.weights ?? given
    if !isWeighted { pullback.weights = nil }
    utility = outer.value
    slopes = try pipeline.pullBack(pullback, at: nil).perturbation
    instances = (0..<rows).map { row in
      Instance(index: row, influence: -byWeight[row, 0] * given[row, 0])
    }
    for index in checked(count, using: random) {
      samples.weights = given
      samples.weights?[index, 0] = 0
      trainer.load(samples)
      let without = try trainer.train(from: weights, measuresEnd: false)
      let value = try evaluator.value(
        without, features: features, statistics: samples.statistics)
      instances[index].retrained = value - utility
    }
  }

  /// The instances, those of largest influence first.
  public var ranked: [Instance] {
    instances.sorted {
      ($0.influence.magnitude, $1.index) > ($1.influence.magnitude, $0.index)
    }
  }

  /// The pairs of promised and found changes of the instances that were left out.
  public var checks: [(promised: Double, found: Double)] {
    instances.compactMap { instance in instance.retrained.map { (instance.influence, $0) } }
  }

  /// A number of the source data.
  public struct Entry: Sendable, Hashable, Codable {
    /// Its row and column, from 0.
    public var row: Int, column: Int
    /// dL/dε there.
    public var slope: Double
  }

  /// The numbers of the source data of largest slope.
  public func entries(_ count: Int) -> [Entry] {
    let order = slopes.values.indices.sorted {
      (slopes.values[$0].magnitude, $1) > (slopes.values[$1].magnitude, $0)
    }
    return order.prefix(count).map {
      Entry(row: $0 / slopes.columns, column: $0 % slopes.columns, slope: slopes.values[$0])
    }
  }

  /// The instances of largest influence, and as many others, drawn.
  private func checked(_ count: Int, using random: SeededGenerator) -> [Int] {
    Attribution.checked(ranked.map(\.index), count, using: random.substream("left out"))
  }

  /// The first of a ranking, and as many others, drawn.
  private static func checked(
    _ order: [Int], _ count: Int, using random: SeededGenerator
  ) -> [Int] {
    var (others, draws) = (Array(order.dropFirst(count)), random)
    others.shuffle(using: &draws)
    return Array(order.prefix(count)) + others.prefix(count)
  }
}

extension Attribution {
  /// A number of the source data that was left out.
  public struct Removal: Sendable, Hashable, Codable {
    /// Its row and column, from 0.
    public var row: Int, column: Int
    /// By how much the mean utility at the targets changes without it: to first order, and when the
    /// learner trains without it.
    public var promised: Double, found: Double
  }

  /// Leaves out numbers of the source data, each in a training of its own.
  ///
  /// All targets count, and instances are weighted as the scenario has them.
  /// - Parameters:
  ///   - ε: what leaves out each number when it stands alone, of the shape of ε; 0 where there is
  ///     nothing to leave out.
  ///   - scenario: the scenario that was explained, all its targets with it.
  ///   - learner: the learner.
  ///   - weights: the initial weights.
  ///   - count: how many numbers of largest promise are left out, and how many others that are
  ///     drawn.
  ///   - random: where these are drawn from.
  /// - Returns: the numbers of largest promise in that order, then the others.
  /// - Throws: `SolverError` where a decision problem has no answer.
  public func removals(
    _ ε: Matrix, in scenario: Scenario, _ learner: any Learner, from weights: Weights,
    checking count: Int, using random: SeededGenerator
  ) throws -> [Removal] {
    let promised = zip(ε.values, slopes.values).map { $0 * $1 }
    let order = promised.indices.filter { promised[$0] != 0 }.sorted {
      (promised[$0].magnitude, $1) > (promised[$1].magnitude, $0)
    }
    let loss = try SurrogateLoss(scenario, against: learner, objective: .utility)
    func value(_ ε: Matrix) throws -> Double { try loss.value(at: ε, labels: nil, from: weights) }
    let nothing = Matrix(rows: ε.rows, columns: ε.columns)
    let before = try value(nothing)
    return try Attribution.checked(order, count, using: random.substream("numbers left out"))
      .map { index in
        var one = nothing
        one.values[index] = ε.values[index]
        return Removal(
          row: index / ε.columns, column: index % ε.columns, promised: promised[index],
          found: try value(one) - before)
      }
  }
}

extension Matrix {
  /// Some rows, in the order given.
  fileprivate func selecting(_ chosen: [Int]) -> Matrix {
    Matrix(rows: chosen.count, columns: columns, values: chosen.flatMap { Array(row($0)) })
  }
}
