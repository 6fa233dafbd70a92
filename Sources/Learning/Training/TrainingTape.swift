import Differentiation
import LinearAlgebra

/// One gradient step's arithmetic on a block of instances: loss, its gradient, and the gradient's
/// derivative along the weights.
///
/// The loss of a block is Σᵢ cᵢ ℓᵢ, with cᵢ = 1/n for its instances, times their
/// weights, and 0 for padding, so that blocks add up to the mean.
final class TrainingTape {
  let tape: Tape
  let weights: [Variable]
  /// Where the values of the weights go, one address for each part, and how many they are.
  let weightAddresses: [UnsafeMutablePointer<Double>], weightCounts: [Int]
  let features: Variable
  let outcome: [Variable]
  let statistics: [Variable]
  /// cᵢ.
  let shares: Variable
  /// ℓᵢ.
  let losses: Variable
  let loss: Variable
  let weightGradients: [Variable]
  /// Where the loss, the gradients by the weights and the shares are: a step asks for them often.
  let lossAddress: UnsafeMutablePointer<Double>, gradientAddresses: [UnsafeMutablePointer<Double>]
  let sharesAddress: UnsafeMutablePointer<Double>
  /// Features and the fields of the outcome, which programs read block by block.
  let sampleInputs: [Variable]
  let lossProgram: BlockProgram
  /// Loss and its gradient by the weights.
  let stepProgram: BlockProgram
  /// Values of the step program that the sweep does not compute again but finds in their places.
  let kept: [Variable]
  /// What the loss is differentiated by: weights, features, the fields of the outcome, statistics,
  /// and shares where samples have weights.
  private let inputs: [Variable]
  private let gradients: [Variable]
  private let factors: FactorRule
  private let seesAll: Bool

  /// A result of the sweep: nil where it is zero by structure.
  struct Slope {
    let address: UnsafeMutablePointer<Double>?
    let count: Int
  }

  /// The derivatives of the loss's gradients along a direction of the weights.
  final class Sweep {
    let program: BlockProgram
    /// Where the direction goes, one address for each part of the weights.
    let direction: [UnsafeMutablePointer<Double>]
    let weightSlopes: [Slope]
    /// By features, the fields of the outcome, statistics, and shares where samples have weights;
    /// none for a sweep through weights alone.
    let sampleSlopes: [Slope]
    /// The gradient by features as a product, where it is summed later and has no slope above.
    let featureGradient: FeatureGradient?

    init(
      program: BlockProgram, direction: [UnsafeMutablePointer<Double>], slopes: [Slope],
      weightCount: Int, featureGradient: FeatureGradient?
    ) {
      (self.program, self.direction) = (program, direction)
      (weightSlopes, sampleSlopes) = (
        Array(slopes.prefix(weightCount)), Array(slopes.dropFirst(weightCount))
      )
      self.featureGradient = featureGradient
    }
  }

  /// The gradient G·W by the features of a wide first layer, W being one of the weights.
  ///
  /// Its derivative along Ẇ is Ġ·W + G·Ẇ. The sum of that over steps is a third of all
  /// products.
  struct FeatureGradient {
    let layer: Variable
    let weight: Int
  }

  /// Of the gradients by weights and samples; made when first asked for, since a victim never
  /// sweeps and buffers may be large.
  private(set) lazy var sweep = makeSweep(of: gradients)
  /// Of the gradients by the weights alone.
  private(set) lazy var weightSweep = makeSweep(of: weightGradients)

  /// Below so many inputs a layer is computed again in less time than its values take to come from
  /// memory.
  private static let fewestInputs = 256

  init(
    _ learner: any Learner, _ scenario: Scenario, samples: Samples, rows: Int, factors: FactorRule,
    keepsLayers: Bool
  ) {
    let tape = Tape(factors: factors)
    self.tape = tape
    let predictor = learner.predictor(in: scenario)
    weights = predictor.weightShapes.map { tape.input(rows: $0.rows, columns: $0.columns) }
    (weightAddresses, weightCounts) = (weights.map(\.address), weights.map(\.count))
    features = tape.input(rows: rows, columns: samples.features.columns)
    outcome = samples.outcome.map { tape.input(rows: rows, columns: $0.columns) }
    statistics = samples.statistics.map { tape.input(rows: $0.rows, columns: $0.columns) }
    sampleInputs = [features] + outcome
    shares = tape.input(rows: rows, columns: 1)
    let output = predictor.predictions(from: features, weights: weights, statistics: statistics)
    kept = keepsLayers ? tape.layers(withInputs: TrainingTape.fewestInputs) : []
    losses = learner.losses(
      of: output, against: outcome, statistics: statistics, in: scenario.trainingProblem)
    loss = losses.times(shares, transposingSelf: true)
    self.factors = factors
    seesAll = learner.training.batch == nil
    inputs = weights + [features] + outcome + statistics + (samples.weights == nil ? [] : [shares])
    gradients = tape.gradient(of: loss, withRespectTo: inputs)
    weightGradients = Array(gradients.prefix(weights.count))
    lossProgram = BlockProgram(tape.compile([loss]), on: sampleInputs)
    stepProgram = BlockProgram(tape.compile([loss] + weightGradients), on: sampleInputs)
    (lossAddress, sharesAddress) = (loss.address, shares.address)
    gradientAddresses = weightGradients.map(\.address)
    // It records further operations, which the trail of branches has to know of.
    if factors == .frozen { _ = sweep }
  }

  /// The gradient by features as a product that can be summed over steps; nil unless it is one,
  /// the layer is wide and every step sees the same instances.
  private func featureGradient(among gradients: [Variable]) -> FeatureGradient? {
    guard seesAll, gradients.count > weights.count, features.columns >= TrainingTape.fewestInputs,
      let (layer, factor) = gradients[weights.count].factors,
      let weight = weights.firstIndex(where: factor.isSame)
    else { return nil }
    return FeatureGradient(layer: layer, weight: weight)
  }

  private func makeSweep(of gradients: [Variable]) -> Sweep {
    let program: CompiledTape
    let direction: [UnsafeMutablePointer<Double>]
    var slopes: [Slope]
    var product: FeatureGradient?
    switch factors {
    case .exact:
      // Forward over reverse: the gradients' tangents along the weights.
      var gradients = gradients
      product = featureGradient(among: gradients)
      if let product { gradients[weights.count] = product.layer }
      program = tape.compile(
        gradients, along: weights, tangentsOnly: true,
        withValuesOf: product.map { [$0.layer] } ?? [], given: kept)
      direction = weights.compactMap(\.tangentAddress)
      slopes = gradients.map { Slope(address: $0.tangentAddress, count: $0.count) }
      if product != nil { slopes[weights.count] = Slope(address: nil, count: 0) }
    case .frozen:
      // Reverse over reverse, as a layer with frozen factors is used: its Hessian is not symmetric.
      let vectors = weights.map { tape.input(rows: $0.rows, columns: $0.columns) }
      let product = Variable.innerProduct(of: weightGradients, with: vectors)
      let seconds = tape.gradient(of: product, withRespectTo: Array(inputs.prefix(gradients.count)))
      program = tape.compile(seconds, given: kept)
      direction = vectors.map(\.address)
      slopes = seconds.map { Slope(address: $0.address, count: $0.count) }
    }
    return Sweep(
      program: BlockProgram(program, on: sampleInputs), direction: direction, slopes: slopes,
      weightCount: weights.count, featureGradient: product)
  }
}

/// A program that reads its samples block by block where they lie.
final class BlockProgram {
  private let program: CompiledTape
  private let windows: [CompiledTape.Window]
  private var places: [UnsafeMutablePointer<Double>?]

  /// `inputs` are the samples' parts, in the order in which their addresses will be given.
  init(_ program: CompiledTape, on inputs: [Variable]) {
    self.program = program
    windows = inputs.map(program.window)
    places = inputs.map { _ in nil }
  }

  /// Runs with the parts at the given addresses; without any, with those on the tape.
  func run(reading addresses: [UnsafeMutablePointer<Double>]) throws {
    for index in addresses.indices where places[index] != addresses[index] {
      program.move(windows[index], to: addresses[index])
      places[index] = addresses[index]
    }
    try program.run()
  }
}
