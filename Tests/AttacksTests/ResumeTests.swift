import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import Synchronization
import Testing

@testable import Attacks

/// States of an attack in the order in which they were kept.
final class StateLog: Sendable {
  private let states = Mutex<[AttackState]>([])

  func keep(_ state: AttackState) { states.withLock { $0.append(state) } }

  var all: [AttackState] { states.withLock { $0 } }
}

struct ResumeTests {
  private static let attacks: [any Attack] = [
    MetaGradientAttack(
      iterations: 6, rule: .adam, stepSize: 0.2, rounds: 2, comparesFrozenFactors: true,
      reevaluations: 2),
    MetaGradientAttack(iterations: 6, rule: .momentum(0.5), stepSize: 0.5, patience: 2),
    MetaGradientAttack(iterations: 6, rule: .plain, stepSize: 0.5, initialWeights: .shared),
    SmoothedAttack(iterations: 6, smoothing: 5, anneals: true, reevaluations: 2),
  ]

  private static let budgets = [
    Budget(features: 0.3, labels: 0.1),
    Budget(features: 0.3, limit: .euclidean(0.6), share: .init(0.4)),
    Budget(features: 0.3, labels: 0.1, share: .init(0.4, rechosen: true)),
  ]

  private func random() -> SeededGenerator { SeededGenerator(seed: 8, stream: "resume") }

  @Test(arguments: attacks.indices, budgets)
  func goesOnAsIfItHadNeverStopped(_ index: Int, _ budget: Budget) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let learner = DecisionFocused(training: Training(steps: 6, rate: 0.1))
    let attack = Self.attacks[index]
    let log = StateLog()
    var generator = random()
    let whole = try attack.poison(
      scenario, against: learner, within: budget, from: AttackStart(checkpoint: log.keep),
      using: &generator)
    #expect(log.all.map(\.iteration) == Array(1...log.all.count) && log.all.count >= 2)
    for state in log.all {
      // As it comes back from a file.
      let read = try JSONDecoder().decode(AttackState.self, from: JSONEncoder().encode(state))
      #expect(read == state)
      var generator = random()
      let resumed = try attack.poison(
        scenario, against: learner, within: budget, from: AttackStart(resume: read),
        using: &generator)
      #expect(resumed.perturbation == whole.perturbation && resumed.labels == whole.labels)
      #expect(resumed.certificate == whole.certificate && resumed.best == whole.best)
      #expect(resumed.trace.adversaryLoss == whole.trace.adversaryLoss)
      #expect(resumed.trace.step == whole.trace.step)
    }
  }

  @Test func aStateOfAnotherAttackIsRefused() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let learner = TwoStage(training: Training(steps: 3, rate: 0.1))
    let log = StateLog()
    var generator = random()
    let attack = MetaGradientAttack(iterations: 1, rule: .adam, stepSize: 0.2)
    _ = try attack.poison(
      scenario, against: learner, within: Budget(features: 0.3),
      from: AttackStart(checkpoint: log.keep), using: &generator)
    let state = try #require(log.all.first)
    func refusal(
      _ attack: MetaGradientAttack, _ state: AttackState, labels: Double = 0
    ) -> String? {
      var generator = random()
      do {
        _ = try attack.poison(
          scenario, against: learner, within: Budget(features: 0.3, labels: labels),
          from: AttackStart(resume: state), using: &generator)
        return nil
      } catch { return "\(error)" }
    }
    #expect(refusal(attack, state) == nil)
    let sign = MetaGradientAttack(iterations: 1, rule: .sign, stepSize: 0.2)
    #expect(
      refusal(sign, state)
        == "the state is that of another attack, by another step rule: start anew, without it.")
    var smaller = state
    smaller.perturbation.removeLast()
    #expect(refusal(attack, smaller)?.contains("with another ε") == true)
    #expect(refusal(attack, state, labels: 0.1)?.contains("leaves labels alone") == true)
  }
}
