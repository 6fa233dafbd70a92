public import Domains
import Learning

/// What is run: a choice of units, budgets and sizes.
///
/// Budgets, units and quantities are the ledger's, fixed before any result was seen; learning
/// rates, training lengths and attacks' steps come from the calibration file.
public enum Preset: String, Sendable, Codable, CaseIterable {
  /// A small honest version of everything, in seconds.
  case quick
  /// What the paper's figures show.
  case paper
  /// What the ledger needs besides.
  case full

  /// Synthetic data of so many training instances: 250 is small, 750 large (100 and 300 in quick).
  ///
  /// Plain steps are calibrated at n = 250. An entry's meta-gradient falls as 1/n, so the step
  /// grows with n.
  public func synthetic(instances: Int, _ calibration: Calibration) -> Plan {
    var plan = plan(calibration.domain(SyntheticDomain.id))
    (plan.budgets, plan.referenceBudget) = ([0.1, 0.25, 0.5, 0.75, 1], 0.5)
    (plan.models, plan.craftSteps) = (24, 60)
    for learner in plan.attacks.keys {
      plan.attacks[learner]?[.plain]?.step *= Double(instances) / 250
    }
    if instances != 250 { plan.plainStepNote = "the size for 250 instances, times n/250" }
    plan.seeds = self == .quick ? [20, 21, 22] : Array(20...(self == .full ? 39 : 24))
    if self == .quick {
      (plan.budgets, plan.freshWeights) = ([0.5, 1], 2)
      (plan.draws, plan.iterations, plan.checkedEntries) = (2, 8, 2)
      (plan.models, plan.craftSteps) = (4, 8)
    }
    return plan
  }

  /// Portfolios of 50 stocks over 500 dates; the groups 0 to 2 of every window in full, else
  /// group 0.
  public func portfolio(_ calibration: Calibration) -> Plan {
    portfolio(calibration.domain(PortfolioDomain.id))
  }

  /// The same for learners without a prior, which have their own calibration.
  public func portfolioWithoutPrior(_ calibration: Calibration) -> Plan {
    portfolio(calibration.domain(Calibration.noPriorID)).atReference
  }

  private func portfolio(_ choice: Calibration.DomainChoice) -> Plan {
    var plan = plan(choice)
    (plan.budgets, plan.referenceBudget) = ([0.0025, 0.005, 0.01, 0.02], 0.01)
    (plan.models, plan.craftSteps) = (8, 60)
    (plan.checkedEntries, plan.comparesFrozenFactors) = (2, true)
    if self == .full { plan.seeds = Array(0...14) }
    return self == .quick ? plan.thinned(to: [0.01, 0.02], models: 3) : plan
  }

  /// Matchings of 50 papers with 50.
  public func matching(_ calibration: Calibration) -> Plan {
    matching(calibration.domain(MatchingDomain.id))
  }

  /// The same with the pair network, which has its own calibration and one budget.
  public func pairMatching(_ calibration: Calibration) -> Plan {
    matching(calibration.domain(Calibration.pairID)).atReference
  }

  private func matching(_ choice: Calibration.DomainChoice) -> Plan {
    var plan = plan(choice)
    (plan.budgets, plan.referenceBudget) = ([0.025, 0.05, 0.1, 0.25], 0.05)
    (plan.freshWeights, plan.checkedEntries) = (3, 2)
    (plan.iterations, plan.models, plan.craftSteps) = (30, 4, 40)
    return self == .quick ? plan.thinned(to: [0.05, 0.25], models: 2) : plan
  }

  /// A learner trained as chosen; quick trains for shorter, not otherwise.
  func learner<Chosen: Learner>(in choice: Calibration.DomainChoice) -> Chosen {
    let own = choice.choice(Chosen.id)
    let steps = self == .quick ? min(own.steps, 20) : own.steps
    return Chosen(training: Training(steps: steps, rate: own.rate))
  }

  private func plan(_ choice: Calibration.DomainChoice) -> Plan {
    Plan(
      twoStage: learner(in: choice), decisionFocused: learner(in: choice),
      simpleJoint: learner(in: choice), budgets: [], referenceBudget: 0,
      seeds: self == .quick ? [0, 1, 2] : Array(0...4),
      freshWeights: 5, draws: 8, iterations: 40, craftSteps: 60, models: 8,
      attacks: choice.learners.mapValues(\.attacks), checkedEntries: 4,
      comparesFrozenFactors: false)
  }

  /// The training instances of the small and of the large synthetic data set.
  public var syntheticSizes: (small: Int, large: Int) { self == .quick ? (100, 300) : (250, 750) }

  /// The numbers of constraints of Figure 6.
  public var constraintCounts: [Int] { self == .quick ? [3, 7, 11] : [3, 5, 7, 9, 11] }

  /// The portfolio domain at this preset's size; quick takes 12 stocks and 160 dates.
  public var portfolioDomain: PortfolioDomain {
    var domain = PortfolioDomain()
    if self == .quick {
      (domain.stocks, domain.trainingDates, domain.gap) = (12, 84, 32)
      (domain.targets, domain.dropped, domain.heldOut) = (20, 4, 20)
    }
    return domain
  }

  /// The matching domain at this preset's size; quick takes 15 instances of 12 papers with 12, and
  /// 16 hidden units.
  public func matchingDomain(_ network: MatchingDomain.Network = .embedding) -> MatchingDomain {
    var domain = MatchingDomain(network: network)
    if self == .quick { (domain.instances, domain.side, domain.hidden) = (15, 12, 16) }
    return domain
  }
}
