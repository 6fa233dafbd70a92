public import Attacks
public import Domains
public import Learning

/// All hyperparameters of the grid, in one place.
///
/// Until they are calibrated by the ledger's rules they are those that worked in first experiments; nothing here was chosen on
/// what is reported. Grid, budgets and seeds are the ledger's.
public enum Preset: String, Sendable, CaseIterable {
  /// A small honest version of everything, in seconds.
  case quick
  /// What the paper's figures show.
  case paper
  /// What the ledger needs besides.
  case full

  /// How one domain is run.
  public struct Plan: Sendable {
    /// The learners, the attacked one of each figure among them.
    public var twoStage: TwoStage, decisionFocused: DecisionFocused
    /// Budgets above 0.
    public var budgets: [Double]
    /// Seeds of the data.
    public var seeds: [UInt64]
    /// Victims' initial weights.
    public var freshWeights: Int
    /// Draws of each control.
    public var draws: Int
    /// Attack iterations.
    public var iterations: Int
    /// The plain step of the attack on the two-stage learner.
    public var plainStep: Double
    /// How many entries of every attack's first gradient are checked by replay.
    public var checkedEntries = 4

    /// Both learners.
    public var victims: [any Learner] { [twoStage, decisionFocused] }

    /// Algorithm 1 with plain steps, the paper's.
    public var attack: MetaGradientAttack {
      MetaGradientAttack(
        iterations: iterations, rule: .plain(size: plainStep), checkedEntries: checkedEntries)
    }

    /// The same with sign steps of a tenth of the budget.
    public var signAttack: MetaGradientAttack {
      MetaGradientAttack(
        iterations: iterations, rule: .sign(fraction: 0.1), checkedEntries: checkedEntries)
    }
  }

  /// Synthetic data of so many training instances: 250 is small, 750 large (100 and 300 in quick).
  ///
  /// The plain step was 10 at n = 250 in first experiments. An entry's meta-gradient falls as 1/n, so the step grows with n.
  public func synthetic(instances: Int) -> Plan {
    var plan = Plan(
      twoStage: TwoStage(training: Training(steps: 100, rate: 0.05)),
      decisionFocused: DecisionFocused(training: Training(steps: 40, rate: 0.5)),
      budgets: [0.1, 0.25, 0.5, 0.75, 1], seeds: Array(0...4), freshWeights: 5, draws: 8,
      iterations: 40, plainStep: 10 * Double(instances) / 250)
    if self == .full { plan.seeds = Array(0...9) }
    if self == .quick {
      (plan.budgets, plan.seeds, plan.freshWeights) = ([0.5, 1], [0, 1, 2], 2)
      (plan.draws, plan.iterations, plan.checkedEntries) = (2, 12, 2)
    }
    return plan
  }

  /// Portfolios of 50 stocks over 500 dates.
  ///
  /// First experiments trained for 20 steps; until T is calibrated it is 15, which keeps a whole build within half an hour.
  public var portfolio: Plan {
    var plan = Plan(
      twoStage: TwoStage(training: Training(steps: 15, rate: 0.1)),
      decisionFocused: DecisionFocused(training: Training(steps: 15, rate: 5)),
      budgets: [0.0025, 0.005, 0.01, 0.02], seeds: Array(0...4), freshWeights: 5, draws: 8,
      iterations: 40, plainStep: 0.02, checkedEntries: 2)
    if self == .quick {
      (plan.budgets, plan.seeds, plan.freshWeights) = ([0.01, 0.02], [0, 1, 2], 2)
      (plan.draws, plan.iterations, plan.checkedEntries) = (2, 10, 2)
    }
    return plan
  }

  /// The training instances of the small and of the large synthetic data set.
  public var syntheticSizes: (small: Int, large: Int) { self == .quick ? (100, 300) : (250, 750) }

  /// The portfolio domain at this preset's size; quick takes 12 stocks and 160 dates.
  public var portfolioDomain: PortfolioDomain {
    var domain = PortfolioDomain()
    if self == .quick {
      (domain.stocks, domain.trainingDates, domain.gap) = (12, 84, 32)
      (domain.targets, domain.dropped, domain.heldOut) = (20, 4, 20)
    }
    return domain
  }
}
