import Attacks
import Domains
import Learning

extension Panel {
  /// Adversaries with other aims or other means than lowering utility at all targets through
  /// features: each that the program offers, on small synthetic data, against the two-stage
  /// learner.
  ///
  /// Sign steps throughout: a plain step is calibrated for one objective and one number of targets
  /// only.
  static func adversaries(instances: Int, _ plan: Plan) -> [Panel] {
    let (learner, patience) = (plan.twoStage, 5)
    var plan = plan
    plan.budgets = [plan.referenceBudget]
    func make(
      _ id: String, _ title: String, _ spending: Spending = .features,
      means: String = "every instance",
      _ change: (inout SyntheticDomain, inout MetaGradientAttack) -> Void = { _, _ in }
    ) -> Panel {
      var domain = SyntheticDomain(instances: instances)
      var attack = plan.signAttack(on: learner)
      change(&domain, &attack)
      return Panel(
        id: id, title: title, domain: domain, attack: attack, attacked: learner, plan: plan,
        controls: [UniformNoise()], spending: spending, means: means)
    }
    return [
      make("many-targets", "Lower the utility at all targets"),
      make("one-target", "Lower the utility at one target") { domain, _ in domain.targets = 1 },
      make(
        "decision", "Pull decisions towards the opposite ones",
        means: "every instance; aim: given decisions"
      ) { domain, attack in
        domain.desire = .opposite
        attack.objective = .decision
      },
      make("labels", "Perturb labels only", .labels),
      make("features-and-labels", "Perturb features and labels", .both),
      make(
        "few-instances", "Perturb every fifth instance only", means: "every fifth instance"
      ) { domain, _ in domain.attackable = .everyFifthInstance },
      make(
        "upwards", "Raise features only (bounds 0 and B)", means: "every instance, upwards"
      ) { domain, _ in domain.attackable = .upwards },
      make(
        "early-stop", "Stop after \(patience) iterations without improvement",
        means: "every instance; stops after \(patience)"
      ) { _, attack in attack.patience = patience },
    ]
  }
}
