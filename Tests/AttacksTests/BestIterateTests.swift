import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

struct BestIterateTests {
  private let learner = TwoStage(training: Training(steps: 6, rate: 0.1))

  private func random() -> SeededGenerator { SeededGenerator(seed: 4, stream: "best") }

  private static func attacks(_ reevaluations: Int?) -> [any Attack] {
    [
      MetaGradientAttack(
        iterations: 7, rule: .sign, stepSize: 0.4, reevaluations: reevaluations),
      SmoothedAttack(iterations: 7, stepSize: 0.4, reevaluations: reevaluations),
      GradientMatching(iterations: 7, stepSize: 0.4, reevaluations: reevaluations),
      MetaGradientAttack(
        iterations: 7, rule: .sign, stepSize: 0.4, initialWeights: .shared,
        reevaluations: reevaluations),
    ]
  }

  @Test func keepsTheLowestFewAndNothingThatIsNotANumber() {
    var best = BestIterates()
    let ε = Matrix([[0]])
    for (iteration, loss) in [5, 3, .nan, 9, 1, 4, .infinity, 2].enumerated() {
      best.note(loss: loss, after: iteration, (ε, nil))
    }
    #expect(best.seen.map(\.loss) == [1, 2, 3, 4])
    #expect(best.seen.map(\.iteration) == [4, 7, 1, 5])
  }

  @Test func theLastIterateStaysUnlessAnotherIsLower() {
    func choose(_ losses: [Double]) -> Poison.Candidate {
      var best = BestIterates()
      for iteration in 0..<3 {
        best.note(loss: 0, after: iteration, (Matrix([[Double(iteration)]]), nil))
      }
      return best.best(last: (3, (Matrix([[3]]), nil))) { losses[Int($0.perturbation[0, 0])] }
    }
    #expect(choose([2, 2, 2, 2]).iteration == 3)
    let found = choose([2, 1, 3, 2])
    #expect(found.iteration == 1 && found.loss == 1 && found.lastLoss == 2)
    #expect(found.perturbation[0, 0] == 1)
    #expect(choose([2, .nan, 3, .nan]).iteration == 0)
    #expect(choose([.nan, .nan, .nan, 7]).loss == 7)
  }

  /// Beside the poison, which stays the same; on draws that are the attacker's own.
  @Test(arguments: attacks(nil).indices)
  func reevaluationLeavesThePoisonAlone(_ index: Int) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let budget = Budget(features: 0.3, labels: 0.05)
    var (first, second) = (random(), random())
    let without = try Self.attacks(nil)[index].poison(
      scenario, against: learner, within: budget, using: &first)
    let attack = Self.attacks(3)[index]
    let with = try attack.poison(scenario, against: learner, within: budget, using: &second)
    #expect(without.best == nil)
    #expect(with.perturbation == without.perturbation && with.labels == without.labels)
    #expect(with.trace == without.trace)
    let best = try #require(with.best)
    #expect(best.loss <= best.lastLoss && (0...7).contains(best.iteration))
    let draws = WeightSource.reevaluation(
      3, attack.initialWeights, scenario, against: learner, from: AttackStart(), using: random())
    #expect(draws.count == (attack.initialWeights == .shared ? 1 : 3))
    let loss = try SurrogateLoss(scenario, against: learner, objective: .utility)
    func mean(_ ε: Matrix, _ α: Matrix?) throws -> Double {
      try draws.reduce(0) { $0 + (try loss.value(at: ε, labels: α, from: $1)) }
        / Double(draws.count)
    }
    #expect(try mean(best.perturbation, best.labels) == best.loss)
    #expect(try mean(with.perturbation, with.labels) == best.lastLoss)
    if best.iteration == 7 { #expect(best.perturbation == with.perturbation) }
  }

  @Test func anAttackIsAskedForThem() throws {
    let request = AttackRequest(within: Budget(features: 0.3), reevaluations: 5)
    #expect(try MetaGradientAttack.make(request).reevaluations == 5)
    #expect(try SmoothedAttack.make(request).reevaluations == 5)
    #expect(try GradientMatching.make(request).reevaluations == 5)
    let usual = AttackRequest(within: Budget(features: 0.3))
    #expect(try MetaGradientAttack.make(usual).reevaluations == nil)
  }
}
