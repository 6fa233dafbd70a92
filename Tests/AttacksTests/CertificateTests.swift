import Learning
import LinearAlgebra
import Optimization
import Reproducibility
import Testing

@testable import Attacks

struct CertificateTests {
  private static let tolerance = Poison.Certificate.tolerance

  private func certificate(
    differences: [Double] = [1], gradients: [Double] = [1], amplification: Double? = nil,
    resolution: Double? = nil
  ) -> Poison.Certificate {
    var certificate = Poison.Certificate(indices: Array(differences.indices))
    let scale = gradients.map(\.magnitude).max() ?? 0
    for (difference, gradient) in zip(differences, gradients) {
      certificate.note(difference: difference, gradient: gradient, scale: scale)
    }
    (certificate.amplification, certificate.resolution) = (amplification, resolution)
    return certificate
  }

  @Test func agreementPassesAndAnErrorFails() {
    #expect(certificate().verdict == .passed)
    #expect(certificate(differences: [1 + 0.5e-6]).verdict == .passed)
    #expect(certificate(differences: [1 + 2e-6]).verdict == .failed)
    #expect(certificate(differences: [-1]).verdict == .failed)
    #expect(Poison.Certificate(indices: [3]).verdict == .nothingToCheck)
  }

  /// Wherever it stands, before or after entries that agree.
  @Test(arguments: [Double.nan, .infinity, -.infinity], [0, 1, 2])
  func whatIsNotFiniteNeverPasses(_ value: Double, _ place: Int) {
    var values = [1.0, 2, 3]
    values[place] = value
    let wrongDifference = certificate(differences: values, gradients: [1, 2, 3])
    #expect(!wrongDifference.largestError.isFinite && wrongDifference.verdict == .failed)
    let wrongGradient = certificate(differences: [1, 2, 3], gradients: values)
    #expect(!wrongGradient.largestError.isFinite && wrongGradient.verdict == .failed)
    let both = certificate(differences: values, gradients: values)
    #expect(both.largestError.isNaN && both.verdict == .failed)
    // As an old record holds it, whose maximum has lost what is not a number.
    #expect(
      Poison.Certificate(
        indices: [0, 1, 2], differences: values, gradients: [1, 2, 3], largestError: 0
      ).verdict == .failed)
    #expect(certificate(amplification: .nan).verdict == .failed)
  }

  @Test func anEntryThatIsNotFiniteIsTheFirstThatIsChecked() {
    var random = SeededGenerator(seed: 1, stream: "entries")
    let g = Matrix(rows: 1, columns: 4, values: [5, 1, .nan, 9])
    #expect(CheckedEntries.indices(of: g, count: 1, using: &random) == [2])
    let finite = Matrix(rows: 1, columns: 4, values: [5, 1, -11, 9])
    #expect(CheckedEntries.indices(of: finite, count: 1, using: &random) == [2])
  }

  @Test func amplifiedRoundingDoesNotPassEvenWhereDigitsAgree() {
    let limit = Self.tolerance / .ulpOfOne
    #expect(certificate(amplification: 0.99 * limit).verdict == .passed)
    #expect(
      certificate(amplification: 2 * limit).verdict == .roundingDominates(amplification: 2 * limit))
    #expect(
      certificate(amplification: .infinity).verdict == .roundingDominates(amplification: .infinity))
    #expect(certificate(amplification: 2 * limit).verdict.isRefused)
    #expect(certificate(differences: [7], amplification: 10).verdict == .failed)
  }

  @Test func aGradientBelowWhatDifferencesSeeIsNeitherRightNorWrong() {
    let small = certificate(differences: [0], gradients: [1e-12], resolution: 1e-12)
    #expect(small.verdict == .belowResolution && small.verdict.isRefused && small.isAlive)
    #expect(
      certificate(differences: [0], gradients: [1], resolution: 1e-12).verdict == .failed)
  }

  @Test func theSweepIsRatedByItsLargestVector() {
    var certificate = certificate()
    certificate.rate(sweep: [3, 8, 2], loss: 1, budget: 0.1)
    #expect(certificate.amplification == 4)
    certificate.rate(sweep: [3, .nan, 2], loss: 1, budget: 0.1)
    #expect(certificate.amplification?.isNaN == true)
    certificate.amplification = nil
    certificate.rate(sweep: [0, 0, 0], loss: 1, budget: 0.1)
    #expect(certificate.amplification == nil && certificate.resolution == 8 * .ulpOfOne / 1e-3)
  }

  /// Rates at which training diverges, for learners whose loss lets it.
  @Test(arguments: [false, true], [40, 150])
  func aTrainingThatDivergesDoesNotPass(_ solves: Bool, _ steps: Int) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let type: any Learner.Type = solves ? DecisionFocused.self : TwoStage.self
    for rate in [30, 1e3, 1e6] {
      var random = SeededGenerator(seed: 2, stream: "divergence")
      let attack = MetaGradientAttack(iterations: 1, rule: .sign, stepSize: 0.1)
      do {
        let poison = try attack.poison(
          scenario, against: type.init(training: Training(steps: steps, rate: rate)),
          within: Budget(features: 0.3), using: &random)
        let certificate = try #require(poison.certificate)
        // A saturated network may end in a gradient of zero, which is seen as such.
        #expect(certificate.verdict.isRefused || certificate.gradientIsZero, "\(rate)")
      } catch let error as SolverError {
        #expect(!"\(error)".isEmpty)
      }
    }
  }

  @Test func aGradientOfZeroPassesAndIsSeenToBeDead() throws {
    let scenario = try ConformanceProblem.constant.scenario()
    var random = SeededGenerator(seed: 2, stream: "dead")
    let attack = MetaGradientAttack(iterations: 1, rule: .sign, stepSize: 0.1)
    let poison = try attack.poison(
      scenario, against: TwoStage(training: Training(steps: 4, rate: 0.1)),
      within: Budget(features: 0.3), using: &random)
    let certificate = try #require(poison.certificate)
    #expect(certificate.verdict == .passed)
    #expect(certificate.gradientIsZero && !certificate.isAlive)
  }

  @Test func anAblationHasNothingToCheck() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    var random = SeededGenerator(seed: 2, stream: "ablation")
    let attack = MetaGradientAttack(iterations: 1, rule: .sign, stepSize: 0.1, factors: .frozen)
    let poison = try attack.poison(
      scenario, against: DecisionFocused(training: Training(steps: 4, rate: 0.1)),
      within: Budget(features: 0.3), using: &random)
    #expect(poison.certificate?.verdict == .nothingToCheck)
  }

  /// One number is decided, x = min(θ̂, h), at one target; h is made the prediction that training
  /// arrives at, so that the constraint is active with multiplier zero.
  private func kinked(at bound: Double) -> Scenario {
    var random = SeededGenerator(seed: 5, stream: "kink")
    func normal(_ rows: Int, _ columns: Int) -> Matrix {
      .normal(rows: rows, columns: columns, deviation: 1, &random)
    }
    return Scenario(
      pipeline: IdentityPipeline(
        clean: Samples(
          features: normal(7, 2), outcome: [normal(7, 1)], targetFeatures: normal(1, 2),
          heldOutFeatures: normal(1, 2))),
      problem: QuadraticUtility(
        quadratic: .identity(1), inequalityMatrix: Matrix([[1], [-1]]),
        inequalityBound: [bound, 100]),
      predictor: Network(inputs: 2, hidden: 3, outputs: 1), targetOutcome: [Matrix([[2.5]])],
      heldOutOutcome: [Matrix([[0]])])
  }

  @Test func bothSlopesOfAKinkAreReported() throws {
    let learner = TwoStage(training: Training(steps: 5, rate: 0.1))
    var random = SeededGenerator(seed: 1, stream: "weights")
    let weights = kinked(at: 50).predictor.initialWeights(using: &random)
    let ε = Matrix(rows: 7, columns: 2)
    let free = try MetaGradient(kinked(at: 50), against: learner).value(at: ε, from: [weights])
    let metaGradient = try MetaGradient(
      kinked(at: free.value.decisions[0, 0]), against: learner)
    let value = try metaGradient.value(at: ε, from: [weights]).value
    #expect(value.census.degenerate == 1)
    let certificate = try metaGradient.certificate(
      of: value, at: ε, from: weights, entries: 4, budget: 0.3, using: &random)
    let slopes = try #require(certificate.oneSided)
    #expect(slopes.lower.count == 4 && certificate.indices.count == 4)
    let scale = free.value.perturbation.largestMagnitude
    for (place, index) in certificate.indices.enumerated() {
      // Where x may grow the constraint stops it; where it shrinks it moves as if it were free.
      let smooth = free.value.perturbation.values[index]
      let (lower, upper) = (slopes.lower[place], slopes.upper[place])
      #expect(min(lower.magnitude, upper.magnitude) <= 1e-5 * scale)
      #expect(min(abs(lower - smooth), abs(upper - smooth)) <= 1e-5 * scale)
    }
    let others = try MetaGradient(kinked(at: 50), against: learner).certificate(
      of: free.value, at: ε, from: weights, entries: 4, budget: 0.3, using: &random)
    #expect(others.oneSided == nil)
  }

  @Test(arguments: [-1.0, 1])
  func oneSidedSlopesStopAtTheNextKink(_ side: Double) {
    // Slopes −2 and 3 at 0, others beyond 10⁻⁵.
    func function(_ x: Double) -> Double {
      let own = x < 0 ? -2 * x : 3 * x
      return own + 50 * max(0, x.magnitude - 1e-5)
    }
    let slope = OneSidedDifference.slope(
      side: side, steps: RichardsonDifference.ladder(budget: 0.5), base: 0, of: function)
    #expect(abs(slope - (side < 0 ? -2 : 3)) <= 1e-8)
  }
}
