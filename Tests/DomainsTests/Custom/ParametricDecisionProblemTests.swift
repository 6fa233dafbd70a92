import Attacks
import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Domains

struct ParametricDecisionProblemTests {
  static let cases = ParametricProblem.allCases.flatMap { kind in
    [
      TwoStage.id, DecisionFocused.id, SimpleJoint.id, SPOPlus.id, FenchelYoung.id,
      PerturbedFenchelYoung.id, NeighbourDecisionFocused.id,
    ].map { (kind, $0) }
  }

  /// Through training, decisions and utility: the derivative of L_adv by features and labels.
  @Test(arguments: cases)
  func gradientsAreThoseOfReplays(_ kind: ParametricProblem, _ id: LearnerID) throws {
    let problem = kind.problem()
    let type = try #require(LearnerCatalog.type(of: id))
    if type.needsInterior, !problem.hasInterior { return }
    if type.needsLinearObjective, kind == .predictedFactor || kind == .predictedBounds {
      let obstacle = try #require(problem.obstacle(toAttacking: type))
      let sentence = ProblemFileError.constraints(file: "own.h5", obstacle).description
      #expect(sentence.contains("is predicted, too") && sentence.contains(id.text))
      #expect(type.refusal(of: problem.decisionProblem) != nil)
      return
    }
    let learner = type.init(training: problem.fitting.training)
    let scenario = problem.scenario(seed: 3)
    let gradient = try MetaGradient(scenario, against: learner)
    let weights = problem.initialWeights(of: learner, seed: 3)
    let (n, d) = (problem.train.features.rows, problem.train.features.columns)
    let zero = Matrix(rows: n, columns: d)
    let value = try gradient.value(at: zero, from: [weights]).value
    #expect(value.perturbation.rows == n && value.perturbation.columns == d)
    #expect(value.labels.columns == problem.train.labels.columns)
    #expect(value.perturbation.largestMagnitude > 0)
    var random = SeededGenerator(seed: 1, stream: "directions")
    for _ in 0..<2 {
      let direction = Matrix.normal(rows: n, columns: d, deviation: 1, &random)
      let labels = Matrix.normal(
        rows: n, columns: problem.train.labels.columns, deviation: 1, &random)
      let slope = try gradient.replayedSlope(
        at: zero, from: weights, along: direction, labelDirection: labels, step: 1e-3)
      let expected =
        zip(value.perturbation.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
        + zip(value.labels.values, labels.values).reduce(0) { $0 + $1.0 * $1.1 }
      #expect((slope - expected).magnitude <= 1e-7 * max(1, expected.magnitude), "\(kind) \(id)")
    }
  }

  @Test(arguments: ParametricProblem.allCases)
  func filesHoldAllOfIt(_ kind: ParametricProblem) throws {
    var problem = kind.problem()
    problem.perturbation.rows = (0..<11).map { $0 % 2 == 0 }
    problem.perturbation.labelUpper = Matrix(
      rows: 11, columns: problem.train.labels.columns, repeating: 0.5)
    let contents = ProblemFile.contents(of: problem, title: "Test")
    #expect(try ProblemFile.problem(in: contents, of: "own.h5") == problem)
  }

  /// Deciding with the truth is best, whatever else anybody does.
  @Test(arguments: ParametricProblem.allCases)
  func nobodyBeatsTheTruth(_ kind: ParametricProblem) throws {
    let problem = kind.problem()
    let (decided, scenario) = (problem.decisionProblem, problem.scenario(seed: 1))
    let outcome = scenario.targetOutcome
    let perfect = try decided.meanUtility(of: nil, when: outcome)
    for reference in try decided.referenceDecisions(knowing: scenario.cleanSamples().outcome) {
      #expect(try decided.meanUtility(of: reference.decision, when: outcome) <= perfect + 1e-9)
    }
    let decisions = try decided.optimalDecisions(for: outcome)
    #expect(OptimalityResidual(problem).violation(of: decisions) <= 1e-9)
  }

  /// Max θᵀx in a box: each entry at the end that θ points to.
  @Test func linearProgramsAreJudgedAtTheirVertices() throws {
    var problem = ParametricProblem.linear.problem()
    problem.constraints.inequalityMatrix = Matrix(rows: 0, columns: 3)
    problem.constraints.inequalityBound = []
    let θ = problem.target.labels
    let exact = try problem.decisionProblem.optimalDecisions(for: [θ])
    for (x, θ) in zip(exact.values, θ.values) {
      #expect((x - (θ > 0 ? 1 : -1)).magnitude <= 1e-12)
    }
  }

  @Test func victimsAreJudgedExactlyAndTrainSmoothed() throws {
    let problem = ParametricProblem.smoothed.problem()
    let scenario = problem.scenario(seed: 1)
    let samples = try scenario.cleanSamples()
    let learner = TwoStage(training: problem.fitting.training)
    let trainer = try VictimTrainer(Victim(learner), in: scenario, samples: samples)
    let weights = problem.initialWeights(of: learner, seed: 1)
    let judged = try trainer.utility(trainedOn: samples, from: [weights]).targets[0]
    func value(judging: Bool) throws -> Double {
      let training = Trainer(learner, in: scenario, samples: samples)
      return try Evaluator(
        learner, in: scenario, outcome: scenario.targetOutcome, samples: samples, judging: judging
      ).value(
        training.train(from: weights), features: samples.targetFeatures,
        statistics: samples.statistics)
    }
    #expect(try value(judging: true) == judged)
    #expect(try value(judging: false) != judged)
  }

  @Test func theLinearMapLeavesAuxiliaryVariablesAlone() throws {
    var problem = ParametricProblem.mapped.problem()
    problem.linearMap = Matrix([[1, 0], [0, 1], [0, 0]])
    problem.linearConstant = [0, 0, -0.25]
    let (x, θ) = (Matrix([[0.1, 0.2, 0.4]]), Matrix([[3, -2]]))
    let curvature = 0.5 * (0.8 * 0.01 + 0.04 + 1.3 * 0.16)
    let expected = 3 * 0.1 - 2 * 0.2 - 0.25 * 0.4 - curvature
    let utility = try problem.decisionProblem.meanUtility(of: x, when: [θ])
    #expect((utility - expected).magnitude <= 1e-15)
  }

  @Test func brokenBoundsHaveTheirPrice() throws {
    let problem = ParametricProblem.predictedBounds.problem()
    var random = SeededGenerator(seed: 2, stream: "decision")
    let x = Matrix.normal(rows: 1, columns: 3, deviation: 2, &random)
    let instance = problem.target
    let outcome = problem.outcome(of: instance)
    var expected = 0.0
    let (g, q) = (problem.constraints.inequalityMatrix * x.transposed, [0.8, 1, 1.3])
    let a = x[0, 0] + 0.5 * x[0, 1] - x[0, 2]
    for i in 0..<4 {
      for j in 0..<3 {
        expected += instance.labels[i, j] * x[0, j] - 0.5 * q[j] * x[0, j] * x[0, j]
      }
      for row in 0..<2 {
        let bound = try #require(instance.predicted[.inequalityBound])[i, row]
        expected -= 1.5 * max(0, g[row, 0] - bound)
      }
      expected -= 1.5 * (a - (try #require(instance.predicted[.equalityBound]))[i, 0]).magnitude
    }
    let utility = try problem.decisionProblem.meanUtility(of: x, when: outcome)
    #expect((utility - expected / 4).magnitude <= 1e-12)
  }

  /// With every instance's own parameters equal to the common ones nothing changes.
  @Test func knownParametersStandForCommonOnes() throws {
    let plain = try CustomProblem.example()
    var known = plain
    func repeated(_ values: [Double], _ count: Int) -> Matrix {
      Matrix(
        rows: count, columns: values.count, values: (0..<count).flatMap { _ in values })
    }
    func add(_ set: inout CustomProblem.Instances) {
      let count = set.features.rows
      set.known[.quadratic] = repeated(Array(plain.quadratic.values), count)
      set.known[.inequalityMatrix] = repeated(
        Array(plain.constraints.inequalityMatrix.values), count)
    }
    add(&known.train)
    add(&known.target)
    known.heldOut = nil
    let learner = DecisionFocused(training: Training(steps: 4, rate: 0.02))
    func gradient(_ problem: CustomProblem) throws -> MetaGradient.Value {
      let gradient = try MetaGradient(problem.scenario(seed: 1), against: learner)
      let zero = Matrix(rows: 60, columns: 6)
      return try gradient.value(
        at: zero, from: [problem.initialWeights(of: learner, seed: 1)]
      ).value
    }
    let (a, b) = (try gradient(plain), try gradient(known))
    #expect((a.adversaryLoss - b.adversaryLoss).magnitude <= 1e-12)
    let difference = a.perturbation - b.perturbation
    #expect(difference.largestMagnitude <= 1e-10 * a.perturbation.largestMagnitude)
  }

  @Test func masksFreezeRows() throws {
    var problem = try CustomProblem.example()
    problem.perturbation.lower = nil
    problem.perturbation.rows = (0..<60).map { $0 != 1 }
    let scenario = problem.scenario(seed: 1)
    #expect(scenario.box.bounds(at: 5) == (-1, 1) && scenario.box.bounds(at: 6) == (0, 0))
    let labels = try #require(problem.perturbation.labelBox((60, 4)))
    #expect(labels.bounds(at: 4) == (0, 0) && labels.bounds(at: 8) == (-1, 1))
    problem.perturbation.labelRows = Array(repeating: true, count: 60)
    problem.perturbation.labelUpper = Matrix(rows: 60, columns: 4, repeating: 0.25)
    let own = try #require(problem.perturbation.labelBox((60, 4)))
    #expect(own.bounds(at: 4) == (-1, 0.25))
    let free = try CustomProblem.example().perturbation
    #expect(free.labelBox((60, 4)) == nil)
  }
}
