import Attacks
public import Learning
import LinearAlgebra
import Reproducibility

/// The smallest budget within which an attack on a problem of one's own reaches a goal.
///
/// Budgets are halved in ratio between one that reaches the goal and one that does not. Attacks are
/// searches: a smaller budget may do where a larger one has failed, so what is found is an upper
/// bound of the smallest budget.
public struct BudgetSearch: Sendable {
  /// One budget that was tried.
  public struct Trial: Sendable, Equatable {
    /// The budget, and whether the goal was reached within it.
    public var budget: Budget, isReached: Bool
    /// The mean utility reached, or the largest move of an entry over half of the largest entry.
    public var value: Double
  }

  /// The attack, with the largest budget that is tried.
  public var attack: CustomAttack
  /// What is to be reached.
  public var goal: BudgetGoal
  /// How far the ratio of the smallest budget that does and the largest that does not may be from
  /// 1.
  ///
  /// The default is 1.1.
  public var ratio: Double
  /// The smallest budget that is tried, as a share of the largest.
  public static let smallestShare = 1.0 / 1024

  /// A search.
  ///
  /// - Parameters:
  ///   - attack: the attack, with the largest budget that is tried.
  ///   - goal: what is to be reached.
  ///   - ratio: where the search ends, above 1. The default is 1.1.
  public init(_ attack: CustomAttack, goal: BudgetGoal, ratio: Double = 1.1) {
    precondition(ratio > 1, "a ratio of \(ratio)")
    (self.attack, self.goal, self.ratio) = (attack, goal, ratio)
  }

  /// Tries budgets, the largest first.
  ///
  /// - Parameters:
  ///   - study: the problem.
  ///   - observer: told how far the attack of each trial has come. The default is nobody.
  /// - Returns: the trials in their order; the smallest budget that reaches the goal, nil if none
  ///   does.
  /// - Throws: what an attack throws.
  public func run(
    on study: CustomStudy, observer: CustomProgress.Observer? = nil
  ) throws -> (trials: [Trial], smallest: Budget?) {
    var trials: [Trial] = []
    func reaches(_ value: Double) -> Bool {
      switch goal {
      case .utility(let wanted): value <= wanted
      case .flip: value >= 1
      }
    }
    func reachesWithin(_ share: Double) throws -> Bool {
      var trial = attack
      (trial.budget, trial.evaluated, trial.draws) = (attack.budget.scaled(by: share), .own, 0)
      let number = trials.count + 1
      let outcome = try trial.run(on: study) { progress in
        var progress = progress
        progress.stage = "budget \(number): \(progress.stage)"
        observer?(progress)
      }
      if let clean = outcome.cleanProgress(towards: goal), reaches(clean) {
        throw GoalIsMet(value: clean)
      }
      let value = outcome.progress(towards: goal)
      let isReached = reaches(value)
      trials.append(Trial(budget: trial.budget, isReached: isReached, value: value))
      return isReached
    }
    guard try reachesWithin(1) else { return (trials, nil) }
    var (low, high) = (BudgetSearch.smallestShare, 1.0)
    if try reachesWithin(low) { return (trials, trials.last?.budget) }
    while high / low > ratio {
      let middle = (low * high).squareRoot()
      if try reachesWithin(middle) { high = middle } else { low = middle }
    }
    return (trials, attack.budget.scaled(by: high))
  }
}

/// A goal needs no attack.
public struct GoalIsMet: Error, Equatable, CustomStringConvertible {
  /// What is reached on clean data.
  public let value: Double

  /// One sentence: what is wrong, and what to do.
  public var description: String {
    "The goal is met by clean data, which reach \(NumberFormat.significant(value, digits: 4)): ask "
      + "for more."
  }
}

extension Budget {
  /// A budget of which everything that is a size is multiplied.
  func scaled(by share: Double) -> Budget {
    var budget = self
    (budget.features, budget.labels) = (features * share, labels * share)
    return budget
  }
}
