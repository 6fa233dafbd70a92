public import LinearAlgebra

/// What a domain makes of its source data: everything that a learner and an attacker need.
public struct Scenario: Sendable {
  /// The differentiable map from perturbed source data to samples.
  public internal(set) var pipeline: any Pipeline
  /// What has to be decided.
  public let problem: any DecisionProblem
  /// The network that predicts outcomes.
  public private(set) var predictor: any Predictor
  /// The network whose output is turned into a decision at once, for the simple joint learner.
  public private(set) var decisionNetwork: any Predictor
  /// The fields of the targets' outcomes: where the adversary wants harm.
  public let targetOutcome: [Matrix]
  /// The fields of the held-out instances' outcomes, which no attack sees.
  public let heldOutOutcome: [Matrix]
  /// The box of ε at budget 1.
  public let box: Box
  /// Decisions that an adversary may want at the targets, t×k; nil where nobody named any.
  public let desiredDecisions: Matrix?
  /// How many instances a training tape works on at once.
  ///
  /// Chosen for the cache; results depend on it in the last bits. The default is 250.
  public let blockRows: Int
  /// The weights w₀ that the data's owner trains from, where the data say so; nil where they are
  /// drawn.
  public private(set) var givenWeights: Weights?
  /// Where an attack begins, where the data say so; nil where it is drawn.
  public let givenStart: GivenStart?
  /// The defence that chooses instance weights in every training step; nil for none.
  public internal(set) var defence: (any Defence)?

  /// A scenario of the given parts; the default decision network is the predictor.
  public init(
    pipeline: any Pipeline, problem: any DecisionProblem, predictor: any Predictor,
    decisionNetwork: (any Predictor)? = nil, targetOutcome: [Matrix], heldOutOutcome: [Matrix],
    box: Box = Box(), desiredDecisions: Matrix? = nil, blockRows: Int = 250,
    givenWeights: Weights? = nil, givenStart: GivenStart? = nil
  ) {
    (self.pipeline, self.problem) = (pipeline, problem)
    (self.predictor, self.decisionNetwork) = (predictor, decisionNetwork ?? predictor)
    (self.targetOutcome, self.heldOutOutcome) = (targetOutcome, heldOutOutcome)
    (self.box, self.desiredDecisions, self.blockRows) = (box, desiredDecisions, blockRows)
    (self.givenWeights, self.givenStart) = (givenWeights, givenStart)
    precondition(box.fits(pipeline.perturbationShape), "a box of another shape than ε")
  }

  /// The same scenario with networks of `factor` times as many hidden units, which given weights do
  /// not fit.
  public func widened(by factor: Int) -> Scenario {
    var copy = self
    copy.predictor = predictor.widened(by: factor)
    copy.decisionNetwork = decisionNetwork.widened(by: factor)
    copy.givenWeights = nil
    return copy
  }

  /// The samples nobody has touched.
  public func cleanSamples() throws -> Samples { try TapedPipeline(pipeline).samples(at: nil) }
}

/// Perturbations from which an attack begins.
public struct GivenStart: Sendable, Equatable {
  /// ε, in the shape of the scenario's perturbation; nil where it is drawn.
  public var perturbation: Matrix?
  /// α, in the shape of the labels; nil where it is drawn.
  public var labels: Matrix?

  /// A start of the given parts.
  public init(perturbation: Matrix? = nil, labels: Matrix? = nil) {
    (self.perturbation, self.labels) = (perturbation, labels)
  }
}

/// Where ε may lie at budget 1: `lower` ≤ ε ≤ `upper`, entry by entry, with lower ≤ 0 ≤ upper.
public struct Box: Sendable {
  /// The sides where they were given; a side that was not is the same for all entries and takes no
  /// memory.
  private let lower: Matrix?, upper: Matrix?

  /// A box of the given sides, each in the shape of ε; −1 and 1 everywhere by default.
  public init(lower: Matrix? = nil, upper: Matrix? = nil) {
    precondition(
      (lower?.values ?? []).allSatisfy { $0 <= 0 } && (upper?.values ?? []).allSatisfy { $0 >= 0 },
      "the box must contain zero")
    (self.lower, self.upper) = (lower, upper)
  }

  /// The bounds of one entry (row-major).
  public func bounds(at index: Int) -> (lower: Double, upper: Double) {
    (lower?.values[index] ?? -1, upper?.values[index] ?? 1)
  }

  /// Both sides written out for an ε of the given shape.
  public func sides(_ shape: (rows: Int, columns: Int)) -> (lower: Matrix, upper: Matrix) {
    (
      lower ?? Matrix(rows: shape.rows, columns: shape.columns, repeating: -1),
      upper ?? Matrix(rows: shape.rows, columns: shape.columns, repeating: 1)
    )
  }

  fileprivate func fits(_ shape: (rows: Int, columns: Int)) -> Bool {
    [lower, upper].compactMap(\.self).allSatisfy {
      $0.rows == shape.rows && $0.columns == shape.columns
    }
  }
}

/// How far an attacker may go: half-widths of the boxes of ε and of α, as multiples of the
/// scenario's box at 1.
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
      let (low, high) = scenario.box.bounds(at: i)
      result.values[i] = min(max(result.values[i], features * low), features * high)
    }
    return result
  }

  /// α moved into its box.
  public func projectLabels(_ α: Matrix) -> Matrix { α.mapped { min(max($0, -labels), labels) } }
}
