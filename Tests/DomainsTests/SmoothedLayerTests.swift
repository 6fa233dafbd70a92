import Differentiation
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Attacks
@testable import Domains

/// The smoother layers of all domains' problems, which attackers train their surrogates on.
struct SmoothedLayerTests {
  /// Whoever knows the outcomes and decides more smoothly than the layer that is differentiated
  /// loses utility, the more the smoother.
  @Test(arguments: DomainCatalog.all)
  func smootherDecisionsAreFeasibleAndWorse(_ domain: any Domain) throws {
    let scenario = try DefaultScenarios.scenario(of: domain)
    let outcome = scenario.targetOutcome
    func utility(_ factor: Double) throws -> Double {
      let smooth = try #require(scenario.smoothed(by: factor)).problem
      return try smooth.meanUtility(of: nil, when: outcome)
    }
    // A problem that is judged exactly has a layer all the same.
    let perfect = try Self.layered(scenario.problem, outcome)
    // Where a permutation is best by far, little smoothing does not change it.
    let utilities = try [1, 3, 10, 30].map(utility)
    let rounding = 1e-9 * max(1, abs(perfect))
    #expect(abs(utilities[0] - perfect) <= rounding)
    #expect(zip(utilities, utilities.dropFirst()).allSatisfy { $1 <= $0 + rounding })
    #expect(utilities[3] < perfect - rounding)
  }

  /// The mean utility of deciding by a problem's own layer with the outcomes themselves.
  private static func layered(
    _ problem: any DecisionProblem, _ outcome: [Matrix]
  ) throws -> Double {
    let tape = Tape()
    let fields = outcome.map { tape.input($0) }
    let x = problem.decisions(for: fields)
    try tape.compile([x]).run()
    let values = try problem.utilities(of: x.value, when: outcome)
    return values.reduce(0, +) / Double(values.count)
  }

  @Test(arguments: DomainCatalog.all)
  func theGradientThroughASmootherLayerMatchesDifferences(_ domain: any Domain) throws {
    let scenario = try DefaultScenarios.scenario(of: domain)
    // Parts of a whole among fifty assets hardly move otherwise.
    let rate = domain is StandardPortfolioDomain ? 1 : 1e-3
    let learner = DecisionFocused(training: Training(steps: 2, rate: rate))
    let metaGradient = try SmoothedAttack().metaGradient(
      scenario, against: learner, smoothing: 4)
    var random = SeededGenerator(seed: 3, stream: "smoothed layer")
    let weights = learner.predictor(in: scenario).initialWeights(using: &random)
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix(rows: rows, columns: columns)
    let value = try metaGradient.value(at: ε, from: [weights]).value
    let certificate = try metaGradient.certificate(
      of: value, at: ε, from: weights, entries: 2, budget: 0.01, using: &random)
    #expect(certificate.verdict == .passed && certificate.isAlive, "\(certificate)")
  }
}
