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

  /// Training of the given length and rate.
  ///
  /// - Parameters:
  ///   - steps: the number T of steps.
  ///   - rate: the learning rate δ.
  ///   - rule: what makes a step of the gradient. The default is gradient descent.
  ///   - batch: which instances a step sees. The default is nil: all of them.
  public init(steps: Int, rate: Double, rule: some StepRule = .plain, batch: Minibatches? = nil) {
    precondition(steps >= 0 && rate >= 0, "\(steps) steps of rate \(rate)")
    (self.steps, self.rate, self.batch) = (steps, rate, batch)
    self.rule = rule
  }

  /// In a few words: "80 steps of rate 0.03, full batch", followed by the rule where it is not
  /// plain.
  public var phrase: String {
    let instances = batch.map { "minibatches of \($0.size)" } ?? "full batch"
    return "\(steps) steps of rate \(NumberFormat.chosen(rate)), \(instances)"
      + (rule is PlainStep ? "" : ", step rule: \(rule.label)")
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
