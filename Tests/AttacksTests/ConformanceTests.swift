import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

/// One attack of the catalog, made for one learner of the catalog, on one problem.
struct Pairing: Sendable, CustomTestStringConvertible {
  let attack: any Attack
  let learner: any Learner
  let problem: ConformanceProblem

  /// What every attack is asked for: its defaults, every step rule, and everything but the
  /// defaults.
  private static func requests(for type: any OfferedAttack.Type) -> [AttackRequest] {
    let budget = Budget(features: 0.3, labels: type.perturbsLabels ? 0.1 : 0)
    let usual = AttackRequest(within: budget, iterations: 3, models: 2)
    if type.isControl { return [usual] }
    var other = usual
    (other.rounds, other.initialWeights, other.objective) = (2, .shared, .decision)
    return [other]
      + StepRuleCatalog.all.map { rule in
        var request = usual
        (request.rule, request.stepSize) = (rule.name, 0.1)
        return request
      }
  }

  /// The attacks of the catalog, made from all requests that they do not refuse.
  static let attacks: [any Attack] = AttackCatalog.all.flatMap { type in
    requests(for: type).compactMap { request in
      do { return try type.make(request) } catch { return nil as (any Attack)? }
    }
  }

  static let all: [Pairing] = attacks.flatMap { attack in
    LearnerCatalog.all.flatMap { type in
      ConformanceProblem.allCases.map { problem in
        Pairing(
          attack: attack, learner: type.init(training: Training(steps: 6, rate: 0.1)),
          problem: problem)
      }
    }
  }

  var testDescription: String {
    let settings = attack.settings.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    return "\(attack.name) (\(settings)) on \(learner.name), \(problem)"
  }
}

struct ConformanceTests {
  private func random(_ seed: UInt64 = 1) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: "conformance")
  }

  @Test(arguments: Pairing.all)
  func respectsEveryEntryOfTheBudgetToTheLastBit(_ pairing: Pairing) throws {
    let scenario = try pairing.problem.scenario(lower: -0.4)
    let budget = Budget(features: 0.3, labels: 0.1)
    var random = random()
    let poison = try pairing.attack.poison(
      scenario, against: pairing.learner, within: budget, using: &random)
    for (i, value) in poison.perturbation.values.enumerated() {
      let (low, high) = scenario.box.bounds(at: i)
      #expect(value >= 0.3 * low && value <= 0.3 * high)
    }
    #expect(poison.perturbation.largestMagnitude > 0)
    #expect((poison.labels != nil) == type(of: pairing.attack).perturbsLabels)
    guard let labels = poison.labels else { return }
    #expect(labels.values.allSatisfy { $0.magnitude <= 0.1 })
    #expect(labels.largestMagnitude > 0)
  }

  @Test(arguments: Pairing.all)
  func isDeterministicInTheSeedAndLeavesCleanDataUntouched(_ pairing: Pairing) throws {
    let scenario = try pairing.problem.scenario()
    let before = try scenario.cleanSamples()
    let budget = Budget(features: 0.3)
    var poisons: [Matrix] = []
    for seed in [1, 1, 2] as [UInt64] {
      var random = random(seed)
      let poison = try pairing.attack.poison(
        scenario, against: pairing.learner, within: budget, using: &random)
      #expect(poison.labels == nil)
      poisons.append(poison.perturbation)
    }
    #expect(poisons[0] == poisons[1])
    #expect(poisons[0] != poisons[2])
    #expect(try scenario.cleanSamples() == before)
  }

  @Test(arguments: Pairing.all)
  func withoutABudgetTheResultIsTheCleanOne(_ pairing: Pairing) throws {
    let scenario = try pairing.problem.scenario()
    var random = random()
    let poison = try pairing.attack.poison(
      scenario, against: pairing.learner, within: Budget(features: 0), using: &random)
    #expect(poison.perturbation.largestMagnitude == 0)
    let clean = try scenario.cleanSamples()
    let received = try TapedPipeline(scenario.pipeline).samples(at: poison.perturbation)
    let weights = pairing.learner.predictor(in: scenario).initialWeights(using: &random)
    let trainer = try VictimTrainer(Victim(pairing.learner), in: scenario, samples: clean)
    #expect(
      try trainer.utility(trainedOn: received, from: [weights])
        == trainer.utility(trainedOn: clean, from: [weights]))
  }

  @Test(arguments: Pairing.all)
  func checksItsGradientAndTracesItsIterations(_ pairing: Pairing) throws {
    let scenario = try pairing.problem.scenario()
    var random = random()
    let poison = try pairing.attack.poison(
      scenario, against: pairing.learner, within: Budget(features: 0.3), using: &random)
    #expect(poison.trace.adversaryLoss.count == pairing.attack.iterationCount)
    #expect((poison.certificate == nil) == type(of: pairing.attack).isControl)
    guard let certificate = poison.certificate else { return }
    #expect(certificate.differences.count == certificate.indices.count)
    #expect(certificate.largestError <= 1e-7)
  }

  /// A defended victim is attacked in its own scenario; the gradient is exact through what it does.
  @Test(arguments: Pairing.attacks.indices, DefenceCatalog.all.indices)
  func attacksVictimsThatDefendThemselves(_ attack: Int, _ defence: Int) throws {
    let attack = Pairing.attacks[attack]
    let victim = Victim(
      TwoStage(training: Training(steps: 6, rate: 0.1)), defence: DefenceCatalog.all[defence].init()
    )
    var random = random()
    let poison = try attack.poison(
      victim.scenario(try ConformanceProblem.polytope.scenario()), against: victim.trainedLearner,
      within: Budget(features: 0.3), using: &random)
    #expect((poison.certificate?.largestError ?? 0) <= 1e-7)
  }

  @Test func namesAreUnique() {
    let names = AttackCatalog.all.flatMap { [$0.name, $0.shortName] }
    for type in AttackCatalog.all {
      #expect(names.filter { $0 == type.name }.count == (type.name == type.shortName ? 2 : 1))
      #expect(AttackCatalog.type(named: type.name) == type)
      #expect(AttackCatalog.type(named: type.shortName) == type)
    }
    #expect(AttackCatalog.type(named: "nothing") == nil)
  }

  @Test func describesItself() {
    for attack in Pairing.attacks {
      #expect(!attack.label.isEmpty && attack.summary.hasSuffix("."))
      let isControl = type(of: attack).isControl
      #expect(attack.settings.isEmpty == isControl)
      #expect(
        (attack.cost(inTrainingsOf: TwoStage(training: Training(steps: 10, rate: 1))) == 0)
          == isControl)
    }
  }
}
