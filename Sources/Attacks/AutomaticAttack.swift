public import Learning
public import Reproducibility

/// The smoothed attack with nothing left to choose: it measures how much smoothing it needs.
///
/// Before the first step it compares what surrogates of rising smoothing promise with what the
/// victims' own layer does (`PathwiseBias`), at the start and on initial weights of its own: by
/// default once over a tenth of the budget, the usual length of a step, and once over the whole.
/// For each it takes the least smoothing that agrees nearly as well as the best. A learner that
/// does not solve while it trains is first attacked through a decision-focused one in its stead,
/// whose rate the attack finds by itself.
///
/// Through the surrogates so found it descends in turn, the smoothest first, as `SmoothedAttack`
/// does, with momentum and smoothing that falls to the victims' layer over the last third. Each
/// begins at the best iterate so far, the first one at the poison of a smaller budget where one is
/// given. The best is always the one that takes most from the attacked learner itself, on fresh
/// draws that no training of the attack has seen; the last best is the poison.
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
    "Measures how smooth its surrogates have to be, and keeps the best of what they find."
  /// What it follows.
  public static let references = SmoothedAttack.references
  /// That of its iterations.
  public static let sweepsWholeTraining = true
  /// The start is compared with what is found.
  public static let keepsStart = true

  /// What it iterates, but for the smoothing.
  public var base: SmoothedAttack
  /// What is compared beforehand.
  public var plan: PathwiseBias.Plan
  /// Over which shares of the budget slopes are compared.
  public var reaches: [Double]
  /// Which share of the largest cosine of promised and measured slopes is good enough.
  public var agreement: Double
  /// Whether a decision-focused learner is attacked, too, in the stead of one that does not solve
  /// while it trains.
  public var trainsStandIn: Bool
  /// On how many fresh draws of weights iterates are evaluated again; at least one.
  public var reevaluations: Int

  /// An automatic attack.
  ///
  /// - Parameters:
  ///   - base: what it iterates; its own smoothing plays no part. The default is forty sign steps
  ///     of a tenth of the budget with momentum ½, two models each, annealed.
  ///   - plan: what is compared beforehand.
  ///   - reaches: over which shares of the budget; at least one, each above 0. The default is a
  ///     tenth, the usual length of a step, and the whole, whatever the step of `base`.
  ///   - agreement: which share of the largest cosine is good enough. The default is 0.95.
  ///   - trainsStandIn: whether a decision-focused learner may stand in. The default is true.
  ///   - reevaluations: on how many draws iterates are evaluated again. The default is 8.
  public init(
    _ base: SmoothedAttack = SmoothedAttack(anneals: true),
    plan: PathwiseBias.Plan = PathwiseBias.Plan(), reaches: [Double] = [0.1, 1],
    agreement: Double = 0.95, trainsStandIn: Bool = true, reevaluations: Int = 8
  ) {
    precondition(
      reevaluations >= 1 && !reaches.isEmpty && reaches.allSatisfy { $0 > 0 },
      "\(reevaluations) re-evaluations, reaches \(reaches)")
    (self.base, self.plan, self.reaches) = (base, plan, reaches)
    (self.agreement, self.trainsStandIn) = (agreement, trainsStandIn)
    self.reevaluations = reevaluations
  }

  /// A perturbation within the budget, not above the start on the attacker's own draws.
  public func poison(
    _ scenario: Scenario, against learner: any Learner, within budget: Budget,
    from start: AttackStart = AttackStart(), using random: inout SeededGenerator
  ) throws -> Poison {
    let judge = try IterateJudge(
      of: self, draws: reevaluations, scenario, against: learner, within: budget, from: start,
      using: random)
    var surrogates = try known(start.resume)
    if surrogates.isEmpty {
      surrogates = try self.surrogates(
        scenario, against: learner, within: budget, from: start, using: random)
    }
    var resume = start.resume
    let own = surrogates.firstIndex { $0.focusedRate == nil }
    for index in surrogates.indices where surrogates[index].end == nil {
      var attack = base
      (attack.smoothing, attack.reevaluations) = (surrogates[index].smoothing, reevaluations)
      // One check of a gradient is enough, that of the attacked learner's own.
      if index != own { attack.checkedEntries = 0 }
      var begin = start.of(
        surrogates, at: index, iterations: base.iterations, resuming: resume)
      resume = nil
      if index > 0 {
        let best = judge.best(of: surrogates)
        (begin.perturbation, begin.labels) = (best.perturbation, best.labels)
      }
      // Whoever knows the weights of a victim knows the same ones in every run.
      let isFirst = index == 0 || initialWeights == .shared
      var source = isFirst ? random : random.substream("surrogate-\(index)")
      let found = try attack.poison(
        scenario, against: surrogates[index].learner(inPlaceOf: learner), within: budget,
        from: begin, using: &source)
      surrogates[index].end = try judge.end(of: found)
    }
    return judge.best(of: surrogates)
  }

  /// The surrogates that a state knows; none without a state.
  private func known(_ state: AttackState?) throws(AttackStateError) -> [Surrogate] {
    guard let state else { return [] }
    guard let surrogates = state.surrogates, !surrogates.isEmpty else {
      throw .anotherAttack(what: "which does not choose its surrogates")
    }
    return surrogates
  }
}

extension AutomaticAttack {
  /// That of its iterations.
  public var initialWeights: InitialWeights { base.initialWeights }

  /// That of its iterations.
  public var objective: AdversaryObjective { base.objective }

  /// Those of each surrogate.
  public var iterationCount: Int { base.iterations }

  /// Comparisons, iterations, and the trainings of a few iterates, if all smoothings differ.
  public func cost(inTrainingsOf learner: any Learner) -> Double {
    let run = ContinuedAttack(base, reevaluations: reevaluations).cost(inTrainingsOf: learner)
    let kinds = trainsStandIn && !type(of: learner).solvesInTraining ? 2 : 1
    return Double(kinds) * (plan.cost(lengths: reaches.count) + Double(reaches.count) * run)
  }

  /// Learners whose layer is as smooth as was found to be needed.
  public func surrogate(of learner: any Learner) -> String {
    let others =
      trainsStandIn && !type(of: learner).solvesInTraining && initialWeights == .fresh
      ? ", and decision-focused ones in its stead," : ""
    return "its own \(learner.phrase) learner\(others) with decision layers as smooth as it finds "
      + "best, \(trainedFrom)"
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
        "Compared over",
        "\(English.joined(reaches.map { NumberFormat.percent($0) })) of the budget, a run for each "
          + "smoothing that is found", origin: "ours"),
      Setting(
        "In the stead of learners that do not solve while they train",
        trainsStandIn ? "also a decision-focused one" : "nobody", origin: "ours"),
      Setting(
        "Compared on",
        "\(plan.models) draws of initial weights, \(plan.directions) random directions beside its "
          + "own", origin: "ours"),
    ] + ContinuedAttack(base, reevaluations: reevaluations).settings.dropFirst()
  }

  /// The attack as asked for: it steps by the sign, with its own momentum and number of models per
  /// iteration.
  ///
  /// The models asked for are those that slopes are compared on, one half for those promised and
  /// one for those measured.
  public static func make(_ request: AttackRequest) throws(AttackRequestError) -> AutomaticAttack {
    var base = try SmoothedAttack.make(request)
    (base.anneals, base.reevaluations) = (true, nil)
    return AutomaticAttack(
      base, plan: PathwiseBias.Plan(models: max(1, request.models / 2)),
      reevaluations: request.reevaluations > 0 ? request.reevaluations : 8)
  }
}
