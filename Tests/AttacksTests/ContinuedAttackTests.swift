import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

struct ContinuedAttackTests {
  private let learner = DecisionFocused(training: Training(steps: 6, rate: 0.05))
  private let base = SmoothedAttack(iterations: 6, smoothing: 4, checkedEntries: 0)

  private func random(_ seed: UInt64) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: "continued")
  }

  /// The mean of L_adv on the draws by which the attack chooses.
  private func loss(
    _ ε: Matrix, in scenario: Scenario, draws: Int, seed: UInt64
  ) throws -> Double {
    let weights = WeightSource.reevaluation(
      draws, .fresh, scenario, against: learner, from: AttackStart(), using: random(seed))
    let loss = try SurrogateLoss(scenario, against: learner, objective: .utility)
    return try weights.reduce(0) {
      try $0 + loss.value(at: ε, labels: nil, from: $1) / Double(draws)
    }
  }

  /// Over seeds and budgets: what it returns is never above where it started, on its own draws.
  @Test(arguments: [1, 2, 3] as [UInt64]) func neverLosesWhatItHas(_ seed: UInt64) throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let attack = ContinuedAttack(base, reevaluations: 3)
    var start = AttackStart()
    for amount in [0.1, 0.2, 0.4] {
      let budget = Budget(features: amount)
      var generator = random(seed)
      let poison = try attack.poison(
        scenario, against: learner, within: budget, from: start, using: &generator)
      #expect(poison.perturbation == budget.project(poison.perturbation, in: scenario, rows: nil))
      if let held = start.perturbation {
        #expect(
          try loss(poison.perturbation, in: scenario, draws: 3, seed: seed)
            <= loss(held, in: scenario, draws: 3, seed: seed))
      }
      start.perturbation = poison.perturbation
    }
  }

  /// With steps that only do harm to the attacker, it stays where it was.
  @Test func staysAtAStartThatNothingBeats() throws {
    let scenario = try ConformanceProblem.polytope.scenario()
    let budget = Budget(features: 0.3)
    var generator = random(4)
    let good = try SmoothedAttack(iterations: 30, smoothing: 4, checkedEntries: 0).poison(
      scenario, against: learner, within: budget, using: &generator
    ).perturbation
    var wild = base
    (wild.iterations, wild.stepSize, wild.momentum) = (1, 2, 0)
    var again = random(5)
    let poison = try ContinuedAttack(wild, reevaluations: 4).poison(
      scenario, against: learner, within: budget, from: AttackStart(perturbation: good),
      using: &again)
    let (held, found) = (
      try loss(good, in: scenario, draws: 4, seed: 5),
      try loss(poison.perturbation, in: scenario, draws: 4, seed: 5)
    )
    #expect(found <= held)
    if found == held { #expect(poison.perturbation == good) }
    #expect(poison.trace.adversaryLoss.count == 1)
  }

  @Test func describesItselfAsContinued() {
    let attack = ContinuedAttack(base)
    #expect(attack.phrase.contains("continued from the smaller budget"))
    #expect(attack.settings.count == base.settings.count + 2)
    #expect(attack.iterationCount == 6)
    #expect(attack.cost(inTrainingsOf: learner) > base.cost(inTrainingsOf: learner))
  }
}
