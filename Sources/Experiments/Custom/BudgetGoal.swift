/// What is to be reached, with the initial weights that the attack is made for.
public enum BudgetGoal: Sendable, Equatable {
  /// The attacked learner's mean utility at the targets is at most this.
  case utility(Double)
  /// The decision at this target, counted from 0, is another one: some entry has moved by at
  /// least half of the largest entry of the clean decision.
  case flip(target: Int)
}
