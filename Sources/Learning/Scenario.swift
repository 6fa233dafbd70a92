public import LinearAlgebra

/// What a domain makes of its source data: everything that a learner and an attacker need.
public struct Scenario: Sendable {
  /// The differentiable map from perturbed source data to samples.
  public let pipeline: any Pipeline
  /// What has to be decided.
  public let problem: any DecisionProblem
  /// The network that predicts outcomes.
  public let predictor: any Predictor
  /// The network whose output is turned into a decision at once, for the simple joint learner.
  public let decisionNetwork: any Predictor
  /// The fields of the targets' outcomes: where the adversary wants harm.
  public let targetOutcome: [Matrix]
  /// The fields of the held-out instances' outcomes, which no attack sees.
  public let heldOutOutcome: [Matrix]
  /// The box of ε at budget 1: `lower` ≤ ε/B ≤ `upper`, entry by entry, with lower ≤ 0 ≤ upper.
  public let lower: Matrix, upper: Matrix
  /// Decisions that an adversary may want at the targets, t×k; nil where nobody named any.
  public let desiredDecisions: Matrix?
  /// How many instances a training tape works on at once (chosen for the cache; results depend on it in the last bits).
  public let blockRows: Int

  /// A scenario of the given parts; the default box is [−1, 1], the default decision network the predictor.
  public init(
    pipeline: any Pipeline, problem: any DecisionProblem, predictor: any Predictor,
    decisionNetwork: (any Predictor)? = nil, targetOutcome: [Matrix], heldOutOutcome: [Matrix],
    lower: Matrix? = nil, upper: Matrix? = nil, desiredDecisions: Matrix? = nil,
    blockRows: Int = 250
  ) {
    let (rows, columns) = pipeline.perturbationShape
    self.pipeline = pipeline
    self.problem = problem
    self.predictor = predictor
    self.decisionNetwork = decisionNetwork ?? predictor
    self.desiredDecisions = desiredDecisions
    self.targetOutcome = targetOutcome
    self.heldOutOutcome = heldOutOutcome
    self.lower = lower ?? Matrix(rows: rows, columns: columns, repeating: -1)
    self.upper = upper ?? Matrix(rows: rows, columns: columns, repeating: 1)
    self.blockRows = blockRows
    precondition(
      zip(self.lower.values, self.upper.values).allSatisfy { $0 <= 0 && $1 >= 0 },
      "the box must contain zero")
  }

  /// The samples nobody has touched.
  public func cleanSamples() throws -> Samples { try RecordedPipeline(pipeline).samples(at: nil) }
}

/// How far an attacker may go: half-widths of the boxes of ε and of α, as multiples of the scenario's box at 1.
public struct Budget: Sendable, Hashable, Encodable {
  /// B, for the source data.
  public var features: Double
  /// The budget for labels, in the labels' own unit; 0 leaves them alone.
  public var labels: Double

  /// The given budgets.
  public init(features: Double, labels: Double = 0) {
    precondition(features >= 0 && labels >= 0, "budgets \(features), \(labels)")
    (self.features, self.labels) = (features, labels)
  }

  /// ε moved into its box, entry by entry, exactly.
  public func project(_ ε: Matrix, in scenario: Scenario) -> Matrix {
    var result = ε
    for i in result.values.indices {
      let (low, high) = (features * scenario.lower.values[i], features * scenario.upper.values[i])
      result.values[i] = min(max(result.values[i], low), high)
    }
    return result
  }

  /// α moved into its box.
  public func projectLabels(_ α: Matrix) -> Matrix {
    α.mapped { min(max($0, -labels), labels) }
  }
}
