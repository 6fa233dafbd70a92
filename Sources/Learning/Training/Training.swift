import Reproducibility

/// How a learner trains: steps of one rule and one rate, on all instances or on some of them in
/// turn.
public struct Training: Sendable, Hashable, Encodable {
  /// The number T of steps.
  public var steps: Int
  /// The learning rate δ: the length of a step.
  public var rate: Double
  /// What makes a step of the gradient.
  ///
  /// The default is gradient descent.
  @StepRuleOption public var rule: any StepRule
  /// Which instances a step sees.
  ///
  /// The default is nil: all of them.
  public var batch: Minibatches?

  /// The factor c of ½c‖w‖², over all weights and biases, which every loss has beside its
  /// mean over the instances.
  ///
  /// The default is 0.
  public var weightDecay: Double

  /// Training of the given length and rate.
  ///
  /// - Parameters:
  ///   - steps: the number T of steps.
  ///   - rate: the learning rate δ.
  ///   - rule: what makes a step of the gradient. The default is gradient descent.
  ///   - batch: which instances a step sees. The default is nil: all of them.
  ///   - weightDecay: the factor of ½‖w‖² in the loss. The default is 0.
  public init(
    steps: Int, rate: Double, rule: some StepRule = .plain, batch: Minibatches? = nil,
    weightDecay: Double = 0
  ) {
    precondition(
      steps >= 0 && rate >= 0 && weightDecay >= 0,
      "\(steps) steps of rate \(rate), weight decay \(weightDecay)")
    (self.steps, self.rate, self.batch, self.weightDecay) = (steps, rate, batch, weightDecay)
    self.rule = rule
  }

  private enum CodingKeys: CodingKey { case steps, rate, rule, batch, weightDecay }

  /// Writes what results depend on; weight decay only where there is some.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(steps, forKey: .steps)
    try container.encode(rate, forKey: .rate)
    try container.encode(_rule, forKey: .rule)
    try container.encodeIfPresent(batch, forKey: .batch)
    if weightDecay != 0 { try container.encode(weightDecay, forKey: .weightDecay) }
  }

  /// In a few words: "80 steps of rate 0.03, full batch", followed by the rule where it is not
  /// plain and by the weight decay where there is some.
  public var phrase: String {
    let instances = batch.map { "minibatches of \($0.size)" } ?? "full batch"
    return "\(steps) steps of rate \(NumberFormat.chosen(rate)), \(instances)"
      + (rule is PlainStep ? "" : ", step rule: \(rule.label)")
      + (weightDecay == 0 ? "" : ", weight decay \(NumberFormat.chosen(weightDecay))")
  }
}

/// Equally large random parts of the training instances, one per step.
///
/// An epoch deals the instances in a new order, without replacement; what is left over when their
/// number is not a multiple of the size is not dealt. The schedule hangs on the seed alone, not on
/// the data: it is the same in clean and in poisoned training.
public struct Minibatches: Sendable, Hashable, Encodable {
  /// The number of instances per step; that of all instances is a full batch.
  public var size: Int
  /// Where the order comes from, a part of who the victim is.
  ///
  /// The default is 0.
  public var seed: UInt64

  /// Parts of the given size.
  public init(of size: Int, seed: UInt64 = 0) {
    precondition(size >= 1, "minibatches of \(size)")
    (self.size, self.seed) = (size, seed)
  }

  func schedule(steps: Int, instances: Int) -> [[Int]] {
    let size = min(size, instances)
    var random = SeededGenerator(seed: seed, stream: "training/minibatches")
    var order = Array(0..<instances)
    return (0..<steps).map { step in
      let part = step % (instances / size)
      if part == 0 { random.shuffle(&order) }
      return order[part * size..<(part + 1) * size].sorted()
    }
  }
}
