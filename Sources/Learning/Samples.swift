public import Differentiation
public import LinearAlgebra

/// What a learner receives and what it is judged on: as plain numbers (`Samples`), or as variables
/// (`TapedSamples`).
public struct SampleParts<Part> {
  /// Training features, n×d.
  public var features: Part
  /// The fields of the training outcomes, each of n rows.
  public var outcome: [Part]
  /// The weights wᵢ of the instances in the mean loss (1/n)·Σ wᵢℓᵢ, n×1; nil where all
  /// are 1.
  public var weights: Part?
  /// What the learner fits on its data beside the weights (scales), each 1×1.
  public var statistics: [Part]
  /// The targets' features as the learner sees them (after its own standardisation), t×d.
  public var targetFeatures: Part
  /// The held-out instances' features as the learner sees them, s×d.
  public var heldOutFeatures: Part

  /// Samples of the given parts.
  public init(
    features: Part, outcome: [Part], weights: Part? = nil, statistics: [Part] = [],
    targetFeatures: Part, heldOutFeatures: Part
  ) {
    self.weights = weights
    (self.features, self.outcome, self.statistics) = (features, outcome, statistics)
    (self.targetFeatures, self.heldOutFeatures) = (targetFeatures, heldOutFeatures)
  }

  /// All parts; those that may be absent come last.
  var all: [Part] {
    [features] + outcome + statistics + [targetFeatures, heldOutFeatures]
      + [weights].compactMap(\.self)
  }

  /// The samples of what `transform` makes of each part.
  public func mapped<Other>(_ transform: (Part) -> Other) -> SampleParts<Other> {
    SampleParts<Other>(
      features: transform(features), outcome: outcome.map(transform),
      weights: weights.map(transform), statistics: statistics.map(transform),
      targetFeatures: transform(targetFeatures), heldOutFeatures: transform(heldOutFeatures))
  }
}

extension SampleParts: Sendable where Part: Sendable {}
extension SampleParts: Equatable where Part: Equatable {}

/// Samples as plain numbers.
public typealias Samples = SampleParts<Matrix>

/// Samples as variables on the tape that turns perturbed source data into them.
public typealias TapedSamples = SampleParts<Variable>

/// The differentiable map from perturbed source data to samples; an attack never knows what lies
/// behind it.
public protocol Pipeline: Sendable {
  /// The shape of a perturbation ε of the source data.
  var perturbationShape: (rows: Int, columns: Int) { get }
  /// The shape of a perturbation α of the training labels.
  var labelShape: (rows: Int, columns: Int) { get }
  /// Whether a row of ε and the same row of α belong to one instance.
  ///
  /// The default is false.
  var rowsAreInstances: Bool { get }
  /// Records the samples that follow from the source data perturbed by ε and the labels by α.
  func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples
}

extension Pipeline {
  /// Rows of ε are something else than instances, such as days.
  public var rowsAreInstances: Bool { false }
}

/// Features that are attacked as they are: u + ε, θ + α; all else is constant.
public struct IdentityPipeline: Pipeline {
  /// The clean samples; statistics are constants here.
  public let clean: Samples

  /// The pipeline of the given clean samples.
  public init(clean: Samples) { self.clean = clean }

  /// The shape of ε.
  public var perturbationShape: (rows: Int, columns: Int) {
    (clean.features.rows, clean.features.columns)
  }
  /// The shape of α.
  public var labelShape: (rows: Int, columns: Int) {
    (clean.outcome[0].rows, clean.outcome[0].columns)
  }
  /// ε and α have one row per instance.
  public var rowsAreInstances: Bool { true }

  /// Records the samples that follow from perturbed source data.
  public func samples(perturbedBy ε: Variable, labels α: Variable) -> TapedSamples {
    var samples = clean.mapped(ε.tape.input)
    samples.features = samples.features + ε
    samples.outcome[0] = samples.outcome[0] + α
    return samples
  }
}

/// A pipeline put on a tape: samples forward, and the cotangent of samples back to ε and α.
public final class TapedPipeline {
  private let perturbation: Variable
  private let labels: Variable
  private let samples: TapedSamples
  private let forward: CompiledTape
  /// The choices of the last free run.
  private var trail: BranchTrail

  /// The way back, made when first asked for: its buffers are as large as the samples.
  private lazy var reverse = makeReverse()
  /// Whether the way forward has made no choices since the way back was made.
  private var lacksChoices = false

  private struct Reverse {
    let cotangents: [Variable]
    let gradients: [Variable]
    let program: CompiledTape

    init(_ samples: [Variable], to inputs: [Variable]) {
      let tape = inputs[0].tape
      cotangents = samples.map { tape.input(rows: $0.rows, columns: $0.columns) }
      let product = Variable.innerProduct(of: samples, with: cotangents)
      gradients = tape.gradient(of: product, withRespectTo: inputs)
      program = tape.compile(gradients)
    }
  }

  /// Records `pipeline`.
  public init(_ pipeline: any Pipeline) {
    let tape = Tape()
    let (shape, labelShape) = (pipeline.perturbationShape, pipeline.labelShape)
    perturbation = tape.input(rows: shape.rows, columns: shape.columns)
    labels = tape.input(rows: labelShape.rows, columns: labelShape.columns)
    samples = pipeline.samples(perturbedBy: perturbation, labels: labels)
    forward = tape.compile(samples.all)
    trail = BranchTrail(slots: 1, wordsPerSlot: tape.choiceWords)
    tape.branches.current = trail[0]
  }

  private func makeReverse() -> Reverse {
    let made = Reverse(samples.all, to: [perturbation, labels])
    // What goes back may have choices of its own; those of the way forward are made again.
    let tape = perturbation.tape
    trail = BranchTrail(slots: 1, wordsPerSlot: tape.choiceWords)
    tape.branches.current = trail[0]
    lacksChoices = true
    return made
  }

  /// The samples at the given perturbations (zero where nil).
  ///
  /// What the pipeline decides on its way (a portfolio that a statistic holds) is decided anew or,
  /// where branches are `held`, along those of the last free run of samples or of `pullBack`.
  public func samples(
    at ε: Matrix?, labels α: Matrix? = nil, branches: Branches.Mode = .free
  ) throws -> Samples {
    set(ε, α)
    perturbation.tape.branches.mode = branches
    try forward.run()
    return samples.mapped(\.value)
  }

  /// The gradient by ε and α of a function whose gradient by the samples is `cotangent`, at the
  /// given point.
  public func pullBack(_ cotangent: Samples, at ε: Matrix?, labels α: Matrix? = nil) throws
    -> (perturbation: Matrix, labels: Matrix)
  {
    set(ε, α)
    perturbation.tape.branches.mode = .free
    let parts = cotangent.all
    precondition(
      parts.count == reverse.cotangents.count, "cotangents of other samples than the pipeline's")
    for (variable, part) in zip(reverse.cotangents, parts) { variable.set(part) }
    if lacksChoices {
      try forward.run()
      lacksChoices = false
    }
    try reverse.program.run()
    return (reverse.gradients[0].value, reverse.gradients[1].value)
  }

  private func set(_ ε: Matrix?, _ α: Matrix?) {
    perturbation.set(ε ?? Matrix(rows: perturbation.rows, columns: perturbation.columns))
    labels.set(α ?? Matrix(rows: labels.rows, columns: labels.columns))
  }
}

extension Variable {
  /// The sum of the inner products of parts with others of their shapes, at least one: 1×1.
  static func innerProduct(of parts: [Variable], with others: [Variable]) -> Variable {
    var sum: Variable?
    for (part, other) in zip(parts, others) {
      let term = part.rowDot(other).sum()
      sum = sum.map { $0 + term } ?? term
    }
    guard let sum else { preconditionFailure("an inner product of nothing") }
    return sum
  }
}
