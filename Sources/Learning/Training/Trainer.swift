public import Differentiation
import LinearAlgebra

/// Trains a learner by full-batch gradient descent, and differentiates through the training.
///
/// w_{t+1} = w_t − δ∇_w L(w_t, s), t = 0…T−1. The trajectory is kept (it is small); buffers are
/// allotted once and used in every step. One task at a time.
public final class Trainer {
  /// The learner.
  public let learner: any Learner
  private let scenario: Scenario
  private let tape: TrainingTape
  private let instances: Int
  private let blockRows: Int
  private let blocks: Int
  private let weightCount: Int
  private let trajectory: UnsafeMutablePointer<Double>
  private let gradient: UnsafeMutablePointer<Double>
  private let trail: BranchTrail
  /// What the tape keeps of every step and block of the last training.
  private let kept: UnsafeMutablePointer<Double>
  private let keptCount: Int
  private let shapes: Weights
  private var samples: Samples
  /// Features and outcome, filled up to whole blocks, and where each block begins in them; nothing
  /// where one block holds all.
  private let rows: [BlockRows]
  private let places: [[UnsafeMutablePointer<Double>]]
  /// L(w_0) … L(w_T) of the last training.
  public private(set) var losses: [Double] = []

  /// A trainer of `learner` for samples of the shapes of `samples`.
  ///
  /// `factors` says whether second derivatives through decisions are exact, or those of a layer
  /// with frozen factors. With `keepsLayers` the outputs of wide layers are kept of all steps,
  /// which spares `pullBack` their computation and changes no bit.
  public init(
    _ learner: any Learner, in scenario: Scenario, samples: Samples, factors: FactorRule = .exact,
    keepsLayers: Bool = false
  ) {
    self.learner = learner
    self.scenario = scenario
    self.samples = samples
    instances = samples.features.rows
    blockRows = min(instances, scenario.blockRows)
    blocks = (instances + blockRows - 1) / blockRows
    tape = TrainingTape(
      learner, scenario, samples: samples, rows: blockRows, factors: factors,
      keepsLayers: keepsLayers)
    shapes = Weights(tape.weights.map { Matrix(rows: $0.rows, columns: $0.columns) })
    weightCount = tape.weights.reduce(0) { $0 + $1.count }
    let steps = learner.training.steps
    trajectory = .allocate(capacity: (steps + 1) * weightCount)
    trajectory.initialize(repeating: 0, count: (steps + 1) * weightCount)
    gradient = .allocate(capacity: weightCount)
    gradient.initialize(repeating: 0, count: weightCount)
    let blockCount = blocks
    rows =
      blocks == 1
      ? []
      : ([tape.features] + tape.outcome).map {
        BlockRows(rows: blockCount * $0.rows, columns: $0.columns)
      }
    let (parts, height) = (rows, blockRows)
    places = (0..<blocks).map { block in parts.map { $0.address(ofRow: block * height) } }
    keptCount = tape.kept.reduce(0) { $0 + $1.count }
    kept = .allocate(capacity: steps * blocks * keptCount)
    kept.initialize(repeating: 0, count: steps * blocks * keptCount)
    trail = BranchTrail(slots: (steps + 1) * blocks, wordsPerSlot: tape.tape.choiceWords)
    place(samples)
  }

  deinit {
    trajectory.deallocate()
    gradient.deallocate()
    kept.deallocate()
  }

  /// What piecewise operations have met since the last call of `resetCensus`.
  public var census: BranchCensus { tape.tape.branches.census }

  /// Forgets what piecewise operations have met.
  public func resetCensus() { tape.tape.branches.census = BranchCensus() }

  /// Takes over other samples of the same shapes.
  public func load(_ samples: Samples) {
    precondition(
      samples.features.rows == self.samples.features.rows
        && samples.features.columns == self.samples.features.columns,
      "\(samples.features.rows)×\(samples.features.columns) features for \(instances)×\(self.samples.features.columns)"
    )
    self.samples = samples
    place(samples)
  }

  /// Copies features and outcome to where the programs read them.
  private func place(_ samples: Samples) {
    let values = [samples.features] + samples.outcome
    if blocks == 1 {
      for (variable, matrix) in zip([tape.features] + tape.outcome, values) { variable.set(matrix) }
    } else {
      for (part, matrix) in zip(rows, values) { part.fill(with: matrix) }
    }
  }

  // MARK: Training

  /// Trains from the given initial weights; active sets are chosen anew or, if `held`, those of the
  /// last training kept.
  ///
  /// - Parameters:
  ///   - initial: w_0.
  ///   - branches: whether active sets are chosen or held; held ones make a replay of the last
  ///     training smooth.
  ///   - measuresEnd: whether L(w_T) is computed as well.
  /// - Returns: w_T.
  /// - Throws: `SolverError` where a decision problem of a training step has no answer.
  public func train(
    from initial: Weights, branches: Branches.Mode = .free, measuresEnd: Bool = true
  ) throws -> Weights {
    precondition(initial.count == weightCount, "\(initial.count) weights for \(weightCount)")
    initial.flat.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      trajectory.update(from: source, count: weightCount)
    }
    tape.tape.branches.mode = branches
    loadStatistics()
    let (steps, rate) = (learner.training.steps, learner.training.rate)
    losses.removeAll(keepingCapacity: true)
    for step in 0..<steps {
      let weights = trajectory + step * weightCount
      losses.append(try accumulate(tape.stepProgram, step: step, weights: weights))
      let next = weights + weightCount
      for i in 0..<weightCount { next[i] = weights[i] - rate * gradient[i] }
    }
    let final = trajectory + steps * weightCount
    if measuresEnd {
      losses.append(
        try accumulate(tape.lossProgram, step: steps, weights: final, gradients: false))
    }
    return initial.replacing(final)
  }

  /// w_t of the last training.
  public func weights(at step: Int) -> Weights {
    precondition(step >= 0 && step <= learner.training.steps, "step \(step)")
    return shapes.replacing(trajectory + step * weightCount)
  }

  /// The branches that the steps of the last training took.
  public var branchRecord: [UInt64] { trail.record(ofFirst: learner.training.steps * blocks) }

  /// Runs all blocks at the given weights; leaves the gradient in `gradient` and returns the loss.
  private func accumulate(
    _ program: BlockProgram, step: Int, weights: UnsafePointer<Double>, gradients: Bool = true
  ) throws -> Double {
    scatter(weights, to: tape.weightAddresses)
    var loss = 0.0
    if gradients { gradient.update(repeating: 0, count: weightCount) }
    for block in 0..<blocks {
      select(step: step, block: block)
      loadShares(ofBlock: block)
      try program.run(reading: places[block])
      loss += tape.loss.address[0]
      if !gradients { continue }
      eachKept(step, block) { address, place, count in place.update(from: address, count: count) }
      var first = 0
      for part in tape.weightGradients {
        let (source, target) = (part.address, gradient + first)
        for i in 0..<part.count { target[i] += source[i] }
        first += part.count
      }
    }
    return loss
  }

  /// Copies all weights one after the other to where their parts go.
  private func scatter(
    _ flat: UnsafePointer<Double>, to addresses: [UnsafeMutablePointer<Double>]
  ) {
    var first = 0
    for (variable, address) in zip(tape.weights, addresses) {
      address.update(from: flat + first, count: variable.count)
      first += variable.count
    }
  }

  /// Where each value that is kept is on the tape, its place among what is kept of a step and
  /// block, and its size.
  private func eachKept(
    _ step: Int, _ block: Int,
    _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
  ) {
    var place = kept + (step * blocks + block) * keptCount
    for variable in tape.kept {
      body(variable.address, place, variable.count)
      place += variable.count
    }
  }

  private func select(step: Int, block: Int) {
    let branches = tape.tape.branches
    if trail.wordsPerSlot == 0 { return }
    branches.current = trail[step * blocks + block]
    branches.hint = step == 0 ? nil : trail[(step - 1) * blocks + block]
  }

  private func loadStatistics() {
    for (variable, value) in zip(tape.statistics, samples.statistics) { variable.set(value) }
  }

  /// Gives the instances of a block their shares of the mean; rows beyond the last instance count
  /// nothing.
  private func loadShares(ofBlock block: Int) {
    let rows = min(blockRows, instances - block * blockRows)
    let (shares, share) = (tape.shares.address, 1 / Double(instances))
    for row in 0..<blockRows { shares[row] = row < rows ? share : 0 }
  }

  // MARK: Differentiation through training

  /// What a function of the trained weights pulls back to.
  public struct Pullback: Sendable {
    /// The gradient by the samples (features, outcome, statistics; targets and held-out features as
    /// given).
    public var samples: Samples
    /// The gradient by the initial weights, v_0.
    public var initialWeights: [Double]
    /// ‖v_t‖ for t = 0…T: how the backward vector grows or fades.
    public var norms: [Double]
  }

  /// Pulls the gradient `final` = ∂/∂w_T back through all steps of the last training (mixed mode).
  ///
  /// With (a, b) = d/dτ (∇_w L, ∇_s L)(w_t + τ·v_{t+1}, s) at τ = 0: v_t = v_{t+1} − δa and s̄ ← s̄
  /// − δb. Active sets are those of the training.
  /// - Parameters:
  ///   - final: v_T = ∂L_adv/∂w_T, all weights one after the other.
  ///   - direct: ∂L_adv/∂s, to which the pullback is added.
  /// - Returns: the gradients by samples and initial weights, and the norms of the sweep.
  /// - Throws: `SolverError`, if a held active set has become singular.
  /// - SeeAlso: paper §4.1; Pearlmutter (1994).
  public func pullBack(_ final: [Double], adding direct: Samples) throws -> Pullback {
    var samples = direct
    let (vector, norms) = try pullBack(final, through: tape.sweep) { block, rate in
      subtract(block, rate, from: &samples)
    }
    return Pullback(samples: samples, initialWeights: vector, norms: norms)
  }

  /// Pulls the gradient by the final weights back to the initial ones alone, which is cheaper.
  ///
  /// - Parameter final: as of `pullBack(_:adding:)`.
  /// - Returns: the gradient by the initial weights, v_0.
  /// - Throws: as `pullBack(_:adding:)`.
  public func pullBackToWeights(_ final: [Double]) throws -> [Double] {
    try pullBack(final, through: tape.weightSweep) { _, _ in }.vector
  }

  private func pullBack(
    _ final: [Double], through sweep: TrainingTape.Sweep, eachBlock: (Int, Double) -> Void
  ) throws -> (vector: [Double], norms: [Double]) {
    precondition(final.count == weightCount, "\(final.count) cotangents for \(weightCount) weights")
    let (steps, rate) = (learner.training.steps, learner.training.rate)
    var vector = final
    var norms = Array(repeating: 0.0, count: steps + 1)
    func norm() -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    norms[steps] = norm()
    tape.tape.branches.mode = .held
    loadStatistics()
    for step in stride(from: steps - 1, through: 0, by: -1) {
      scatter(trajectory + step * weightCount, to: tape.weightAddresses)
      vector.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return }
        scatter(source, to: sweep.direction)
      }
      for block in 0..<blocks {
        select(step: step, block: block)
        loadShares(ofBlock: block)
        eachKept(step, block) { address, place, count in address.update(from: place, count: count) }
        try sweep.program.run(reading: places[block])
        var first = 0
        for part in sweep.weightSlopes {
          if let slope = part.address {
            for i in 0..<part.count { vector[first + i] -= rate * slope[i] }
          }
          first += part.count
        }
        eachBlock(block, rate)
      }
      norms[step] = norm()
    }
    return (vector, norms)
  }

  /// result −= δ · (slope of the sample gradients of a block).
  private func subtract(_ block: Int, _ rate: Double, from result: inout Samples) {
    let first = block * blockRows
    let rows = min(blockRows, instances - first)
    let slopes = tape.sweep.sampleSlopes
    func take(_ part: TrainingTape.Slope, _ matrix: inout Matrix, at row: Int, _ count: Int) {
      guard let slope = part.address else { return }
      let start = row * matrix.columns
      let entries = count * matrix.columns
      matrix.values.withUnsafeMutableBufferPointer { target in
        guard let target = target.baseAddress else { return }
        for i in 0..<entries { target[start &+ i] -= rate * slope[i] }
      }
    }
    take(slopes[0], &result.features, at: first, rows)
    for field in result.outcome.indices {
      take(slopes[1 + field], &result.outcome[field], at: first, rows)
    }
    for statistic in result.statistics.indices {
      take(
        slopes[1 + result.outcome.count + statistic], &result.statistics[statistic],
        at: 0, result.statistics[statistic].rows)
    }
  }
}
