import Differentiation
import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

struct FieldDefenceTests {
  private func weights(_ victim: Victim, _ scenario: Scenario, seed: UInt64 = 1) -> Weights {
    var random = SeededGenerator(seed: seed, stream: "weights")
    return victim.predictor(in: scenario).initialWeights(using: &random)
  }

  private func received(_ samples: Samples, by defence: any Defence) throws -> Samples {
    try SampleFilter(defence, for: samples).samples(from: samples)
  }

  private func trained(
    _ learner: any Learner, _ defence: (any Defence)?, _ scenario: Scenario
  ) throws -> Weights {
    let victim = Victim(learner, defence: defence)
    let own = victim.scenario(scenario)
    return try Trainer(victim.trainedLearner, in: own, samples: try own.cleanSamples())
      .train(from: weights(victim, scenario))
  }

  // MARK: Huberised features

  /// A column of 1…9 and one of zeros but for two entries: centre 5, quartiles 3 and 7.
  @Test func outliersAreMovedToTheEndsOfTheInterval() throws {
    var values = (1...9).map { [Double($0), 0.0] }
    values[8][0] = 100
    values[4][1] = 1
    let samples = Samples(
      features: Matrix(values), outcome: [Matrix(rows: 9, columns: 1)],
      targetFeatures: Matrix([[-50, 1], [6, 0]]), heldOutFeatures: Matrix([[50, -3]]))
    let found = try received(samples, by: HuberisedFeatures(width: 1.349))
    // The distance of the quartiles is 4, and the width 1.349 robust deviations.
    for row in 0..<9 {
      #expect((found.features[row, 0] - min(max(values[row][0], 1), 9)).magnitude <= 1e-12)
      #expect(found.features[row, 1] == values[row][1], "no interval, and nothing is moved")
    }
    #expect((found.targetFeatures[0, 0] - 1).magnitude <= 1e-12)
    #expect(found.targetFeatures[1, 0] == 6 && found.targetFeatures[0, 1] == 1)
    #expect((found.heldOutFeatures[0, 0] - 9).magnitude <= 1e-12)
    #expect(found.heldOutFeatures[0, 1] == -3)
  }

  @Test func featuresWithoutOutliersStayAsTheyAre() throws {
    let samples = try smallScenario().cleanSamples()
    #expect(try received(samples, by: HuberisedFeatures(width: 50)) == samples)
    // Symmetric and short-tailed: no entry is beyond two and a half deviations.
    var uniform = samples
    for i in 0..<23 { for j in 0..<4 { uniform.features[i, j] = Double((i * 7 + j) % 23 - 11) } }
    #expect(try received(uniform, by: HuberisedFeatures()).features == uniform.features)
  }

  /// However far a fifth of the rows goes, no interval follows.
  @Test func aFewRowsCannotMoveTheInterval() throws {
    let samples = try smallScenario().cleanSamples()
    func largest(_ size: Double) throws -> Double {
      var poisoned = samples
      for i in 0..<4 { for j in 0..<4 { poisoned.features[i, j] = size } }
      return try received(poisoned, by: HuberisedFeatures()).features.largestMagnitude
    }
    #expect(try largest(1e3) == largest(1e9))
    #expect(try largest(1e9) < 12)
  }

  // MARK: Averaged outcomes

  @Test func outcomesThatAreAllAlikeStayAsTheyAre() throws {
    var samples = try smallScenario().cleanSamples()
    samples.outcome = [Matrix(rows: 23, columns: 3, repeating: 0.7)]
    let found = try received(samples, by: NeighbourOutcomes())
    #expect((found.outcome[0] - samples.outcome[0]).largestMagnitude <= 1e-15)
    #expect(found.features == samples.features && found.targetFeatures == samples.targetFeatures)
  }

  /// A neighbour-averaging learner is a decision-focused one with this defence.
  @Test func itIsTheAveragingOfTheLearner() throws {
    let scenario = smallScenario(blockRows: 10)
    let training = Training(steps: 8, rate: 0.3)
    #expect(
      try trained(DecisionFocused(training: training), NeighbourOutcomes(), scenario)
        == trained(NeighbourDecisionFocused(training: training), nil, scenario))
  }

  // MARK: Early stopping

  @Test func stoppingEarlyIsAShorterTraining() throws {
    let training = Training(steps: 9, rate: 0.3, rule: .adam, weightDecay: 0.1)
    var shorter = training
    shorter.steps = 3
    let scenario = smallScenario()
    #expect(
      try trained(DecisionFocused(training: training), EarlyStopping(share: 1 / 3.0), scenario)
        == trained(DecisionFocused(training: shorter), nil, scenario))
    for (share, steps, made) in [
      (0.5, 9, 5), (0.07, 100, 7), (1, 9, 9), (0.5, 0, 0), (0.01, 3, 1),
    ] {
      #expect(
        EarlyStopping(share: share).training(Training(steps: steps, rate: 1)).steps == made)
    }
  }

  // MARK: A smoother layer in training

  @Test func onlyTrainingSeesTheSmootherLayer() throws {
    let scenario = smallScenario()
    let training = Training(steps: 8, rate: 0.3)
    let smooth = try #require(scenario.smoothed(by: 6))
    for type in LearnerCatalog.all {
      let learner = type.init(training: training)
      let found = try trained(learner, SmoothedTraining(factor: 6), scenario)
      #expect(try found == trained(learner, nil, smooth), "\(type.name)")
      let bare = try trained(learner, nil, scenario)
      let isTouched = type.solvesInTraining
      #expect((found != bare) == isTouched, "\(type.name)")
      #expect(try trained(learner, SmoothedTraining(factor: 1), scenario) == bare)
    }
    // What is decided in the end is decided by the problem itself.
    let victim = Victim(DecisionFocused(training: training), defence: SmoothedTraining(factor: 6))
    let own = victim.scenario(scenario)
    #expect(own.problem is QuadraticUtility && own.trainingProblem is SmoothedProblem)
  }

  @Test func theRateMayGrowWithTheCurvature() throws {
    let training = Training(steps: 8, rate: 0.1)
    let faster = SmoothedTraining(factor: 4, rateFactor: 3).training(training)
    #expect(faster.steps == 8 && (faster.rate - 0.3).magnitude <= 1e-15)
  }

  /// An attacker's surrogate of such a victim trains on the layer that is smoothed twice.
  @Test func surrogatesSmoothTheSmootherLayer() throws {
    let victim = Victim(
      DecisionFocused(training: Training(steps: 8, rate: 0.3)),
      defence: SmoothedTraining(factor: 2))
    let scenario = smallScenario()
    let surrogate = try #require(victim.scenario(scenario).smoothed(by: 3))
    let samples = try scenario.cleanSamples()
    let six = try #require(scenario.smoothed(by: 6))
    let initial = weights(victim, scenario)
    #expect(
      try Trainer(victim.trainedLearner, in: surrogate, samples: samples).train(from: initial)
        == Trainer(victim.learner, in: six, samples: samples).train(from: initial))
  }

  // MARK: Ensembles

  private static let rules: [any StepRule] = [.plain, .adam]

  /// Each member is trained as if alone on rows that count as often as they were drawn.
  @Test(arguments: LearnerCatalog.all.indices, rules.indices)
  func membersAreTrainedAsIfAlone(_ which: Int, _ rule: Int) throws {
    let learner = LearnerCatalog.all[which].init(
      training: Training(steps: 6, rate: 0.1, rule: Self.rules[rule], weightDecay: 0.05))
    let scenario = smallScenario(blockRows: 10)
    let victim = Victim(learner, defence: Bagging(members: 3, seed: 9))
    let initial = weights(victim, scenario)
    let found = try trained(learner, Bagging(members: 3, seed: 9), scenario)
    let width = initial.parts.count / 3
    var random = SeededGenerator(seed: 9, stream: "defence/bagging")
    for member in 0..<3 {
      var counts = Matrix(rows: 23, columns: 1)
      for _ in 0..<23 { counts[random.index(below: 23), 0] += 1 }
      var samples = try scenario.cleanSamples()
      samples.weights = counts
      let range = member * width..<(member + 1) * width
      let expected = try Trainer(learner, in: scenario, samples: samples)
        .train(from: Weights(Array(initial.parts[range])))
      for (a, b) in zip(found.parts[range], expected.parts) {
        #expect((a - b).largestMagnitude <= 1e-11)
      }
    }
    #expect(random.index(below: 2) < 2)
  }

  /// The mean decision is feasible and worth no less than the members' on average.
  @Test(arguments: LearnerCatalog.all.indices)
  func theMeanDecisionIsWorthTheMembersMean(_ which: Int) throws {
    let learner = LearnerCatalog.all[which].init(training: Training(steps: 6, rate: 0.3))
    let scenario = smallScenario()
    let victim = Victim(learner, defence: Bagging(members: 4))
    let own = victim.scenario(scenario)
    let samples = try own.cleanSamples()
    let weights = try trained(learner, Bagging(members: 4), scenario)
    func evaluator(_ learner: any Learner) -> Evaluator {
      Evaluator(learner, in: own, outcome: own.targetOutcome, samples: samples)
    }
    let ensemble = evaluator(victim.trainedLearner)
    let together = try ensemble.value(weights, features: samples.targetFeatures, statistics: [])
    #expect(scenario.problem.violation(of: ensemble.decisions, when: own.targetOutcome) <= 1e-9)
    let (single, width) = (evaluator(learner), weights.parts.count / 4)
    var decisions = Matrix(rows: 6, columns: 3)
    var mean = 0.0
    for member in 0..<4 {
      let own = Weights(Array(weights.parts[member * width..<(member + 1) * width]))
      mean += 0.25 * (try single.value(own, features: samples.targetFeatures, statistics: []))
      decisions = decisions + 0.25 * single.decisions
    }
    #expect((ensemble.decisions - decisions).largestMagnitude <= 1e-12)
    #expect(together >= mean - 1e-12)
  }

  @Test func anEnsembleIsNotGivenTheWeightsOfOne() {
    var scenario = smallScenario()
    var random = SeededGenerator(seed: 2, stream: "weights")
    let learner = TwoStage(training: Training(steps: 1, rate: 1))
    scenario.givenWeights = scenario.predictor.initialWeights(using: &random)
    #expect(Victim(learner, defence: Bagging()).scenario(scenario).givenWeights == nil)
    #expect(
      Victim(learner, defence: HuberisedFeatures()).scenario(scenario).givenWeights
        == scenario.givenWeights)
  }

  @Test func initialWeightsBeginWithThoseOfASingleModel() {
    let (scenario, learner) = (smallScenario(), TwoStage(training: Training(steps: 1, rate: 1)))
    let (one, many) = (Victim(learner), Victim(learner, defence: Bagging(members: 3)))
    #expect(many.predictor(in: scenario).weightShapes.count == 12)
    #expect(weights(many, scenario).parts.prefix(4) == weights(one, scenario).parts.prefix(4))
    let widened = many.predictor(in: scenario).widened(by: 2)
    #expect(widened.weightShapes[0].rows == 10 && widened.weightShapes[4].rows == 10)
  }
}
