import Reproducibility

/// How a learner trains: steps of one rule and one rate, on all instances.
public struct Training: Sendable, Hashable, Encodable {
  /// The number T of steps.
  public var steps: Int
  /// The learning rate δ: the length of a step.
  public var rate: Double
  /// What makes a step of the gradient.
  ///
  /// The default is gradient descent.
  @StepRuleOption public var rule: any StepRule

  /// Training of the given length and rate.
  ///
  /// - Parameters:
  ///   - steps: the number T of steps.
  ///   - rate: the learning rate δ.
  ///   - rule: what makes a step of the gradient. The default is gradient descent.
  public init(steps: Int, rate: Double, rule: some StepRule = .plain) {
    precondition(steps >= 0 && rate >= 0, "\(steps) steps of rate \(rate)")
    (self.steps, self.rate) = (steps, rate)
    self.rule = rule
  }

  /// In a few words: "80 steps of rate 0.03, full batch", followed by the rule where it is not
  /// plain.
  public var phrase: String {
    "\(steps) steps of rate \(Setting.number(rate)), full batch"
      + (rule is PlainStep ? "" : ", step rule: \(rule.label)")
  }
}
