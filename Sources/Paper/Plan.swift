public import Attacks
public import Learning

/// How one domain (at one size) is run: learners, attacks, budgets and units.
public struct Plan: Sendable {
  /// The learners.
  public var twoStage: TwoStage, decisionFocused: DecisionFocused, simpleJoint: SimpleJoint
  /// Budgets above 0, ascending.
  public var budgets: [Double]
  /// The budget at which claims are decided.
  public var referenceBudget: Double
  /// Units: seeds of the data.
  public var seeds: [UInt64]
  /// Victims' initial weights, and draws of each control.
  public var freshWeights, draws: Int
  /// Attack iterations of Algorithm 1, and craft steps and models of MetaPoison.
  public var iterations, craftSteps, models: Int
  /// The calibrated settings of attacks, by the attacked learner.
  public var attacks: [LearnerID: [AttackMethod: Calibration.AttackSetting]]
  /// How plain steps come from the calibrated ones, in a few words; nil where they are the same.
  public var plainStepNote: String?
  /// How many entries of every attack's first gradient are checked by replay.
  public var checkedEntries: Int
  /// Whether attacks through a solver also compute the gradient of a layer with frozen factors.
  public var comparesFrozenFactors: Bool

  /// The controls of every attack in a figure.
  public static let controls: [any Attack] = [UniformNoise(), RandomSigns()]

  /// The same with the reference and the largest budget only.
  public var coarse: Plan {
    var plan = self
    plan.budgets = budgets.filter { $0 == referenceBudget || $0 == budgets.last }
    return plan
  }

  /// The same with the reference budget only.
  var atReference: Plan {
    var plan = self
    plan.budgets = [referenceBudget]
    return plan
  }

  /// The same in seconds: two initial weights, two draws and six iterations.
  func thinned(to budgets: [Double], models: Int) -> Plan {
    var plan = self
    (plan.budgets, plan.freshWeights, plan.draws) = (budgets, 2, 2)
    (plan.iterations, plan.models, plan.craftSteps) = (6, models, 6)
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
    algorithm1(.plain, size: setting(.plain, on: learner).step, on: learner)
  }

  /// The same with sign steps.
  public func signAttack(on learner: any Learner) -> MetaGradientAttack {
    let size = attacks[learner.id]?[.sign]?.step ?? 0.1
    return algorithm1(.sign, size: size, on: learner)
  }

  /// Algorithm 1 on a smoother surrogate, with the calibrated factor.
  ///
  /// - Precondition: the calibration chose a setting against that learner.
  public func smoothedAttack(on learner: any Learner) -> SmoothedAttack {
    let setting = setting(.smoothed, on: learner)
    return SmoothedAttack(
      iterations: iterations, stepSize: setting.step, smoothing: setting.smoothing ?? 1,
      checkedEntries: checkedEntries)
  }

  private func algorithm1(
    _ rule: some StepRule, size: Double, on learner: any Learner
  ) -> MetaGradientAttack {
    MetaGradientAttack(
      iterations: iterations, rule: rule, stepSize: size, checkedEntries: checkedEntries,
      comparesFrozenFactors: comparesFrozenFactors && type(of: learner).solvesInTraining)
  }

  private func setting(
    _ method: AttackMethod, on learner: any Learner
  ) -> Calibration.AttackSetting {
    guard let setting = attacks[learner.id]?[method] else {
      preconditionFailure("no \(method.label) against the \(learner.name) learner")
    }
    return setting
  }

  /// MetaPoison in its published form, with a calibrated rate.
  public var metaPoison: MetaPoison {
    var attack = untunedMetaPoison
    attack.rate = setting(.metaPoison, on: simpleJoint).step
    return attack
  }

  /// MetaPoison with the rate of its public code.
  public var untunedMetaPoison: MetaPoison {
    checked(.published(models: models, craftSteps: craftSteps))
  }

  /// MetaPoison's stronger variant, with a calibrated rate.
  public var strongMetaPoison: MetaPoison {
    var attack = MetaPoison.strong(models: models, craftSteps: craftSteps)
    attack.rate = setting(.strongMetaPoison, on: simpleJoint).step
    return checked(attack)
  }

  private func checked(_ attack: MetaPoison) -> MetaPoison {
    var attack = attack
    attack.checkedEntries = checkedEntries
    return attack
  }
}

extension Plan {
  /// A plan for attacks that bring their own options: nothing is taken from a calibration.
  ///
  /// - Parameters:
  ///   - twoStage: the learner that predicts and then decides.
  ///   - decisionFocused: the learner that is trained through the decision.
  ///   - simpleJoint: the learner without a prediction.
  ///   - budgets: at least one, above 0 and ascending.
  ///   - referenceBudget: the one of them at which claims are decided.
  ///   - seeds: the units; intervals need two of them at least.
  ///   - freshWeights: from how many initial weights every victim is trained. The default is 5.
  ///   - draws: how often each control is drawn. The default is 8.
  public init(
    twoStage: TwoStage, decisionFocused: DecisionFocused, simpleJoint: SimpleJoint,
    budgets: [Double], referenceBudget: Double, seeds: [UInt64], freshWeights: Int = 5,
    draws: Int = 8
  ) {
    precondition(
      budgets.contains(referenceBudget) && budgets == budgets.sorted() && budgets[0] > 0,
      "budgets \(budgets) with the reference \(referenceBudget)")
    precondition(!seeds.isEmpty && freshWeights >= 1 && draws >= 1, "nothing to average over")
    self.init(
      twoStage: twoStage, decisionFocused: decisionFocused, simpleJoint: simpleJoint,
      budgets: budgets, referenceBudget: referenceBudget, seeds: seeds, freshWeights: freshWeights,
      draws: draws, iterations: 0, craftSteps: 0, models: 0, attacks: [:], plainStepNote: nil,
      checkedEntries: 0, comparesFrozenFactors: false)
  }
}
