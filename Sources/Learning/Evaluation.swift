public import Differentiation
public import LinearAlgebra

/// Decides for some instances with trained weights, and measures what an adversary minimises: by
/// default the utility.
public final class Evaluator {
  private let tape = Tape()
  private let weights: [Variable]
  private let features: Variable
  private let statistics: [Variable]
  private let decision: Variable
  private let mean: Variable
  private let gradients: [Variable]
  private let valueProgram: CompiledTape
  private let gradientProgram: CompiledTape
  private let trail: BranchTrail

  /// An evaluator of `learner` on instances of the given outcome; `samples` gives the shapes of
  /// statistics.
  ///
  /// With the objective `decision` the instances must be the targets, for which the scenario names
  /// desired decisions. Decisions are those that can be differentiated, or, where it is `judging`,
  /// those by which victims are judged; the default is the former.
  public init(
    _ learner: any Learner, in scenario: Scenario, outcome: [Matrix], samples: Samples,
    objective: AdversaryObjective = .utility, judging: Bool = false
  ) {
    let tape = tape
    let problem = judging ? scenario.problem.judged : scenario.problem
    let count = outcome[0].rows
    let predictor = learner.predictor(in: scenario)
    weights = predictor.weightShapes.map { tape.input(rows: $0.rows, columns: $0.columns) }
    features = tape.input(rows: count, columns: samples.features.columns)
    statistics = samples.statistics.map { tape.input(rows: $0.rows, columns: $0.columns) }
    let prediction = predictor.predictions(from: features, weights: weights, statistics: statistics)
    decision = learner.decisions(from: prediction, in: problem)
    let values: Variable
    switch objective {
    case .utility:
      values = problem.utility(of: decision, when: outcome.map { tape.input($0) })
    case .decision:
      guard let desired = scenario.desiredDecisions, desired.rows == count else {
        preconditionFailure("an adversary without desired decisions for its \(count) targets")
      }
      let distance = decision - tape.input(desired)
      values = 0.5 * distance.rowDot(distance)
    }
    mean = (1 / Double(count)) * values.sum()
    gradients = tape.gradient(of: mean, withRespectTo: weights + [features] + statistics)
    valueProgram = tape.compile([mean, decision])
    gradientProgram = tape.compile([mean, decision] + gradients)
    trail = BranchTrail(slots: 1, wordsPerSlot: tape.choiceWords)
    if tape.choiceWords > 0 { tape.branches.current = trail[0] }
  }

  /// What piecewise operations have met.
  public var census: BranchCensus { tape.branches.census }

  /// Forgets what its solves have met.
  public func resetCensus() { tape.branches.census = BranchCensus() }

  private func load(_ trained: Weights, _ features: Matrix, _ statistics: [Matrix]) {
    for (variable, part) in zip(weights, trained.parts) { variable.set(part) }
    self.features.set(features)
    for (variable, value) in zip(self.statistics, statistics) { variable.set(value) }
  }

  /// The branches taken in the last run.
  public var branchRecord: [UInt64] { trail.record(ofFirst: 1) }

  /// The mean over the instances; active sets are chosen anew or, if `held`, kept.
  public func value(
    _ trained: Weights, features: Matrix, statistics: [Matrix], branches: Branches.Mode = .free
  ) throws -> Double {
    load(trained, features, statistics)
    tape.branches.mode = branches
    try valueProgram.run()
    return mean.address[0]
  }

  /// The decisions made in the last run, one row per instance.
  public var decisions: Matrix { decision.value }

  /// The mean over the instances with its gradients by weights, features and statistics.
  public struct Gradient {
    /// The mean over the instances.
    public var value: Double
    /// By all weights one after the other.
    public var weights: [Double]
    /// By the features.
    public var features: Matrix
    /// By the fitted statistics.
    public var statistics: [Matrix]
  }

  /// The mean over the instances and its gradients.
  public func gradient(_ trained: Weights, features: Matrix, statistics: [Matrix]) throws
    -> Gradient
  {
    load(trained, features, statistics)
    tape.branches.mode = .free
    try gradientProgram.run()
    return Gradient(
      value: mean.address[0], weights: gradients.prefix(weights.count).flatMap(\.value.values),
      features: gradients[weights.count].value,
      statistics: gradients.dropFirst(weights.count + 1).map(\.value))
  }
}
