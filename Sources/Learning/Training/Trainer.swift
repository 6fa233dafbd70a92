public import Differentiation
import LinearAlgebra

/// Trains a learner by steps along the gradient of its mean loss, and differentiates through the
/// training.
///
/// w_{t+1} follows from w_t by one step of the training's rule along ∇_w L(w_t, s), t =
/// 0…T−1, with L = (1/n)·Σ dᵢwᵢℓᵢ + ½c‖w‖², c being the weight decay. The
/// weights wᵢ are those of the samples; dᵢ those that the scenario's defence chooses anew in
/// every step; both are 1 where nobody gives any. With minibatches a step's sum is over its
/// instances, n is their number, and a step costs what they cost. The trajectory is kept, or, where
/// it is larger than a limit, computed again segment by segment when it is differentiated, which
/// changes no bit; buffers are allotted once and used in every step. One task at a time.
public final class Trainer {
  /// The learner.
  public let learner: any Learner
  let tape: TrainingTape
  let blocks: SampleBlocks
  /// All instances; the same blocks where every step sees all.
  private let whole: SampleBlocks
  /// The instances of each step; nil where every step sees all.
  private let schedule: [[Int]]?
  let trajectory: Trajectory
  let weightCount: Int
  /// The instance weights that the scenario's defence chose; nil where it chooses none.
  let chosen: ChosenWeights?
  /// What the learner makes of the samples for its loss; nil where that gets the outcome received.
  private let preparation: LossPreparation?
  private let trail: BranchTrail
  /// What the tape keeps of every block and every step of the segment that is there.
  private let kept: UnsafeMutablePointer<Double>
  private let keptCount: Int
  private let shapes: Weights
  /// The samples received, and those that the tape works on: the same without a preparation.
  private var received: Samples, samples: Samples
  /// What the tape remembered at the start of each segment; empty where every step is kept.
  private var histories: [[[Double]]] = []
  /// Whether the last training chose its branches.
  private var lastMode = Branches.Mode.free
  /// L(w_0) … L(w_T) of the last training; of minibatches each on its own, the last one on all
  /// instances.
  public private(set) var losses: [Double] = []

  /// A trainer of `learner` for samples of the shapes of `samples`.
  ///
  /// - Parameters:
  ///   - learner: whose loss is minimised.
  ///   - scenario: the problem, the network, and the defence that weights instances.
  ///   - samples: what it trains on until others are loaded.
  ///   - factors: whether second derivatives through decisions are exact, or those of a layer with
  ///     frozen factors. The default is exact.
  ///   - keepsLayers: whether the outputs of wide layers are kept of all steps, which spares
  ///     `pullBack` their computation and changes no bit. The default is false.
  ///   - memoryLimit: the bytes above which not every step of the trajectory is kept. The default
  ///     is 512 MiB.
  public init(
    _ learner: any Learner, in scenario: Scenario, samples: Samples, factors: FactorRule = .exact,
    keepsLayers: Bool = false, memoryLimit: Int? = nil
  ) {
    let preparation = LossPreparation(
      learner, in: scenario.trainingProblem, samples: samples, factors: factors)
    (self.learner, self.preparation, received) = (learner, preparation, samples)
    let blank = preparation?.blank(like: samples) ?? samples
    self.samples = blank
    let (instances, training) = (samples.features.rows, learner.training)
    let batch = min(training.batch?.size ?? instances, instances)
    let height = min(batch, scenario.blockRows)
    tape = TrainingTape(
      learner, scenario, samples: blank, rows: height, factors: factors, keepsLayers: keepsLayers)
    schedule = training.batch?.schedule(steps: training.steps, instances: instances)
    blocks = SampleBlocks(instances: batch, height: height, inputs: tape.sampleInputs)
    whole =
      schedule == nil
      ? blocks : SampleBlocks(instances: instances, height: height, inputs: tape.sampleInputs)
    shapes = Weights(tape.weights.map { Matrix(rows: $0.rows, columns: $0.columns) })
    weightCount = tape.weights.reduce(0) { $0 + $1.count }
    trajectory = Trajectory(
      steps: training.steps, count: weightCount, moments: training.rule.moments,
      limit: memoryLimit ?? Trajectory.defaultLimit)
    chosen = scenario.defence.flatMap { defence in
      defence.choosesWeights
        ? ChosenWeights(defence, steps: training.steps + 1, count: instances) : nil
    }
    keptCount = tape.kept.reduce(0) { $0 + $1.count }
    let room = min(trajectory.interval, training.steps) * blocks.count * keptCount
    kept = .lines(capacity: room)
    kept.initialize(repeating: 0, count: room)
    trail = BranchTrail(
      slots: training.steps * blocks.count + whole.count, wordsPerSlot: tape.tape.choiceWords)
    load(received)
  }

  deinit { kept.deallocate() }

  /// What piecewise operations have met since the last call of `resetCensus`.
  public var census: BranchCensus {
    var census = tape.tape.branches.census
    if let preparation { census.add(preparation.census) }
    return census
  }

  /// Forgets what piecewise operations have met.
  public func resetCensus() {
    tape.tape.branches.census = BranchCensus()
    preparation?.resetCensus()
  }

  /// Takes over other samples of the same shapes.
  public func load(_ samples: Samples) {
    func shape(_ samples: Samples) -> String {
      "\(samples.features.rows)×\(samples.features.columns) features"
        + (samples.weights == nil ? "" : " with weights")
    }
    precondition(
      shape(samples) == shape(self.samples), "\(shape(samples)) for \(shape(self.samples))")
    received = samples
    if preparation != nil { return }
    self.samples = samples
    whole.load(samples)
  }

  /// Trains from the given initial weights.
  ///
  /// - Parameters:
  ///   - initial: w_0.
  ///   - branches: whether active sets and a defence's choices are made anew, or those of the last
  ///     training held; held ones make a replay of it smooth.
  ///   - measuresEnd: whether L(w_T) is computed as well.
  /// - Returns: w_T.
  /// - Throws: `SolverError` where a decision problem of a training step has no answer.
  public func train(
    from initial: Weights, branches: Branches.Mode = .free, measuresEnd: Bool = true
  ) throws -> Weights {
    if let preparation {
      samples = try preparation.samples(from: received, branches: branches)
      whole.load(samples)
    }
    trajectory.begin(with: initial)
    histories = trajectory.isWhole ? [] : [tape.tape.history]
    (tape.tape.branches.mode, lastMode) = (branches, branches)
    loadStatistics()
    let training = learner.training
    losses.removeAll(keepingCapacity: true)
    for step in 0..<training.steps {
      losses.append(try accumulate(tape.stepProgram, step: step))
      trajectory.move(by: training.rule, at: step, length: training.rate)
    }
    if measuresEnd {
      losses.append(try accumulate(tape.lossProgram, step: training.steps, gradients: false))
    }
    return initial.replacing(trajectory.weights(at: training.steps))
  }

  /// Has the states of a step's segment there, with what is kept of its steps: makes the steps
  /// again that lead through it, as the training made them.
  func restore(_ step: Int) throws {
    if trajectory.holds(step) { return }
    let (training, branches) = (learner.training, tape.tape.branches)
    let (mode, census, history) = (branches.mode, branches.census, tape.tape.history)
    branches.mode = lastMode
    defer {
      (branches.mode, branches.census) = (mode, census)
      tape.tape.recall(history)
    }
    let steps = trajectory.rewind(to: step)
    tape.tape.recall(histories[steps.lowerBound / trajectory.interval])
    for step in steps {
      _ = try accumulate(tape.stepProgram, step: step)
      trajectory.move(by: training.rule, at: step, length: training.rate)
    }
  }

  /// w_t of the last training.
  ///
  /// - Throws: as `train`, where the state has to be computed again.
  public func weights(at step: Int) throws -> Weights {
    precondition(step >= 0 && step <= learner.training.steps, "step \(step)")
    try restore(step)
    return shapes.replacing(trajectory.weights(at: step))
  }

  /// ∇_w L of the last training's last step, all weights one after the other.
  public var lastGradient: [Double] {
    let last = max(0, learner.training.steps - 1)
    return Array(UnsafeBufferPointer(start: trajectory.gradient(at: last), count: weightCount))
  }

  /// The branches that the steps of the last training took: active sets, what a defence chose, and
  /// what was chosen when the training began.
  public var branchRecord: [UInt64] {
    let steps = learner.training.steps
    return trail.record(ofFirst: steps * blocks.count) + (chosen?.record(ofFirst: steps) ?? [])
      + (preparation?.branchRecord ?? [])
  }

  /// Pulls a gradient by the samples that the last training worked on back to those received, and
  /// adds what depends on these directly.
  func pulledToReceived(_ gradient: Samples, adding direct: Samples) throws -> Samples {
    try preparation?.pullBack(gradient, adding: direct) ?? gradient
  }

  /// Where the gradient by the samples that the tape works on begins: what depends on them
  /// directly, or zero where that is of other shapes and is added later.
  func start(adding direct: Samples) -> Samples {
    preparation == nil
      ? direct : samples.mapped { Matrix(rows: $0.rows, columns: $0.columns) }
  }

  // MARK: One step

  /// Runs all blocks at the weights of a step; leaves the gradient in its place and returns the
  /// loss.
  private func accumulate(
    _ program: BlockProgram, step: Int, gradients: Bool = true
  ) throws -> Double {
    begin(step: step)
    if let chosen, tape.tape.branches.mode == .free { try choose(chosen, step: step) }
    let gradient = trajectory.gradient(at: step)
    var loss = 0.0
    if gradients { gradient.update(repeating: 0, count: weightCount) }
    for block in 0..<blocks(of: step).count {
      try run(program, step: step, block: block)
      loss += tape.lossAddress[0]
      if !gradients { continue }
      eachKept(step, block) { address, place, count in place.update(from: address, count: count) }
      var first = 0
      for (part, count) in tape.weightCounts.enumerated() {
        let (source, target) = (tape.gradientAddresses[part], gradient + first)
        for i in 0..<count { target[i] += source[i] }
        first += count
      }
    }
    return loss + decay(step: step, gradients: gradients)
  }

  /// Adds the weight decay's part cw to the gradient of a step and returns its part of the loss.
  private func decay(step: Int, gradients: Bool) -> Double {
    let factor = learner.training.weightDecay
    if factor == 0 { return 0 }
    let (weights, gradient) = (trajectory.weights(at: step), trajectory.gradient(at: step))
    var squares = 0.0
    for i in 0..<weightCount {
      squares += weights[i] * weights[i]
      if gradients { gradient[i] += factor * weights[i] }
    }
    return 0.5 * factor * squares
  }

  /// The blocks that hold what a step sees; the end, after the last step, sees all.
  private func blocks(of step: Int) -> SampleBlocks {
    step < learner.training.steps ? blocks : whole
  }

  /// Puts the weights of a step on the tape and its instances into blocks.
  func begin(step: Int) {
    if trajectory.enter(step) { histories.append(tape.tape.history) }
    if let schedule, step < schedule.count { blocks.load(samples, selecting: schedule[step]) }
    scatter(trajectory.weights(at: step), to: tape.weightAddresses)
  }

  /// Has the defence choose weights from the losses at the weights on the tape.
  private func choose(_ chosen: ChosenWeights, step: Int) throws {
    var losses: [Double] = []
    let blocks = blocks(of: step)
    for block in 0..<blocks.count {
      try run(tape.lossProgram, step: step, block: block)
      losses += UnsafeBufferPointer(
        start: tape.losses.address, count: blocks.range(ofBlock: block).count)
    }
    chosen.choose(step: step, losses: losses)
  }

  /// Runs a program on one block, with the branches and instance weights of a step.
  func run(_ program: BlockProgram, step: Int, block: Int) throws {
    select(step: step, block: block)
    loadShares(step: step, block: block)
    try program.run(reading: blocks(of: step).places[block])
  }

  /// Copies all weights one after the other to where their parts go.
  func scatter(_ flat: UnsafePointer<Double>, to addresses: [UnsafeMutablePointer<Double>]) {
    var first = 0
    for (part, count) in tape.weightCounts.enumerated() {
      addresses[part].update(from: flat + first, count: count)
      first += count
    }
  }

  /// Where each value that is kept is on the tape, its place among what is kept of a step and
  /// block, and its size.
  func eachKept(
    _ step: Int, _ block: Int,
    _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
  ) {
    var place = kept + (trajectory.place(of: step) * blocks.count + block) * keptCount
    for variable in tape.kept {
      body(variable.address, place, variable.count)
      place += variable.count
    }
  }

  private func select(step: Int, block: Int) {
    let branches = tape.tape.branches
    if trail.wordsPerSlot == 0 { return }
    branches.current = trail[step * blocks.count + block]
    // Other instances are no better a guess than none.
    let isSame = step > 0 && schedule == nil
    branches.hint = isSame ? trail[(step - 1) * blocks.count + block] : nil
  }

  func loadStatistics() {
    for (variable, value) in zip(tape.statistics, samples.statistics) { variable.set(value) }
  }

  /// The factor dᵢ/n by which the weight of the instance at a place enters the loss of a step.
  func share(at place: Int, step: Int) -> Double {
    let share = 1 / Double(blocks(of: step).selection.count)
    return chosen.map { $0[step][place] * share } ?? share
  }

  /// Gives the instances of a block their shares of the loss; what fills it up counts nothing.
  private func loadShares(step: Int, block: Int) {
    let blocks = blocks(of: step)
    let (range, shares) = (blocks.range(ofBlock: block), tape.sharesAddress)
    if chosen == nil {
      shares.update(repeating: 1 / Double(blocks.selection.count), count: range.count)
    } else {
      for (row, place) in range.enumerated() { shares[row] = share(at: place, step: step) }
    }
    for row in range.count..<blocks.height { shares[row] = 0 }
    guard let weights = samples.weights else { return }
    for (row, place) in range.enumerated() {
      shares[row] *= weights.values[blocks.selection[place]]
    }
  }
}
