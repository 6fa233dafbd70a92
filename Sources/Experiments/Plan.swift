public import Attacks
public import Learning

/// How one domain (at one size) is run: learners, attacks, budgets and seeds.
public struct Plan: Sendable {
  /// The learners.
  public var twoStage: TwoStage, decisionFocused: DecisionFocused, simpleJoint: SimpleJoint
  /// Budgets above 0.
  public var budgets: [Double]
  /// The middle one of the preset's budgets, whose numbers stand for a panel in a sentence.
  public var middleBudget: Double
  /// B*, at which rules are stated; nil where no budget of the grid costs a quarter of the gain.
  public var referenceBudget: Double?
  /// Seeds of the data.
  public var seeds: [UInt64]
  /// Victims' initial weights.
  public var freshWeights: Int
  /// Draws of each control.
  public var draws: Int
  /// Attack iterations of Algorithm 1, and craft steps of MetaPoison.
  public var iterations: Int, craftSteps: Int
  /// MetaPoison's models.
  public var models: Int
  /// Plain steps of Algorithm 1, by the attacked learner's name.
  public var plainSteps: [String: Double]
  /// How many entries of every attack's first gradient are checked by replay.
  public var checkedEntries: Int
  /// Whether attacks on the decision-focused learner also compute the gradient of a layer with frozen factors.
  public var comparesFrozenFactors: Bool

  /// The same with the middle, the reference and the largest budget only.
  public var coarse: Plan {
    var plan = self
    plan.budgets = budgets.filter {
      $0 == middleBudget || $0 == referenceBudget || $0 == budgets.last
    }
    return plan
  }

  /// All learners: every poison is evaluated on each.
  public var victims: [any Learner] { [twoStage, decisionFocused, simpleJoint] }

  /// Algorithm 1 with plain steps against a learner, the paper's.
  public func attack(on learner: any Learner) -> MetaGradientAttack {
    let name = type(of: learner).name
    guard let size = plainSteps[name] else {
      preconditionFailure("no plain step for attacks on the \(name) learner")
    }
    return algorithm1(.plain(size: size), on: learner)
  }

  /// The same with sign steps of a tenth of the budget.
  public func signAttack(on learner: any Learner) -> MetaGradientAttack {
    algorithm1(.sign(fraction: 0.1), on: learner)
  }

  private func algorithm1(_ rule: StepRule, on learner: any Learner) -> MetaGradientAttack {
    MetaGradientAttack(
      iterations: iterations, rule: rule, checkedEntries: checkedEntries,
      comparesFrozenFactors: comparesFrozenFactors && learner is DecisionFocused)
  }

  /// MetaPoison as published.
  public var metaPoison: MetaPoison {
    var attack = MetaPoison.published(models: models, craftSteps: craftSteps)
    attack.checkedEntries = checkedEntries
    return attack
  }

  /// MetaPoison's stronger variant.
  public var strongMetaPoison: MetaPoison {
    var attack = MetaPoison.strong(models: models, craftSteps: craftSteps)
    attack.checkedEntries = checkedEntries
    return attack
  }
}
