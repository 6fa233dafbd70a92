public import Learning
public import Reproducibility

/// The smoothed attack with nothing left to choose: it measures how much smoothing it needs.
///
/// Before the first step it compares what surrogates of rising smoothing promise with what a step
/// does to the victims' own layer (`PathwiseBias`), at the start and on initial weights of its own,
/// and takes the least smoothing that agrees nearly as well as the best. It then descends as `SmoothedAttack`
/// does, with momentum and smoothing that falls to the victims' layer over the last third, goes on
/// from the poison of a smaller budget where one is given, and keeps the best iterate, evaluated
/// again (`ContinuedAttack`).
///
/// ```swift
/// let poison = try AutomaticAttack().poison(
///   scenario, against: learner, within: Budget(features: 0.5), using: &random)
/// ```
public struct AutomaticAttack: OfferedAttack {
  /// The name in records and on pages.
  public static let name = "automatic"
  /// What pages call it.
  public static let label = "Automatic attack"
  /// What it does, in a sentence.
  public static let summary =
    "Measures how smooth its surrogates have to be, and keeps the best of what it finds."
  /// What it follows.
  public static let references = SmoothedAttack.references
  /// That of its iterations.
  public static let sweepsWholeTraining = true

  /// What it iterates, but for the smoothing.
  public var base: SmoothedAttack
  /// What is compared beforehand.
  public var plan: PathwiseBias.Plan
  /// Which share of the largest cosine of promised and measured slopes is good enough.
  public var agreement: Double
  /// On how many fresh draws of weights iterates are evaluated again; at least one.
  public var reevaluations: Int

  /// An automatic attack.
  ///
  /// - Parameters:
  ///   - base: what it iterates; its own smoothing plays no part. The default is forty sign steps
  ///     of a tenth of the budget with momentum ½, two models each, annealed.
  ///   - plan: what is compared beforehand.
  ///   - agreement: which share of the largest cosine is good enough. The default is 0.95.
  ///   - reevaluations: on how many draws iterates are evaluated again. The default is 8.
  public init(
    _ base: SmoothedAttack = SmoothedAttack(anneals: true),
    plan: PathwiseBias.Plan = PathwiseBias.Plan(), agreement: Double = 0.95, reevaluations: Int = 8
  ) {
    precondition(reevaluations >= 1, "\(reevaluations) re-evaluations")
    (self.base, self.plan) = (base, plan)
    (self.agreement, self.reevaluations) = (agreement, reevaluations)
  }

  /// A perturbation within the budget, not above the start on the attacker's own draws.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    var attack = base
    attack.smoothing = try smoothing(
      scenario, against: learner, within: budget, from: start, using: random)
    return try ContinuedAttack(attack, reevaluations: reevaluations).poison(
      scenario, against: learner, within: budget, from: start, using: &random)
  }

  /// The smoothing that it takes.
  ///
  /// - Parameters:
  ///   - scenario: the data, the problem and the targets.
  ///   - learner: whom the attack is made for.
  ///   - budget: how far ε may go.
  ///   - start: where it begins.
  ///   - random: the generator that `poison` gets.
  /// - Returns: a factor of the plan.
  /// - Throws: `SolverError` where a decision problem has no answer.
  public func smoothing(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: SeededGenerator
  ) throws -> Double {
    let length = base.stepSize * budget.features
    // Without room for ε nothing can be compared.
    guard length > 0, plan.smoothings.count > 1 else { return plan.smoothings[0] }
    let first = start.perturbations(scenario, budget, using: random)
    return try PathwiseBias(
      plan, scenario, of: base, against: learner, at: first.ε, labels: first.α, step: length,
      using: random
    ).smoothing(within: agreement)
  }
}

extension AutomaticAttack {
  /// That of its iterations.
  public var initialWeights: InitialWeights { base.initialWeights }

  /// That of its iterations.
  public var objective: AdversaryObjective { base.objective }

  /// Those of its descent.
  public var iterationCount: Int { base.iterations }

  /// The comparison, the iterations, and the trainings of a few iterates.
  public func cost(inTrainingsOf learner: any Learner) -> Double {
    plan.cost + ContinuedAttack(base, reevaluations: reevaluations).cost(inTrainingsOf: learner)
  }

  /// Learners whose layer is as smooth as was found to be needed.
  public func surrogate(of learner: any Learner) -> String {
    "its own \(learner.phrase) learner with a decision layer as smooth as it finds best, "
      + trainedFrom
  }

  /// Its step.
  public var phrase: String {
    "\(label), \(SignStep(momentum: base.momentum).phrase(size: base.stepSize))"
      + sharedWeightsPhrase
  }

  /// What is compared and chosen, and those of its iterations.
  public var settings: [Setting] {
    let factors = plan.smoothings.map { NumberFormat.chosen($0) }
    return [
      Setting(
        "Curvature of the surrogate’s layer",
        "the least of \(English.joined(factors)) times the victims’ whose promised slopes have "
          + "\(NumberFormat.percent(agreement)) of the largest cosine with measured ones",
        origin: "ours"),
      Setting(
        "Compared on",
        "\(plan.models) draws of initial weights, \(plan.directions) random directions beside its "
          + "own", origin: "ours"),
    ] + ContinuedAttack(base, reevaluations: reevaluations).settings.dropFirst()
  }

  /// The attack as asked for: it steps by the sign, with its own momentum and number of models.
  public static func make(_ request: AttackRequest) throws(AttackRequestError) -> AutomaticAttack {
    var base = try SmoothedAttack.make(request)
    (base.anneals, base.reevaluations) = (true, nil)
    return AutomaticAttack(
      base, reevaluations: request.reevaluations > 0 ? request.reevaluations : 8)
  }
}
