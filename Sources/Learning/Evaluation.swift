public import Differentiation
public import LinearAlgebra

/// Decides for some instances with trained weights, and measures the utility.
public final class Evaluator {
  private let tape = Tape()
  private let weights: [Variable]
  private let features: Variable
  private let statistics: [Variable]
  private let decision: Variable
  private let mean: Variable
  private let gradients: [Variable]
  private let valueProgram: Program
  private let gradientProgram: Program
  private let trail: BranchTrail

  /// An evaluator of `learner` on instances of the given outcome; `samples` gives the shapes of statistics.
  public init(_ learner: any Learner, in scenario: Scenario, outcome: [Matrix], samples: Samples) {
    let tape = tape
    let count = outcome[0].rows
    weights = scenario.predictor.weightShapes.map { tape.input(rows: $0.rows, columns: $0.columns) }
    features = tape.input(rows: count, columns: samples.features.columns)
    statistics = samples.statistics.map { tape.input(rows: $0.rows, columns: $0.columns) }
    let prediction = scenario.predictor.predictions(
      from: features, weights: weights, statistics: statistics)
    decision = learner.decisions(from: prediction, in: scenario.problem)
    let utilities = scenario.problem.utility(of: decision, when: outcome.map { tape.input($0) })
    mean = (1 / Double(count)) * utilities.sum()
    gradients = tape.gradient(of: mean, withRespectTo: weights + [features] + statistics)
    valueProgram = tape.compile([mean, decision])
    gradientProgram = tape.compile([mean, decision] + gradients)
    trail = BranchTrail(slots: 1, wordsPerSlot: tape.choiceWords)
    if tape.choiceWords > 0 { tape.branches.current = trail[0] }
  }

  /// What piecewise operations have met.
  public var census: BranchCensus { tape.branches.census }

  private func load(_ trained: Weights, _ features: Matrix, _ statistics: [Matrix]) {
    for (variable, part) in zip(weights, trained.parts) { variable.set(part) }
    self.features.set(features)
    for (variable, value) in zip(self.statistics, statistics) { variable.set(value) }
  }

  /// The mean utility of the decisions; active sets are chosen anew or, if `held`, kept.
  public func utility(
    _ trained: Weights, features: Matrix, statistics: [Matrix], branches: Branches.Mode = .free
  ) throws -> Double {
    load(trained, features, statistics)
    tape.branches.mode = branches
    try valueProgram.run()
    return mean.address[0]
  }

  /// The decisions made in the last run, a row an instance.
  public var decisions: Matrix { decision.value }

  /// The mean utility with its gradients by weights, features and statistics.
  public struct Gradient {
    /// The mean utility.
    public var utility: Double
    /// By all weights one after the other.
    public var weights: [Double]
    /// By the features.
    public var features: Matrix
    /// By the fitted statistics.
    public var statistics: [Matrix]
  }

  /// The mean utility and its gradients.
  public func gradient(_ trained: Weights, features: Matrix, statistics: [Matrix]) throws
    -> Gradient
  {
    load(trained, features, statistics)
    tape.branches.mode = .free
    try gradientProgram.run()
    return Gradient(
      utility: mean.address[0], weights: gradients.prefix(weights.count).flatMap(\.value.values),
      features: gradients[weights.count].value,
      statistics: gradients.dropFirst(weights.count + 1).map(\.value))
  }
}
