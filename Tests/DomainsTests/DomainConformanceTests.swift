import Attacks
import Data
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Domains

/// A domain at a size that takes milliseconds.
enum SmallDomain: String, CaseIterable {
  case synthetic, portfolio, matching, custom

  /// The scenario and a budget that suits it.
  func scenario() throws -> (Scenario, budget: Double) {
    switch self {
    case .synthetic:
      var domain = SyntheticDomain(instances: 12, constraints: 3)
      (domain.targets, domain.heldOut, domain.hidden) = (5, 4, 4)
      (domain.features, domain.variables, domain.desire) = (4, 3, .opposite)
      return (try domain.scenario(from: [:], seed: 1), 0.4)
    case .portfolio:
      return (try smallPortfolio(), 0.01)
    case .matching:
      var domain = MatchingDomain(hidden: 4)
      (domain.instances, domain.side, domain.targets, domain.heldOut) = (6, 3, 2, 1)
      let graph = try SmallGraph.communities(papers: 40, words: 8, communities: 6)
      return (try domain.scenario(from: Sources(Source(graph)), seed: 0), 0.2)
    case .custom:
      return (try CustomProblem.example().scenario(seed: 0), 0.4)
    }
  }
}

/// Every attack on every learner in every domain.
struct DomainPairing: Sendable, CustomTestStringConvertible {
  let domain: SmallDomain
  let attack: any Attack
  let learner: any Learner
  var testDescription: String { "\(domain), \(attack) on \(type(of: learner).name)" }

  static let all: [DomainPairing] = {
    let attacks: [any Attack] = [
      MetaGradientAttack(iterations: 2, rule: .plain, stepSize: 0.1, checkedEntries: 1),
      MetaGradientAttack(
        iterations: 2, rule: .sign, stepSize: 0.3, rounds: 2, initialWeights: .shared,
        checkedEntries: 0, comparesFrozenFactors: true),
      MetaPoison.published(models: 2, craftSteps: 2), MetaPoison.strong(models: 2, craftSteps: 2),
      UniformNoise(), RandomSigns(),
    ]
    return SmallDomain.allCases.flatMap { domain in
      LearnerKind.allCases.flatMap { kind in
        attacks.map { DomainPairing(domain: domain, attack: $0, learner: kind.learner) }
      }
    }
  }()
}

struct DomainConformanceTests {
  private func poison(_ pairing: DomainPairing, _ scenario: Scenario, _ budget: Double) throws
    -> Poison
  {
    var random = SeededGenerator(seed: 1, stream: "conformance")
    return try pairing.attack.poison(
      scenario, against: pairing.learner, within: Budget(features: budget), using: &random)
  }

  @Test(arguments: DomainPairing.all)
  func staysInItsBoxIsDeterministicAndLeavesCleanDataAlone(_ pairing: DomainPairing) throws {
    let (scenario, budget) = try pairing.domain.scenario()
    let before = try scenario.cleanSamples()
    let first = try poison(pairing, scenario, budget)
    #expect(first.perturbation.largestMagnitude > 0)
    for (index, entry) in first.perturbation.values.enumerated() {
      let (low, high) = scenario.box.bounds(at: index)
      #expect(entry >= budget * low && entry <= budget * high)
    }
    #expect(try poison(pairing, scenario, budget).perturbation == first.perturbation)
    #expect(try scenario.cleanSamples() == before)
    if let certificate = first.certificate, pairing.attack is MetaPoison {
      #expect(certificate.largestError <= 1e-6)
    }
  }

  @Test(arguments: DomainPairing.all)
  func withoutABudgetVictimsAreTheCleanOnes(_ pairing: DomainPairing) throws {
    let (scenario, _) = try pairing.domain.scenario()
    let poison = try poison(pairing, scenario, 0)
    #expect(poison.perturbation.largestMagnitude == 0)
    let clean = try scenario.cleanSamples()
    let received = try TapedPipeline(scenario.pipeline).samples(at: poison.perturbation)
    var random = SeededGenerator(seed: 2, stream: "victim")
    let weights = pairing.learner.predictor(in: scenario).initialWeights(using: &random)
    let victim = try VictimTrainer(Victim(pairing.learner), in: scenario, samples: clean)
    #expect(
      try victim.utility(trainedOn: received, from: [weights])
        == victim.utility(trainedOn: clean, from: [weights]))
  }
}
