public import Attacks
public import Domains
public import Experiments
public import Learning

/// An adversary with another aim or other means than lowering utility at all targets through
/// features.
public struct AdversaryCase: Sendable {
  /// A name that is unique among the cases.
  public var name: String
  /// What sets it apart, and what it may touch and when it stops, each in a few words.
  public var title, means: String
  /// Its data, the attack, and whom that is made for.
  public var domain: any Domain, attack: any Attack, learner: any Learner
  /// How far it may go.
  public var budget: Budget
  /// The learners, initial weights, draws and seeds.
  public var plan: Plan

  /// The untreated cell of a seed.
  public func cleanExperiment(seed: UInt64) -> Experiment { experiment(seed, .none) }

  /// The attacked cell of a seed.
  public func attackExperiment(seed: UInt64) -> Experiment {
    experiment(seed, .attack(attack, on: learner), within: budget)
  }

  /// The same budgets spent by chance.
  public func controlExperiment(seed: UInt64) -> Experiment {
    experiment(seed, .control(UniformNoise(), draws: plan.draws), within: budget)
  }

  private func experiment(
    _ seed: UInt64, _ treatment: Experiment.Treatment, within budget: Budget = Budget(features: 0)
  ) -> Experiment {
    Experiment(
      domain: domain, seed: seed, treatment: treatment, budget: budget, victims: plan.victims,
      freshWeights: plan.freshWeights)
  }

  /// The cases of the table: each adversary that the program offers, on small synthetic data,
  /// against the two-stage learner.
  ///
  /// Sign steps throughout: a plain step is calibrated for one objective and one number of targets
  /// only.
  static func all(instances: Int, _ plan: Plan) -> [AdversaryCase] {
    let learner = plan.twoStage
    let budget = plan.referenceBudget ?? plan.middleBudget
    func make(
      _ name: String, _ title: String, _ budget: Budget, means: String = "every instance",
      _ change: (inout SyntheticDomain, inout MetaGradientAttack) -> Void = { _, _ in }
    ) -> AdversaryCase {
      var domain = SyntheticDomain(instances: instances)
      var attack = plan.signAttack(on: learner)
      change(&domain, &attack)
      return AdversaryCase(
        name: name, title: title, means: means, domain: domain, attack: attack, learner: learner,
        budget: budget, plan: plan)
    }
    let features = Budget(features: budget)
    let patience = 5
    return [
      make("many-targets", "Lower the utility at all targets", features),
      make("one-target", "Lower the utility at one target", features) { domain, _ in
        domain.targets = 1
      },
      make(
        "decision", "Pull decisions towards the opposite ones", features,
        means: "every instance; aim: given decisions"
      ) { domain, attack in
        domain.desire = .opposite
        attack.objective = .decision
      },
      make("labels", "Perturb labels only", Budget(features: 0, labels: budget)),
      make(
        "features-and-labels", "Perturb features and labels",
        Budget(features: budget, labels: budget)),
      make(
        "few-instances", "Perturb every fifth instance only", features,
        means: "every fifth instance"
      ) { domain, _ in domain.attackable = .everyFifthInstance },
      make(
        "upwards", "Raise features only (bounds 0 and B)", features,
        means: "every instance, upwards"
      ) { domain, _ in domain.attackable = .upwards },
      make(
        "early-stop", "Stop after \(patience) iterations without improvement",
        features, means: "every instance; stops after \(patience)"
      ) { _, attack in attack.patience = patience },
    ]
  }
}

/// Learners that are compared on clean data: utility in training against utility at new instances.
public struct LearnerComparison: Sendable {
  /// "small" or "large".
  public var size: String
  /// The data.
  public var domain: any Domain
  /// Trained for the utility of its decisions, and on the decisions that outcomes call for.
  public var simpleJoint: Victim, regression: Victim
  /// The seeds, and initial weights of each.
  public var seeds: [UInt64], freshWeights: Int

  /// The untreated cell of a seed.
  public func experiment(seed: UInt64) -> Experiment {
    Experiment(
      domain: domain, seed: seed, victims: [simpleJoint, regression], freshWeights: freshWeights)
  }
}
