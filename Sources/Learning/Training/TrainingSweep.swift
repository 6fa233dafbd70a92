import LinearAlgebra

extension Trainer {
  /// What a function of the trained weights pulls back to.
  public struct Pullback: Sendable {
    /// The gradient by the samples (features, outcome, weights, statistics; targets and held-out
    /// features as given).
    public var samples: Samples
    /// The gradient by the initial weights, v_0.
    public var initialWeights: [Double]
    /// ‖v_t‖ for t = 0…T: how the backward vector grows or fades.
    public var norms: [Double]
  }

  /// Pulls the gradient `final` = ∂/∂w_T back through all steps of the last training (mixed
  /// mode).
  ///
  /// The step rule says along which direction p and with which factor c a step depends on its
  /// gradient. With (a, b) = d/dτ (∇_w L, ∇_s L)(w_t + τ·p, s) at τ = 0: v_t = v_{t+1} +
  /// c·a and s̄ ← s̄ + c·b. Of a plain step p = v_{t+1} and c = −δ; the moments of other
  /// rules have cotangents of their own. Weight decay c adds cp to a. Active sets and a defence's
  /// choices are those of the training.
  /// - Parameters:
  ///   - final: v_T = ∂L_adv/∂w_T, all weights one after the other.
  ///   - direct: ∂L_adv/∂s, to which the pullback is added.
  /// - Returns: the gradients by samples and initial weights, and the norms of the sweep.
  /// - Throws: `SolverError`, if a held active set has become singular.
  /// - SeeAlso: paper §4.1; Pearlmutter (1994).
  public func pullBack(_ final: [Double], adding direct: Samples) throws -> Pullback {
    var samples = start(adding: direct)
    let waiting = tape.sweep.featureGradient.map {
      WaitingProducts(
        rows: blocks.selection.count * $0.layer.rows / tape.features.rows,
        inner: $0.layer.columns, columns: tape.weights[$0.weight].columns)
    }
    let (vector, norms) = try pullBack(final, through: tape.sweep) { step, block, factor in
      if let waiting {
        wait(waiting, factor, block: block)
        if waiting.isFull, block == blocks.count - 1 { waiting.add(to: &samples.features) }
      }
      add(factor, step: step, block: block, to: &samples)
    }
    waiting?.add(to: &samples.features)
    return Pullback(
      samples: try pulledToReceived(samples, adding: direct), initialWeights: vector, norms: norms)
  }

  /// Pulls the gradient by the final weights back to the initial ones alone, which is cheaper.
  ///
  /// - Parameter final: as of `pullBack(_:adding:)`.
  /// - Returns: the gradient by the initial weights, v_0.
  /// - Throws: as `pullBack(_:adding:)`.
  public func pullBackToWeights(_ final: [Double]) throws -> [Double] {
    try pullBack(final, through: tape.weightSweep) { _, _, _ in }.vector
  }

  /// ‖v_t‖ for t = 0…T of the same sweep.
  ///
  /// - Parameter final: as of `pullBack(_:adding:)`.
  /// - Returns: the norms: how the backward vector grows or fades.
  /// - Throws: as `pullBack(_:adding:)`.
  public func sweepNorms(_ final: [Double]) throws -> [Double] {
    try pullBack(final, through: tape.weightSweep) { _, _, _ in }.norms
  }

  private func pullBack(
    _ final: [Double], through sweep: TrainingTape.Sweep,
    eachBlock: (_ step: Int, _ block: Int, _ factor: Double) -> Void
  ) throws -> (vector: [Double], norms: [Double]) {
    precondition(final.count == weightCount, "\(final.count) cotangents for \(weightCount) weights")
    let training = learner.training
    var vector = final
    var direction = vector
    var moments = Array(repeating: 0.0, count: max(1, training.rule.moments * weightCount))
    var norms = Array(repeating: 0.0, count: training.steps + 1)
    func norm() -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    norms[training.steps] = norm()
    tape.tape.branches.mode = .held
    loadStatistics()
    for step in stride(from: training.steps - 1, through: 0, by: -1) {
      // What has faded so far that its squares are below every double adds nothing to any sum, but
      // each product of it would take a hundred times as long as others.
      if norms[step + 1] == 0, moments.allSatisfy({ $0 * $0 == 0 }) {
        for i in vector.indices { vector[i] = 0 }
        break
      }
      try restore(step)
      let factor = training.rule.pullBack(
        vector, moments: &moments, to: &direction,
        through: trajectory.buffers(of: step, momentsAt: step + 1, length: training.rate))
      if factor != 0 {
        begin(step: step)
        scatter(direction, to: sweep.direction)
        for block in 0..<blocks.count {
          eachKept(step, block) { address, place, count in
            address.update(from: place, count: count)
          }
          try run(sweep.program, step: step, block: block)
          var first = 0
          for part in sweep.weightSlopes {
            if let slope = part.address {
              for i in 0..<part.count { vector[first + i] += factor * slope[i] }
            }
            first += part.count
          }
          eachBlock(step, block, factor)
        }
        if training.weightDecay != 0 {
          let decay = factor * training.weightDecay
          for i in 0..<weightCount { vector[i] += decay * direction[i] }
        }
      }
      norms[step] = norm()
    }
    return (vector, norms)
  }

  /// Takes over factor · (Ġ·W + G·Ẇ), the slope of the gradient by the features of a block.
  private func wait(_ waiting: WaitingProducts, _ factor: Double, block: Int) {
    guard let gradient = tape.sweep.featureGradient,
      let change = gradient.layer.tangentAddress
    else { return }
    if block == 0 {
      waiting.begin(with: [
        tape.weightAddresses[gradient.weight], tape.sweep.direction[gradient.weight],
      ])
    }
    let perInstance = gradient.layer.rows / tape.features.rows
    let range = blocks.range(ofBlock: block)
    waiting.set(
      [change, gradient.layer.address], times: factor,
      rows: range.lowerBound * perInstance..<range.upperBound * perInstance)
  }

  /// result += factor · (slope of the sample gradients of a block).
  private func add(_ factor: Double, step: Int, block: Int, to result: inout Samples) {
    let slopes = tape.sweep.sampleSlopes
    var position = 0
    func take(_ matrix: inout Matrix, _ rows: some Sequence<Int>) {
      defer { position += 1 }
      guard var slope = slopes[position].address else { return }
      let columns = matrix.columns
      matrix.values.withUnsafeMutableBufferPointer { target in
        guard let target = target.baseAddress else { return }
        if let rows = rows as? Range<Int> {
          let start = target + rows.lowerBound * columns
          for j in 0..<rows.count * columns { start[j] += factor * slope[j] }
          return
        }
        for row in rows {
          let start = target + row * columns
          for j in 0..<columns { start[j] += factor * slope[j] }
          slope += columns
        }
      }
    }
    if learner.training.batch == nil {
      // Every step sees all instances in their order.
      let range = blocks.range(ofBlock: block)
      take(&result.features, range)
      for field in result.outcome.indices { take(&result.outcome[field], range) }
    } else {
      let instances = blocks.selection[blocks.range(ofBlock: block)]
      take(&result.features, instances)
      for field in result.outcome.indices { take(&result.outcome[field], instances) }
    }
    for index in result.statistics.indices {
      take(&result.statistics[index], 0..<result.statistics[index].rows)
    }
    guard result.weights != nil, let slope = slopes[position].address else { return }
    for (row, place) in blocks.range(ofBlock: block).enumerated() {
      result.weights?.values[blocks.selection[place]] +=
        factor * share(at: place, step: step) * slope[row]
    }
  }
}
