import Differentiation
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Learning

/// Learners whose losses are made of the convex conjugate of the utility.
struct FenchelYoungTests {
  private static let training = Training(steps: 6, rate: 0.1)
  private static let learners: [any Learner] = [
    SPOPlus(training: training), FenchelYoung(training: training),
    PerturbedFenchelYoung(training: training), PerturbedFenchelYoung(training: training, pairs: 1),
  ]

  private static let seeds = (0..<20).map { UInt64($0) }

  /// A polytope with outcomes and predictions for seven instances.
  private func draw(_ seed: UInt64) -> (problem: QuadraticUtility, θ: Matrix, θ̂: Matrix) {
    var random = SeededGenerator(seed: seed, stream: "Fenchel–Young")
    let problem = DrawnProblem.polytope(&random)
    return (
      problem, .normal(rows: 7, columns: 3, deviation: 1, &random),
      .normal(rows: 7, columns: 3, deviation: 1, &random)
    )
  }

  // MARK: Closed forms

  /// In a box f*(c) = Σ cx − ½x² at x = c cut off, so that every term is written out.
  @Test func theBoxHasClosedForms() throws {
    func cut(_ x: Double) -> Double { min(max(x, -1), 1) }
    func best(_ c: Double) -> Double { c * cut(c) - 0.5 * cut(c) * cut(c) }
    let θ = Matrix([[0.4, -3], [0.9, 0.2], [-0.5, 1.7]])
    let θ̂ = Matrix([[1.2, -0.3], [0.1, -2], [-0.5, 0.6]])
    let problem = DrawnProblem.box(2)
    let spo = try LossProbe(SPOPlus(training: Self.training), in: problem, outcome: θ)
      .value(at: θ̂)
    let own = try LossProbe(FenchelYoung(training: Self.training), in: problem, outcome: θ)
      .value(at: θ̂)
    for i in 0..<3 {
      var (bound, loss) = (0.0, 0.0)
      for j in 0..<2 {
        let (c, p) = (θ[i, j], θ̂[i, j])
        let x = cut(c)
        bound += best(2 * p - c) - 2 * (p * x - 0.5 * x * x) + best(c)
        loss += best(p) - (p * x - 0.5 * x * x)
        #expect((spo.gradient[i, j] - 2 * (cut(2 * p - c) - x)).magnitude <= 1e-14)
        #expect((own.gradient[i, j] - (cut(p) - x)).magnitude <= 1e-14)
      }
      #expect((spo.losses[i, 0] - bound).magnitude <= 1e-14)
      #expect((own.losses[i, 0] - loss).magnitude <= 1e-14)
    }
  }

  @Test(arguments: seeds)
  func gradientsAreDifferencesOfDecisions(_ seed: UInt64) throws {
    let (problem, θ, θ̂) = draw(seed)
    let right = try problem.layerDecisions(for: θ)
    let spo = try LossProbe(SPOPlus(training: Self.training), in: problem, outcome: θ)
      .value(at: θ̂)
    let mirrored = try problem.layerDecisions(for: 2 * θ̂ - θ)
    #expect((spo.gradient - 2 * (mirrored - right)).largestMagnitude <= 1e-12)
    let own = try LossProbe(FenchelYoung(training: Self.training), in: problem, outcome: θ)
      .value(at: θ̂)
    let made = try problem.layerDecisions(for: θ̂)
    #expect((own.gradient - (made - right)).largestMagnitude <= 1e-12)
  }

  /// The mean over pairs of perturbations, drawn again here.
  @Test func perturbedDecisionsAreAveraged() throws {
    let (problem, θ, θ̂) = draw(3)
    var random = SeededGenerator(seed: 5, stream: "learner/perturbations")
    let draws = random.normals(7 * 2 * 3)
    var variance = 0.0
    for j in 0..<3 {
      let mean = (0..<7).reduce(0) { $0 + θ[$1, j] } / 7
      variance += (0..<7).reduce(0) { $0 + (θ[$1, j] - mean) * (θ[$1, j] - mean) } / 21
    }
    var mean = Matrix(rows: 7, columns: 3)
    for pair in 0..<2 {
      for sign in [1.0, -1] {
        var moved = θ̂
        for i in 0..<7 {
          for j in 0..<3 {
            moved[i, j] += sign * 0.3 * variance.squareRoot() * draws[i * 6 + pair * 3 + j]
          }
        }
        mean = mean + 0.25 * (try problem.layerDecisions(for: moved))
      }
    }
    let learner = PerturbedFenchelYoung(
      training: Self.training, pairs: 2, deviation: 0.3, seed: 5)
    let found = try LossProbe(learner, in: problem, outcome: θ).value(at: θ̂).gradient
    #expect((found - (mean - (try problem.layerDecisions(for: θ)))).largestMagnitude <= 1e-12)
  }

  // MARK: Properties

  @Test(arguments: seeds)
  func lossesBoundRegretAndDistance(_ seed: UInt64) throws {
    let (problem, θ, θ̂) = draw(seed)
    let (right, made) = (try problem.layerDecisions(for: θ), try problem.layerDecisions(for: θ̂))
    let regret =
      try problem.utilities(of: right, when: θ) - (try problem.utilities(of: made, when: θ))
    let losses = try Self.learners.map {
      try LossProbe($0, in: problem, outcome: θ).value(at: θ̂).losses
    }
    let apart = made - right
    let distance = apart * problem.quadratic
    for i in 0..<7 {
      #expect(regret[i, 0] >= -1e-12)
      #expect(losses[0][i, 0] >= regret[i, 0] - 1e-10, "SPO+ is a bound")
      let square = (0..<3).reduce(0) { $0 + distance[i, $1] * apart[i, $1] }
      #expect(losses[1][i, 0] >= 0.5 * square - 1e-10)
      #expect(losses[2][i, 0] >= losses[1][i, 0] - 1e-10, "the mean of pairs is the prediction")
      #expect(losses[3][i, 0] >= losses[1][i, 0] - 1e-10)
    }
  }

  @Test(arguments: seeds)
  func nothingIsLostByPredictingTheTruth(_ seed: UInt64) throws {
    let (problem, θ, _) = draw(seed)
    for learner in Self.learners.prefix(2) {
      for other in [problem as any DecisionProblem, try #require(problem.smoothed(by: 5))] {
        let (losses, gradient, _) = try LossProbe(learner, in: other, outcome: θ).value(at: θ)
        #expect(losses.largestMagnitude <= 1e-12 && gradient.largestMagnitude <= 1e-12)
      }
    }
  }

  /// At the middle of every line at most the mean of the ends, and never below the tangent.
  @Test(arguments: seeds, learners.indices)
  func lossesAreConvexInThePrediction(_ seed: UInt64, _ index: Int) throws {
    let (problem, θ, θ̂) = draw(seed)
    var random = SeededGenerator(seed: seed, stream: "lines")
    let step = Matrix.normal(rows: 7, columns: 3, deviation: 1, &random)
    let probe = LossProbe(Self.learners[index], in: problem, outcome: θ)
    let ends = try [θ̂ - step, θ̂ + step].map { try probe.value(at: $0).losses }
    let middle = try probe.value(at: θ̂)
    for i in 0..<7 {
      #expect(middle.losses[i, 0] <= 0.5 * (ends[0][i, 0] + ends[1][i, 0]) + 1e-11)
      let rise = (0..<3).reduce(0) { $0 + middle.gradient[i, $1] * step[i, $1] }
      #expect(ends[1][i, 0] >= middle.losses[i, 0] + rise - 1e-11)
    }
  }

  // MARK: Derivatives

  /// First derivatives by prediction, second ones by prediction and outcome, beside differences
  /// with a step that seldom meets a kink; no instance may be off at more than one of twenty seeds.
  @Test(arguments: learners.indices)
  func derivativesAreThoseOfDifferences(_ index: Int) throws {
    var off = 0
    for seed in Self.seeds {
      let (problem, θ, θ̂) = draw(seed)
      let probe = LossProbe(Self.learners[index], in: problem, outcome: θ)
      var random = SeededGenerator(seed: seed, stream: "directions")
      let direction = Matrix.normal(rows: 7, columns: 3, deviation: 1, &random)
      let (gradient, slopes) = (
        try probe.value(at: θ̂).gradient, try probe.slopes(at: θ̂, along: direction)
      )
      let step = 1e-5
      let (ahead, behind) = (
        try probe.value(at: θ̂ + step * direction), try probe.value(at: θ̂ - step * direction)
      )
      let rise = (0.5 / step) * (ahead.losses - behind.losses)
      for i in 0..<7 {
        let slope = (0..<3).reduce(0) { $0 + gradient[i, $1] * direction[i, $1] }
        // A gradient that has a kink within the step is off by no more than the step.
        #expect((rise[i, 0] - slope).magnitude <= 1e-4)
      }
      let second = (0.5 / step) * (ahead.gradient - behind.gradient)
      let mixed = (0.5 / step) * (ahead.byOutcome - behind.byOutcome)
      let error = max(
        (second - slopes.gradient).largestMagnitude, (mixed - slopes.byOutcome).largestMagnitude)
      if error > 1e-7 { off += 1 }
      #expect(slopes.gradient.largestMagnitude > 1e-3)
    }
    #expect(off <= 1)
  }

  // MARK: Smoothing and refusal

  /// The smoother layer's own objective, so that the loss remains a bound of its regret.
  @Test func aSmoothedProblemHasTheObjectiveOfItsLayer() throws {
    let (problem, θ, θ̂) = draw(1)
    let smooth = try #require(problem.smoothed(by: 4))
    let scaled = QuadraticUtility(
      quadratic: 4 * problem.quadratic, inequalityMatrix: problem.inequalityMatrix,
      inequalityBound: problem.inequalityBound.values.map { $0 })
    for learner in Self.learners {
      let found = try LossProbe(learner, in: smooth, outcome: θ).value(at: θ̂)
      let expected = try LossProbe(learner, in: scaled, outcome: θ).value(at: θ̂)
      #expect((found.losses - expected.losses).largestMagnitude <= 1e-12)
      #expect((found.gradient - expected.gradient).largestMagnitude <= 1e-12)
    }
    let twice = try #require(smooth.smoothed(by: 2))
    let once = try #require(problem.smoothed(by: 8))
    #expect(try twice.layerDecisions(for: θ) == once.layerDecisions(for: θ))
  }

  @Test func aProblemWithoutALinearUtilityIsRefusedInASentence() throws {
    let scenario = smallScenario()
    let curved = Scenario(
      pipeline: scenario.pipeline, problem: CurvedProblem(problem: scenario.problem),
      predictor: scenario.predictor, targetOutcome: scenario.targetOutcome,
      heldOutOutcome: scenario.heldOutOutcome)
    var random = SeededGenerator(seed: 1, stream: "weights")
    let weights = scenario.predictor.initialWeights(using: &random)
    for type in LearnerCatalog.all {
      let refusal = type.refusal(of: curved.problem)
      #expect((refusal != nil) == type.needsLinearObjective)
      #expect(type.refusal(of: scenario.problem) == nil)
      guard let refusal else { continue }
      let trainer = Trainer(
        type.init(training: Self.training), in: curved, samples: try curved.cleanSamples())
      #expect(throws: refusal) { try trainer.train(from: weights) }
      let bagged = Victim(type.init(training: Self.training), defence: Bagging(members: 2))
      let victim = try VictimTrainer(bagged, in: curved, samples: try curved.cleanSamples())
      #expect(throws: refusal) {
        try victim.utility(
          trainedOn: try curved.cleanSamples(),
          from: [bagged.predictor(in: curved).initialWeights(using: &random)])
      }
    }
  }
}

/// A problem that does not say that its utility is linear.
private struct CurvedProblem: DecisionProblem {
  let problem: any DecisionProblem

  func decisions(for prediction: [Variable]) -> Variable { problem.decisions(for: prediction) }

  func feasibleDecisions(from raw: [Variable]) -> Variable { problem.feasibleDecisions(from: raw) }

  func utility(of decisions: Variable, when outcome: [Variable]) -> Variable {
    problem.utility(of: decisions, when: outcome)
  }

  func predictionError(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable]
  ) -> Variable {
    problem.predictionError(of: prediction, against: outcome, statistics: statistics)
  }

  func uninformedDecision(knowing outcome: [Matrix]) throws -> Matrix {
    try problem.uninformedDecision(knowing: outcome)
  }
}
