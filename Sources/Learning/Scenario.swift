public import LinearAlgebra

/// What a domain makes of its source data: everything that a learner and an attacker need.
public struct Scenario: Sendable {
  /// The differentiable map from perturbed source data to samples.
  public internal(set) var pipeline: any Pipeline
  /// What has to be decided.
  public private(set) var problem: any DecisionProblem
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
  /// The box of α at label budget 1.
  public let labelBox: Box
  /// Decisions that an adversary may want at the targets, t×k; nil where nobody named any.
  public let desiredDecisions: Matrix?
  /// How many instances a training tape works on at once.
  ///
  /// Chosen for the cache; results depend on it in the last bits. The default is 250.
  public let blockRows: Int
  /// The weights w₀ that the data's owner trains from, where the data say so; nil where they are
  /// drawn.
  public internal(set) var givenWeights: Weights?
  /// Where an attack begins, where the data say so; nil where it is drawn.
  public let givenStart: GivenStart?
  /// The defence that chooses instance weights in every training step, and the problem that
  /// trainings see; nil for none.
  public internal(set) var defence: (any Defence)?
  /// The problem that losses in training are computed with: the scenario's own, or what its
  /// defence puts in its place.
  var trainingProblem: any DecisionProblem { defence?.trainingProblem(problem) ?? problem }

  /// A scenario of the given parts; the default decision network is the predictor.
  ///
  /// The default of the labels' box is −1 and 1 everywhere but in rows that are frozen: where a
  /// row of ε belongs to the instance of the same row of α, and nothing of it may be touched, its
  /// label may not be touched either. A box that is given counts as it is.
  public init(
    pipeline: any Pipeline, problem: any DecisionProblem, predictor: any Predictor,
    decisionNetwork: (any Predictor)? = nil, targetOutcome: [Matrix], heldOutOutcome: [Matrix],
    box: Box = Box(), labelBox: Box? = nil, desiredDecisions: Matrix? = nil, blockRows: Int = 250,
    givenWeights: Weights? = nil, givenStart: GivenStart? = nil
  ) {
    (self.pipeline, self.problem) = (pipeline, problem)
    (self.predictor, self.decisionNetwork) = (predictor, decisionNetwork ?? predictor)
    (self.targetOutcome, self.heldOutOutcome) = (targetOutcome, heldOutOutcome)
    (self.box, self.desiredDecisions, self.blockRows) = (box, desiredDecisions, blockRows)
    (self.givenWeights, self.givenStart) = (givenWeights, givenStart)
    precondition(box.fits(pipeline.perturbationShape), "a box of another shape than ε")
    let shape = pipeline.labelShape
    self.labelBox =
      labelBox
      ?? (pipeline.rowsAreInstances
        ? Box().masked(
          rows: box.touchableRows(pipeline.perturbationShape.rows), columns: shape.columns)
        : Box())
    precondition(self.labelBox.fits(shape), "a box of another shape than α")
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

  /// The same scenario with the problem's smoother layer, for an attacker's surrogate.
  ///
  /// - Parameter factor: of the layer's curvature, at least 1.
  /// - Returns: the scenario; nil where the problem has no smoother layer.
  public func smoothed(by factor: Double) -> Scenario? {
    guard let smooth = problem.smoothed(by: factor) else { return nil }
    var copy = self
    copy.problem = smooth
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
