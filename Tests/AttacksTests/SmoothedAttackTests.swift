import Differentiation
import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

struct SmoothedAttackTests {
  private func random(_ seed: UInt64 = 1) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: "smoothed")
  }

  private let budget = Budget(features: 0.3)

  @Test func theLayerIsSmootherAndTheUtilityIsNot() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let smooth = try #require(scenario.smoothed(by: 4)).problem
    let outcome = scenario.targetOutcome
    // Four times the curvature is a quarter of the linear term.
    let quarter = try scenario.problem.optimalDecisions(for: [0.25 * outcome[0]])
    let found = try smooth.optimalDecisions(for: outcome)
    #expect((found - quarter).largestMagnitude <= 1e-12)
    #expect((found - (try scenario.problem.optimalDecisions(for: outcome))).largestMagnitude > 1e-3)
    let tape = Tape()
    let (x, θ) = (tape.input(found), tape.input(outcome[0]))
    let (own, other) = (
      smooth.utility(of: x, when: [θ]), scenario.problem.utility(of: x, when: [θ])
    )
    try tape.compile([own, other]).run()
    #expect(own.value == other.value)
    #expect(try ConformanceProblem.constant.scenario().smoothed(by: 4).map { _ in 1 } == nil)
  }

  @Test func smoothingByOneIsTheLayerItself() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let smooth = try #require(scenario.smoothed(by: 1)).problem
    #expect(
      try smooth.optimalDecisions(for: scenario.targetOutcome)
        == scenario.problem.optimalDecisions(for: scenario.targetOutcome))
  }

  /// Through the smoother layer the meta-gradient is as exact as through the true one.
  @Test(arguments: LearnerCatalog.all.indices, [2.0, 10])
  func replayedDifferencesMatchTheSurrogatesGradient(_ index: Int, _ smoothing: Double) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let learner = LearnerCatalog.all[index].init(training: Training(steps: 6, rate: 0.05))
    let metaGradient = try SmoothedAttack().metaGradient(
      scenario, against: learner, smoothing: smoothing)
    var random = random()
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix.normal(rows: rows, columns: columns, deviation: 0.05, &random)
    let weights = learner.predictor(in: scenario).initialWeights(using: &random)
    let value = try metaGradient.value(at: ε, from: [weights]).value
    let certificate = try metaGradient.certificate(
      of: value, at: ε, from: weights, entries: 5, budget: 0.3, using: &random)
    #expect(certificate.verdict == .passed && certificate.isAlive)
    #expect(certificate.largestError <= 1e-7)
  }

  @Test func onlyTheRateOfTrainingsThatSolveIsScaled() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    var random = random()
    let weights = scenario.predictor.initialWeights(using: &random)
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix(rows: rows, columns: columns)
    func trained(_ learner: any Learner, _ scenario: Scenario) throws -> Weights {
      try MetaGradient(scenario, against: learner).value(at: ε, from: [weights]).value.weights
    }
    func surrogate(_ learner: any Learner, scalesRate: Bool = true) throws -> Weights {
      try SmoothedAttack(scalesRate: scalesRate).metaGradient(
        scenario, against: learner, smoothing: 5
      ).value(at: ε, from: [weights]).value.weights
    }
    let smooth = try #require(scenario.smoothed(by: 5))
    let slow = Training(steps: 5, rate: 0.02)
    let fast = Training(steps: 5, rate: 0.1)
    #expect(
      try surrogate(DecisionFocused(training: slow))
        == trained(DecisionFocused(training: fast), smooth))
    #expect(
      try surrogate(DecisionFocused(training: slow), scalesRate: false)
        == trained(DecisionFocused(training: slow), smooth))
    #expect(
      try surrogate(TwoStage(training: slow)) == trained(TwoStage(training: slow), scenario))
    let adam = Training(steps: 5, rate: 0.02, rule: .adam)
    #expect(
      try surrogate(DecisionFocused(training: adam))
        == trained(DecisionFocused(training: adam), smooth))
  }

  @Test func smoothingIsAnnealedToOneOverTheLastThird() {
    let attack = SmoothedAttack(iterations: 9, smoothing: 8, anneals: true)
    let factors = (0..<9).map { attack.smoothing(at: $0) }
    #expect(factors.prefix(6).allSatisfy { $0 == 8 })
    #expect(abs(factors[6] - 4) <= 1e-14 && abs(factors[7] - 2) <= 1e-14 && factors[8] == 1)
    let steady = SmoothedAttack(iterations: 9, smoothing: 8)
    #expect((0..<9).allSatisfy { steady.smoothing(at: $0) == 8 })
    #expect(SmoothedAttack(iterations: 2, smoothing: 8, anneals: true).smoothing(at: 1) == 8)
  }

  /// One step, written out: the sign of the mean of two normalised gradients.
  @Test func aStepGoesAgainstTheMeanOfNormalisedGradients() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let learner = DecisionFocused(training: Training(steps: 5, rate: 0.02))
    let attack = SmoothedAttack(iterations: 1, stepSize: 0.1, smoothing: 5)
    var generator = random()
    var source = WeightSource(
      .fresh, scenario, against: learner, from: AttackStart(), using: generator)
    let ε = AttackStart().perturbations(scenario, budget, using: generator).ε
    let metaGradient = try attack.metaGradient(scenario, against: learner, smoothing: 5)
    var mean = Matrix(rows: ε.rows, columns: ε.columns)
    var losses: [Double] = []
    for _ in 0..<2 {
      let value = try metaGradient.value(at: ε, from: [source.next()]).value
      mean = mean + (0.5 / value.perturbation.norm) * value.perturbation
      losses.append(value.adversaryLoss)
    }
    let poison = try attack.poison(scenario, against: learner, within: budget, using: &generator)
    let expected = budget.project(
      ε - 0.03 * mean.mapped { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }, in: scenario)
    let noise = 1e-9 * mean.largestMagnitude
    for index in ε.values.indices where mean.values[index].magnitude > noise {
      #expect(abs(poison.perturbation.values[index] - expected.values[index]) <= 1e-15)
    }
    #expect(abs(poison.trace.adversaryLoss[0] - (losses[0] + losses[1]) / 2) <= 1e-15)
  }

  @Test func sharedWeightsTrainOneModelPerIteration() {
    let learner = TwoStage(training: Training(steps: 3, rate: 0.1))
    #expect(SmoothedAttack(iterations: 4, models: 3).cost(inTrainingsOf: learner) == 60)
    #expect(
      SmoothedAttack(iterations: 4, models: 3, initialWeights: .shared).cost(
        inTrainingsOf: learner) == 20)
  }

  @Test func stepsOtherThanSignsAreRefused() {
    #expect(throws: AttackRequestError.fixedRule(attack: "smoothed", rule: "sign")) {
      try SmoothedAttack.make(AttackRequest(within: budget, rule: "adam"))
    }
    #expect(throws: Never.self) {
      let attack = try SmoothedAttack.make(
        AttackRequest(within: budget, stepSize: 0.06, smoothing: 3))
      #expect(attack.smoothing == 3 && attack.stepSize == 0.2 && attack.models == 2)
    }
  }
}
