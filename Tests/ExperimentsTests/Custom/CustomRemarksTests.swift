import Attacks
import Domains
import Learning
import LinearAlgebra
import Testing

@testable import Experiments

/// What a file says and an attack does without is told in a sentence.
struct CustomRemarksTests {
  private let attack = MetaGradientAttack(
    iterations: 1, rule: .sign, stepSize: 0.1, initialWeights: .shared)

  private func remarks(
    of attack: (any Attack)? = nil, within budget: Budget,
    _ change: (inout CustomProblem) -> Void = { _ in }
  ) throws -> [String] {
    var problem = try CustomProblem.example()
    problem.perturbation = CustomProblem.Perturbation()
    problem.fitting.training.steps = 2
    change(&problem)
    return try CustomStudy(problem, title: "own.h5", seed: 0).remarks(
      on: attack ?? self.attack, within: budget)
  }

  private func start(_ values: [Int: Double]) -> Matrix {
    var start = Matrix(rows: 60, columns: 6)
    for (index, value) in values { start.values[index] = value }
    return start
  }

  @Test func saysHowManyEntriesOfAStartWereMovedAndHowFar() throws {
    let budget = Budget(features: 0.5)
    func remark(_ values: [Int: Double], _ budget: Budget) throws -> [String] {
      try remarks(within: budget) { $0.perturbation.features = start(values) }
    }
    #expect(try remark([0: 0.5, 7: -0.5], budget).isEmpty)
    #expect(
      try remark([0: 0.75, 7: -2, 8: 0.25], budget) == [
        "/perturbation/features lies outside what the budget allows: 2 of 360 entries were moved "
          + "into it, by at most 1.500"
      ])
    #expect(try remark([3: 0.75], budget).first?.contains("1 of 360 entries was moved") ?? false)
    // The limit of a norm counts as well, its room for rounding does not.
    let limited = Budget(features: 0.5, limit: .euclidean(0.2))
    #expect(try remark([0: 0.3, 1: 0.4], limited).first?.contains("2 of 360") ?? false)
    #expect(try remark([0: 0.06, 1: 0.08], Budget(features: 0.5, limit: .euclidean(0.1))).isEmpty)
    let crowded = Budget(features: 0.5, share: .init(0.05))
    let rows = Dictionary(uniqueKeysWithValues: (0..<4).map { (6 * $0, 0.25) })
    #expect(
      try remark(rows, crowded) == [
        "/perturbation/features touches 4 rows where 3 may be touched: those of the largest "
          + "entries were kept, the others start at zero"
      ])
  }

  @Test func saysThatNothingOfLabelsWasUsedWithoutABudgetForThem() throws {
    func fill(_ problem: inout CustomProblem) {
      problem.perturbation.labels = Matrix(rows: 60, columns: 4, repeating: 0.5)
      problem.perturbation.labelUpper = Matrix(rows: 60, columns: 4, repeating: 1)
    }
    #expect(
      try remarks(within: Budget(features: 0.5), fill) == [
        "the file's perturbation of labels was not used: --label-budget is 0",
        "the file's bounds and rows of labels were not used: --label-budget is 0",
      ])
    #expect(try remarks(within: Budget(features: 0.5, labels: 1), fill).isEmpty)
    #expect(
      try remarks(within: Budget(features: 0.5, labels: 0.25), fill) == [
        "/perturbation/labels lies outside what the budget allows: 240 of 240 entries were moved "
          + "into it, by at most 0.2500"
      ])
    let both = Budget(features: 0.5, labels: 1)
    let poison = try MetaPoison.make(AttackRequest(within: Budget(features: 0.5)))
    let unused = try remarks(of: poison, within: both, fill)
    #expect(unused.count == 2)
    #expect(unused.allSatisfy { $0.hasSuffix("metapoison leaves labels alone") })
  }

  @Test func saysThatAControlStartsAnywhereAndHandsOnWhatTheFileDoesWithout() throws {
    #expect(
      try remarks(of: UniformNoise(), within: Budget(features: 0.5)) {
        $0.perturbation.features = start([0: 9])
        $0.ridge = 0.5
      } == [
        "attribute ridge of /problem has no effect: no label_quadratic_factor is predicted",
        "the file's perturbation was not used: uniform-noise is a control and starts anywhere",
      ])
  }

  @Test func outcomesHoldTheRemarksAndWhoseLossTheAttackFollowed() throws {
    var problem = try CustomProblem.example()
    problem.fitting.training.steps = 2
    problem.perturbation.labels = Matrix(rows: 60, columns: 4, repeating: 0.5)
    let study = try CustomStudy(problem, title: "own.h5", seed: 0)
    let outcome = try CustomAttack(
      attack, on: TwoStage.self, within: Budget(features: 0.5), evaluating: .none, draws: 0
    ).run(on: study)
    #expect(outcome.remarks.contains { $0.contains("labels was not used") })
    let owner = "its own two-stage learner, trained from the initial weights that it knows"
    #expect(outcome.surrogate == owner)
    let file = outcome.file(title: "Own")
    #expect(file.rootAttributes["surrogate"] == .string(owner))
    #expect(try CustomRecord(file, named: "poison.h5").surrogate == owner)
  }
}
