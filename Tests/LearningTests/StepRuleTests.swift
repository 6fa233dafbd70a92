import Foundation
import Learning
import LinearAlgebra
import Testing

struct StepRuleTests {
  /// The iterates of a run from `start` with the given gradients.
  private func run(
    _ rule: some StepRule, from start: [Double], along gradients: [[Double]], length: Double
  ) -> [[Double]] {
    var stepper = Stepper(rule)
    var x = Matrix([start])
    return gradients.map { g in
      x = stepper.step(x, along: Matrix([g]), length: length)
      return x.values
    }
  }

  private func isClose(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-15 }
  }

  @Test func plainStepsGoAgainstTheGradient() {
    let iterates = run(.plain, from: [1, 2], along: [[2, -4], [0, 8]], length: 0.25)
    #expect(iterates == [[0.5, 3], [0.5, 1]])
  }

  @Test func signStepsMoveEveryEntryEquallyFar() {
    let iterates = run(.sign, from: [0, 0, 0], along: [[3, -1e-3, 0], [-1, -1, 7]], length: 0.5)
    #expect(iterates == [[-0.5, 0.5, 0], [0, 1, -0.5]])
  }

  @Test func aSignBelowTheNoiseOfTheLargestEntryCountsAsZero() {
    let iterates = run(.sign, from: [0, 0, 0], along: [[1, 1.1e-12, -0.9e-12]], length: 1)
    #expect(iterates == [[-1, -1, 0]])
  }

  @Test func signStepsWithMomentumFollowTheAccumulatedGradient() {
    // m = 4, then 0.5·4 − 1 = 1, then 0.5·1 − 1 = −0.5: the sign turns one step late.
    let iterates = run(.sign(momentum: 0.5), from: [0], along: [[4], [-1], [-1]], length: 1)
    #expect(iterates == [[-1], [-2], [-1]])
  }

  @Test func momentumAddsAShareOfTheLastMove() {
    // m = 1, then 0.5 + 1 = 1.5, then 0.75 − 2 = −1.25.
    let iterates = run(.momentum(0.5), from: [0], along: [[1], [1], [-2]], length: 2)
    #expect(iterates == [[-2], [-5], [-2.5]])
  }

  @Test func momentumOfZeroIsThePlainStep() {
    let gradients = [[1.3, -2], [0.7, 5], [-0.1, 0.2]]
    #expect(
      run(.momentum(0), from: [1, 1], along: gradients, length: 0.3)
        == run(.plain, from: [1, 1], along: gradients, length: 0.3))
  }

  @Test func adamStepsAreThoseOfItsFormulas() {
    let iterates = run(.adam, from: [0, 0], along: [[3, -0.2], [-1, -0.2]], length: 0.1)
    // First m̂ = g and v̂ = g². Then m = 0.9·0.3 − 0.1 = 0.17, m̂ = 0.17/0.19; v =
    // 0.999·0.009 + 0.001 = 0.009991, v̂ = 0.009991/0.001999. The second entry's gradient stays
    // the same, so m̂ and √v̂ do.
    let constant = 0.1 * 0.2 / (0.2 + 1e-8)
    #expect(isClose(iterates[0], [-0.1 * 3 / (3 + 1e-8), constant]))
    let second = 0.1 * (0.17 / 0.19) / ((0.009991 / 0.001999).squareRoot() + 1e-8)
    #expect(isClose(iterates[1], [-0.1 * 3 / (3 + 1e-8) - second, 2 * constant]))
  }

  @Test(arguments: StepRuleCatalog.all.indices)
  func whatIsScaleFreeIgnoresTheScaleOfGradients(_ index: Int) {
    let rule = StepRuleCatalog.all[index]
    let gradients = [[1.5, -0.4, 3], [0.3, 0.2, -1], [-2, 0.1, 0.5]]
    let base = run(rule, from: [0, 0, 0], along: gradients, length: 0.1)
    let scaled = run(
      rule, from: [0, 0, 0], along: gradients.map { $0.map { 1024 * $0 } }, length: 0.1)
    for (a, b) in zip(base.flatMap(\.self), scaled.flatMap(\.self)) {
      // But for Adam's ϵ, which is 10⁻⁷ of the smallest gradient here.
      let expected = type(of: rule).isScaleFree ? a : 1024 * a
      #expect(abs(b - expected) <= 1e-7 * abs(expected))
    }
    let within = type(of: rule).isScaleFree ? 0.05 : 0.1
    #expect(rule.length(0.1, within: 0.5) == within)
  }

  @Test(arguments: StepRuleCatalog.all.indices)
  func theLengthIsAFactorOfTheStep(_ index: Int) {
    let rule = StepRuleCatalog.all[index]
    let short = run(rule, from: [0, 0], along: [[1.5, -0.4], [1, 2]], length: 0.125)
    let long = run(rule, from: [0, 0], along: [[1.5, -0.4], [1, 2]], length: 0.5)
    #expect(long == short.map { $0.map { 4 * $0 } })
  }

  @Test func theCatalogKnowsEveryRuleByItsName() {
    #expect(StepRuleCatalog.all.map(\.name) == ["plain", "sign", "adam", "momentum"])
    #expect(StepRuleCatalog.rule(named: "adam") is AdamStep)
    #expect(StepRuleCatalog.rule(named: "newton") == nil)
  }

  @Test func rulesAreEqualIfKindAndOptionsAre() {
    func training(_ rule: some StepRule) -> Training { Training(steps: 3, rate: 0.1, rule: rule) }
    #expect(training(.plain) == Training(steps: 3, rate: 0.1))
    #expect(training(.momentum(0.5)) == training(.momentum(0.5)))
    #expect(training(.momentum(0.5)) != training(.momentum(0.9)))
    #expect(training(.plain) != training(.momentum(0)))
  }

  @Test func aKeyHoldsNameRevisionAndOptionsOfTheRule() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func text(_ training: Training) throws -> String {
      String(decoding: try encoder.encode(training), as: UTF8.self)
    }
    #expect(
      try text(Training(steps: 3, rate: 0.5))
        == #"{"rate":0.5,"rule":{"name":"plain","options":{},"revision":1},"steps":3}"#)
    let heavy = Training(
      steps: 3, rate: 0.5, rule: .momentum(0.5), batch: Minibatches(of: 8, seed: 2))
    #expect(
      try text(heavy)
        == #"{"batch":{"seed":2,"size":8},"rate":0.5,"rule":{"name":"momentum","#
        + #""options":{"momentum":0.5},"revision":1},"steps":3}"#)
  }

  @Test func phrasesSayWhatASizeMeans() {
    #expect(PlainStep().phrase(size: 3) == "plain steps, size 3")
    #expect(SignStep().phrase(size: 0.1) == "sign steps of 0.1·B")
    #expect(
      SignStep(momentum: 0.5).phrase(size: 0.1) == "sign steps of 0.1·B with momentum 0.5")
    #expect(AdamStep().phrase(size: 1e-5) == "Adam steps of 1e\u{2212}05·B")
  }
}
