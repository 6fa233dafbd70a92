import Differentiation
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

struct AutomaticAttackTests {
  private func random(_ seed: UInt64 = 1) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: "automatic")
  }

  private let budget = Budget(features: 0.3)
  private let learner = DecisionFocused(training: Training(steps: 6, rate: 0.1))
  private let attack = AutomaticAttack(
    SmoothedAttack(iterations: 6, stepSize: 0.2, anneals: true),
    plan: PathwiseBias.Plan(smoothings: [1, 4], models: 2, directions: 2), reaches: [0.2],
    reevaluations: 2)

  private func bias(
    _ scenario: Scenario, _ plan: PathwiseBias.Plan, step: Double, seed: UInt64 = 1
  ) throws -> PathwiseBias {
    let (rows, columns) = scenario.pipeline.perturbationShape
    return try PathwiseBias(
      plan, scenario, of: attack.base, against: learner,
      at: Matrix(rows: rows, columns: columns), step: step, using: random(seed))
  }

  /// Within one piece, and from the same initial weights, the true gradient keeps what it promises
  /// along every direction.
  @Test(arguments: [1, 2, 3])
  func theVictimsOwnGradientIsRightForStepsWithinAPiece(_ seed: UInt64) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let (rows, columns) = scenario.pipeline.perturbationShape
    let draws = PathwiseBias.draws(3, scenario, against: learner, using: random(seed))
    let found = try PathwiseBias.over(
      [1e-6], PathwiseBias.Plan(smoothings: [1], directions: 5), scenario, of: attack.base,
      against: learner, at: Matrix(rows: rows, columns: columns), labels: nil,
      differences: draws, gradients: draws, using: random(seed))[0]
    let entry = try #require(found.entries.first)
    #expect(found.entries.count == 1 && entry.smoothing == 1)
    #expect(entry.meanCosine > 1 - 1e-6)
    #expect(entry.cosine <= entry.meanCosine, "fewer models, more noise")
    #expect(abs(entry.promised - entry.measured) <= 1e-5 * abs(entry.promised))
  }

  /// A smoother layer's gradient is that of another function: too much of it promises too little.
  @Test func tooSmoothALayerPromisesLess() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let found = try bias(
      scenario, PathwiseBias.Plan(smoothings: [1, 1000], directions: 3), step: 1e-6)
    #expect(found.entries.map(\.smoothing) == [1, 1000])
    #expect(found.entries[1].promised < 0.1 * found.entries[0].promised)
    #expect(found.entries.allSatisfy { abs($0.cosine) <= 1 + 1e-12 })
  }

  @Test func takesTheLeastSmoothingThatAgreesNearlyAsWellAsTheBest() {
    var bias = PathwiseBias(step: 0.1, entries: [])
    #expect(bias.smoothing(within: 0.95) == 1)
    bias.entries = [(10, 0.8), (1, 0.2), (3, 0.77), (30, 0.5)].map {
      PathwiseBias.Entry(
        smoothing: $0.0, meanCosine: 0.9, cosine: $0.1, promised: 1, measured: 1)
    }
    #expect(bias.smoothing(within: 0.95) == 3)
    #expect(bias.smoothing(within: 1) == 10)
    #expect(bias.smoothing(within: 0.2) == 1)
    for index in bias.entries.indices { bias.entries[index].cosine = -0.1 }
    #expect(bias.smoothing(within: 0.95) == 1, "where nothing agrees, nothing is smoothed")
  }

  @Test func aProblemWithoutASmootherLayerIsAttackedThroughItsOwn() throws {
    let scenario = try ConformanceProblem.constant.scenario()
    let found = try bias(scenario, PathwiseBias.Plan(smoothings: [1, 3]), step: 0.1)
    #expect(found.entries.map(\.smoothing) == [1])
    let chosen = try attack.smoothings(scenario, against: learner, within: budget, using: random())
    #expect(chosen == [1])
  }

  /// It is the continued attack at the smoothing that it says it takes.
  @Test(arguments: [0, 1.0])
  func iteratesAsTheContinuedAttackOfItsSmoothing(_ agreement: Double) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    var attack = attack
    attack.agreement = agreement
    var (own, other) = (random(), random())
    let chosen = try attack.smoothings(scenario, against: learner, within: budget, using: own)
    if agreement == 0 { #expect(chosen == [1]) }
    var base = attack.base
    base.smoothing = try #require(chosen.first)
    #expect(chosen.count == 1, "one reach, one smoothing")
    let found = try attack.poison(scenario, against: learner, within: budget, using: &own)
    let expected = try ContinuedAttack(base, reevaluations: 2).poison(
      scenario, against: learner, within: budget, using: &other)
    #expect(found.perturbation == expected.perturbation)
    #expect(own.next() == other.next())
  }

  /// Begun at the poison of a smaller budget it is never worse on the draws that it chooses by.
  @Test(arguments: [1, 2, 3])
  func isNeverWorseThanWhereItBegins(_ seed: UInt64) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    var first = random(seed)
    let small = try attack.poison(
      scenario, against: learner, within: Budget(features: 0.1), using: &first)
    var second = random(seed + 10)
    let draws = WeightSource.reevaluation(
      2, .fresh, scenario, against: learner, from: AttackStart(), using: second)
    let large = try attack.poison(
      scenario, against: learner, within: budget,
      from: AttackStart(perturbation: small.perturbation), using: &second)
    let loss = try SurrogateLoss(scenario, against: learner, objective: .utility)
    func mean(_ ε: Matrix) throws -> Double {
      try draws.reduce(0) { try $0 + loss.value(at: ε, labels: nil, from: $1) }
    }
    #expect(try mean(large.perturbation) <= mean(small.perturbation))
  }

  // MARK: Several surrogates

  /// An attack that goes through more than one surrogate.
  private var several: AutomaticAttack {
    var attack = attack
    (attack.reaches, attack.agreement) = ([0.001, 1], 1)
    return attack
  }

  private let twoStage = TwoStage(training: Training(steps: 6, rate: 0.1))

  private func surrogates(
    of attack: AutomaticAttack, against learner: any Learner
  ) throws -> [AutomaticAttack.Surrogate] {
    try attack.surrogates(
      ConformanceProblem.polytope.scenario(), against: learner, within: budget,
      from: AttackStart(), using: random())
  }

  @Test func goesThroughEachSmoothingThatItFindsOnceTheLargestFirst() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    var attack = several
    let one = try attack.reaches.map { reach in
      attack.reaches = [reach]
      return try attack.smoothings(scenario, against: learner, within: budget, using: random())
    }
    let found = try surrogates(of: several, against: learner)
    #expect(found.map(\.smoothing) == one.flatMap(\.self).uniqued().sorted(by: >))
    #expect(found.allSatisfy { $0.focusedRate == nil && $0.end == nil })
  }

  /// Only a learner that does not solve while it trains is stood in for, by one that learns.
  @Test func aDecisionFocusedLearnerStandsInForOneThatDoesNotSolve() throws {
    let found = try surrogates(of: several, against: twoStage)
    let rates = found.compactMap(\.focusedRate).uniqued()
    #expect(found.last?.focusedRate == nil && rates.count == 1)
    let factor = try #require(rates.first) / twoStage.training.rate
    #expect(AutomaticAttack.rateFactors.contains { abs($0 / factor - 1) < 1e-12 })
    let stand = try #require(found.first).learner(inPlaceOf: twoStage)
    #expect(stand.id == DecisionFocused.id && stand.training.steps == twoStage.training.steps)
    var alone = several
    alone.trainsStandIn = false
    #expect(try surrogates(of: alone, against: twoStage).allSatisfy { $0.focusedRate == nil })
    alone = several
    alone.base.initialWeights = .shared
    #expect(try surrogates(of: alone, against: twoStage).allSatisfy { $0.focusedRate == nil })
  }

  /// Whatever it goes through, every surrogate begins where the attacked learner lost most so far.
  @Test(arguments: [1, 2, 3])
  func isJudgedByTheLearnerThatItIsMadeFor(_ seed: UInt64) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let draws = WeightSource.reevaluation(
      2, .fresh, scenario, against: twoStage, from: AttackStart(), using: random(seed))
    let loss = try SurrogateLoss(scenario, against: twoStage, objective: .utility)
    func mean(_ ε: Matrix) throws -> Double {
      try draws.reduce(0) { try $0 + loss.value(at: ε, labels: nil, from: $1) / 2 }
    }
    let log = StateLog()
    var generator = random(seed)
    let poison = try several.poison(
      scenario, against: twoStage, within: budget, from: AttackStart(checkpoint: log.keep),
      using: &generator)
    let least = try mean(poison.perturbation)
    let found = try #require(log.all.last?.surrogates)
    #expect(found.count > 1 && found.dropLast().allSatisfy { $0.end != nil })
    for end in found.compactMap(\.end) {
      let (rows, columns) = scenario.pipeline.perturbationShape
      let own = try mean(Matrix(rows: rows, columns: columns, values: end.perturbation))
      #expect(abs(own - (end.loss ?? .nan)) <= 1e-12 * abs(own))
      #expect(least <= own)
    }
  }

  @Test func goesOnInTheMiddleOfAnySurrogate() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let (log, attack) = (StateLog(), several)
    func poison(from start: AttackStart) throws -> Poison {
      var random = random()
      return try attack.poison(
        scenario, against: twoStage, within: budget, from: start, using: &random)
    }
    let whole = try poison(from: AttackStart(checkpoint: log.keep))
    let count = try surrogates(of: attack, against: twoStage).count
    #expect(log.all.count == count * attack.base.iterations)
    for state in log.all {
      let read = try JSONDecoder().decode(AttackState.self, from: JSONEncoder().encode(state))
      #expect(read == state)
      let resumed = try poison(from: AttackStart(resume: read))
      #expect(resumed.perturbation == whole.perturbation && resumed.best == whole.best)
      #expect(resumed.trace == whole.trace && resumed.certificate == whole.certificate)
    }
    var other = try #require(log.all.first)
    other.surrogates = nil
    #expect(throws: AttackStateError.self) { try poison(from: AttackStart(resume: other)) }
  }
}
