public import Learning
public import Reproducibility

/// The smoothed attack, continued from where it is let start, with its best re-evaluated iterate.
///
/// A poison of a smaller budget lies within a larger one. Started there, the attack keeps what it
/// has: the start, its last iterate and those of lowest L_adv are evaluated again on fresh initial
/// weights of the attacker's own, never a victim's, and with the true decision layer; the lowest is
/// the poison. Where nothing is given the start is drawn, as ever.
public struct ContinuedAttack: Attack {
  /// The name in records and on pages.
  public static let name = "continued"
  /// What pages call it.
  public static let label = "Continued attack"
  /// What it does, in a sentence.
  public static let summary =
    "Goes on from the poison of a smaller budget and keeps the best iterate, evaluated again."
  /// What it follows.
  public static let references = SmoothedAttack.references
  /// That of its iterations.
  public static let sweepsWholeTraining = true
  /// The start is compared with what is found.
  public static let keepsStart = true

  /// What it iterates; its own `reevaluations` play no part.
  public var base: SmoothedAttack
  /// On how many fresh draws of weights iterates are evaluated again; at least one.
  public var reevaluations: Int

  /// A continued attack that iterates as given.
  ///
  /// - Parameters:
  ///   - base: what it iterates.
  ///   - reevaluations: on how many draws of weights iterates are evaluated again. The default is
  ///     8.
  public init(_ base: SmoothedAttack, reevaluations: Int = 8) {
    precondition(reevaluations >= 1, "\(reevaluations) re-evaluations")
    (self.base, self.reevaluations) = (base, reevaluations)
  }

  /// A perturbation within the budget, not above the start on the attacker's own draws.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    var attack = base
    attack.reevaluations = reevaluations
    let own = random
    var poison = try attack.poison(
      scenario, against: learner, within: budget, from: start, using: &random)
    guard let best = poison.best else { return poison }
    let judge = try IterateJudge(
      of: self, draws: reevaluations, scenario, against: learner, within: budget, from: start,
      using: own)
    (poison.perturbation, poison.labels) = judge.lower(
      (best.perturbation, best.labels), of: best.loss)
    return poison
  }
}

extension ContinuedAttack {
  /// That of its iterations.
  public var initialWeights: InitialWeights { base.initialWeights }

  /// That of its iterations.
  public var objective: AdversaryObjective { base.objective }

  /// Those of one budget.
  public var iterationCount: Int { base.iterations }

  /// Its iterations, and the trainings of a few iterates.
  public func cost(inTrainingsOf learner: any Learner) -> Double {
    base.cost(inTrainingsOf: learner) + Double((BestIterates.count + 2) * reevaluations)
  }

  /// That of its iterations.
  public func surrogate(of learner: any Learner) -> String { base.surrogate(of: learner) }

  /// That of its iterations, continued.
  public var phrase: String { "\(base.phrase), continued from the smaller budget" }

  /// Those of its iterations, and on how many draws it chooses.
  public var settings: [Setting] {
    base.settings + [
      Setting("Start", "the poison of the smaller budget", origin: "ours"),
      Setting(
        "Poison", "the best of start, last and lowest iterates on \(reevaluations) draws",
        origin: "ours"),
    ]
  }
}
