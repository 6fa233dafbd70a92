import Attacks
import Learning
import LinearAlgebra
import Storage
import Testing

@testable import Domains

struct ExampleKindTests {
  @Test(arguments: ExampleKind.allCases)
  func examplesAreReadAsTheyWereWritten(_ kind: ExampleKind) throws {
    let problem = try CustomProblem.example(kind)
    let contents = ProblemFile.contents(of: problem, title: kind.title)
    #expect(try ProblemFile.problem(in: contents, of: "example.h5") == problem)
    #expect(try CustomProblem.example(kind) == problem)
  }

  /// The gradient of every learner exists and is that of replays.
  @Test(arguments: ExampleKind.allCases)
  func examplesCanBeAttacked(_ kind: ExampleKind) throws {
    let problem = try CustomProblem.example(kind)
    // Parts of a whole among fifty assets hardly move otherwise.
    let rate = kind == .standardPortfolio ? 5 : 0.05
    for type in LearnerCatalog.all {
      #expect(problem.obstacle(toAttacking: type) == nil)
      let learner = type.init(training: Training(steps: 5, rate: rate))
      let scenario = CustomDomain(problem, for: type)
      #expect(scenario.size.training == problem.train.features.rows)
      let gradient = try MetaGradient(problem.scenario(seed: 1), against: learner)
      let (n, d) = (problem.train.features.rows, problem.train.features.columns)
      let weights = problem.initialWeights(of: learner, seed: 1)
      let zero = Matrix(rows: n, columns: d)
      let value = try gradient.value(at: zero, from: [weights]).value
      #expect(value.perturbation.largestMagnitude > 0, "\(type.name)")
      var direction = zero
      for i in 0..<n { direction[i, i % d] = Double(i % 3 - 1) }
      let slope = try gradient.replayedSlope(
        at: zero, from: weights, along: direction, step: 1e-3)
      let expected = zip(value.perturbation.values, direction.values).reduce(0) {
        $0 + $1.0 * $1.1
      }
      let size = value.perturbation.largestMagnitude
      #expect((slope - expected).magnitude <= 1e-6 * max(size, expected.magnitude), "\(type.name)")
    }
  }

  @Test func theExactPathIsAPath() throws {
    let problem = try CustomProblem.example(.shortestPath)
    let paths = try problem.decisionProblem.optimalDecisions(for: [problem.target.labels])
    for i in 0..<paths.rows {
      #expect(paths.row(i).allSatisfy { min($0.magnitude, ($0 - 1).magnitude) <= 1e-9 })
      #expect((paths.row(i).reduce(0, +) - 8).magnitude <= 1e-9)
    }
  }

  /// τ + mean excess of the losses is least at their 80 % quantile.
  @Test func theTailIsThatOfTheLosses() throws {
    let problem = try CustomProblem.example(.cvar)
    let decisions = try problem.decisionProblem.optimalDecisions(for: [problem.target.labels])
    for i in 0..<decisions.rows {
      let x = decisions.row(i)
      let (shares, τ) = (Array(x.prefix(5)), Array(x)[5])
      let rows = problem.constraints.inequalityMatrix
      let losses = (0..<20).map { scenario in
        (0..<5).reduce(0) { $0 + rows[5 + scenario, $1] * shares[$1] }
      }.sorted()
      #expect(τ >= losses[15] - 1e-7 && τ <= losses[16] + 1e-7)
      for (s, loss) in zip(Array(x.suffix(20)).sorted(), losses) {
        #expect((s - max(0, loss - τ)).magnitude <= 1e-7)
      }
    }
  }

  @Test func vertexDecisionsNeedSmoothingToBeAttacked() throws {
    var problem = try CustomProblem.example(.knapsack)
    problem.smoothing = nil
    let contents = ProblemFile.contents(of: problem, title: "Test")
    #expect(try ProblemFile.problem(in: contents, of: "own.h5") == problem)
    #expect(problem.obstacle(toTraining: TwoStage.self) == nil)
    #expect(problem.obstacle(toAttacking: TwoStage.self) == .needsSmoothing(TwoStage.id))
    #expect(
      problem.obstacle(toTraining: DecisionFocused.self) == .needsSmoothing(DecisionFocused.id))
    #expect(problem.obstacle(toAttacking: SimpleJoint.self) == nil)
    let sentence = ProblemFileError.constraints(
      file: "own.h5", .needsSmoothing(TwoStage.id)
    ).description
    #expect(sentence.contains("derivative is zero") && sentence.contains("smoothing"))
    let scenario = problem.scenario(seed: 1)
    let samples = try scenario.cleanSamples()
    let learner = TwoStage(training: Training(steps: 5, rate: 0.05))
    let trainer = try VictimTrainer(Victim(learner), in: scenario, samples: samples)
    let utility = try trainer.utility(
      trainedOn: samples, from: [problem.initialWeights(of: learner, seed: 1)])
    #expect(utility.targets[0].isFinite && utility.violations.isEmpty)
  }

  @Test func variedConstraintsKeepDirectLearnersOut() {
    let problem = ParametricProblem.knownConstraints.problem()
    #expect(
      problem.obstacle(toTraining: SimpleJoint.self) == .variesBetweenInstances(SimpleJoint.id))
    #expect(problem.obstacle(toAttacking: DecisionFocused.self) == nil)
  }

  /// Decisions for predictions of 10¹⁶ and more still keep their box, and so do utilities.
  @Test(arguments: [1e16, 1e30, 1e100])
  func decisionsForHugePredictionsKeepTheirConstraints(_ factor: Double) throws {
    var problem = try CustomProblem.example()
    for row in 0..<4 { for column in 0..<row { problem.quadratic[row, column] = 0.1 } }
    for row in 0..<4 { for column in row + 1..<4 { problem.quadratic[row, column] = 0.1 } }
    let learner = TwoStage(training: Training(steps: 0, rate: 0.05))
    let scenario = problem.scenario(seed: 1)
    let samples = try scenario.cleanSamples()
    let trainer = try VictimTrainer(Victim(learner), in: scenario, samples: samples)
    var weights = problem.initialWeights(of: learner, seed: 1)
    #expect(try trainer.utility(trainedOn: samples, from: [weights]).violations.isEmpty)
    weights.parts[2] = factor * weights.parts[2]
    let utility = try trainer.utility(trainedOn: samples, from: [weights])
    #expect(utility.violations.isEmpty && utility.targets[0].isFinite)
    // |θᵀx − ½xᵀQx| in a box of 1.
    let most = problem.target.labels.values.reduce(0) { max($0, $1.magnitude) } * 4 + 8
    #expect(utility.targets[0].magnitude <= most)
  }
}
