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
  /// Victims' initial weights, and draws of each control.
  public var freshWeights, draws: Int
  /// Attack iterations of Algorithm 1, and craft steps and models of MetaPoison.
  public var iterations, craftSteps, models: Int
  /// Plain steps of Algorithm 1, by the attacked learner.
  public var plainSteps: [LearnerID: Double]
  /// How plain steps come from the calibrated ones, in a few words; nil where they are the same.
  public var plainStepNote: String?
  /// How many entries of every attack's first gradient are checked by replay.
  public var checkedEntries: Int
  /// Whether attacks through a solver also compute the gradient of a layer with frozen factors.
  public var comparesFrozenFactors: Bool

  /// The budget at which findings are stated: B*, or the middle one where there is none.
  public var statedBudget: Double { referenceBudget ?? middleBudget }

  /// The controls of every attack in a figure.
  public static let controls: [any Attack] = [UniformNoise(), RandomSigns()]

  /// The same with the middle, the reference and the largest budget only.
  public var coarse: Plan {
    var plan = self
    plan.budgets = budgets.filter {
      $0 == middleBudget || $0 == referenceBudget || $0 == budgets.last
    }
    return plan
  }

  /// All learners as victims: every poison is evaluated on each.
  public var victims: [Victim] {
    [Victim(twoStage), Victim(decisionFocused), Victim(simpleJoint)]
  }

  /// Algorithm 1 with plain steps against a learner, the paper's.
  ///
  /// - Precondition: the calibration chose a plain step against that learner.
  public func attack(on learner: any Learner) -> MetaGradientAttack {
    guard let size = plainSteps[learner.id] else {
      preconditionFailure("no plain step for attacks on the \(learner.name) learner")
    }
    return algorithm1(.plain, size: size, on: learner)
  }

  /// The same with sign steps of a tenth of the budget.
  public func signAttack(on learner: any Learner) -> MetaGradientAttack {
    algorithm1(.sign, size: 0.1, on: learner)
  }

  private func algorithm1(
    _ rule: some StepRule, size: Double, on learner: any Learner
  ) -> MetaGradientAttack {
    MetaGradientAttack(
      iterations: iterations, rule: rule, stepSize: size, checkedEntries: checkedEntries,
      comparesFrozenFactors: comparesFrozenFactors && type(of: learner).solvesInTraining)
  }

  /// MetaPoison as published.
  public var metaPoison: MetaPoison { checked(.published(models: models, craftSteps: craftSteps)) }

  /// MetaPoison's stronger variant.
  public var strongMetaPoison: MetaPoison {
    checked(.strong(models: models, craftSteps: craftSteps))
  }

  private func checked(_ attack: MetaPoison) -> MetaPoison {
    var attack = attack
    attack.checkedEntries = checkedEntries
    return attack
  }
}
