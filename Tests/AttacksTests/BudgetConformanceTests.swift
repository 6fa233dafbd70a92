import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

/// Every attack and every control within budgets that are more than a box.
struct BudgetConformanceTests {
  private static let frozen = [1, 4]

  /// The polytope problem with two frozen rows, and labels that may move by other amounts.
  private func scenario() throws -> Scenario {
    let base = try ConformanceProblem.polytope.scenario(lower: -0.4)
    let shape = base.pipeline.perturbationShape
    let mask = (0..<shape.rows).map { !Self.frozen.contains($0) }
    let (low, high) = base.box.sides(shape)
    let labels = base.pipeline.labelShape
    return Scenario(
      pipeline: base.pipeline, problem: base.problem, predictor: base.predictor,
      targetOutcome: base.targetOutcome, heldOutOutcome: base.heldOutOutcome,
      box: Box(lower: low, upper: high).masked(rows: mask, columns: shape.columns),
      labelBox: Box(
        lower: Matrix(rows: labels.rows, columns: labels.columns, repeating: -0.25)
      ).masked(rows: mask, columns: labels.columns),
      desiredDecisions: base.desiredDecisions)
  }

  private static let budgets = [
    Budget(features: 0.3, labels: 0.1),
    Budget(features: 0.3, labels: 0.1, limit: .euclidean(0.5)),
    Budget(features: 0.3, limit: .total(0.7)),
    Budget(features: 0.3, labels: 0.1, share: .init(0.3)),
    Budget(features: 0.3, labels: 0.1, limit: .total(0.4), share: .init(0.3, rechosen: true)),
    Budget(features: 0, labels: 0.1, share: .init(0.3, rechosen: true)),
  ]

  private func check(_ poison: Poison, within budget: Budget, in scenario: Scenario) {
    let (ε, rows) = (poison.perturbation, poison.perturbation.rows)
    for index in ε.values.indices {
      let (low, high) = scenario.box.bounds(at: index)
      #expect(ε.values[index] >= budget.features * low)
      #expect(ε.values[index] <= budget.features * high)
    }
    #expect(budget.limit?.holds(ε) ?? true)
    var touched = Set((0..<rows).filter { ε.row($0).contains { $0 != 0 } })
    if let α = poison.labels {
      for index in α.values.indices {
        let (low, high) = scenario.labelBox.bounds(at: index)
        #expect(α.values[index] >= budget.labels * low)
        #expect(α.values[index] <= budget.labels * high)
      }
      touched.formUnion((0..<rows).filter { α.row($0).contains { $0 != 0 } })
    }
    #expect(touched.isDisjoint(with: Self.frozen))
    if let share = budget.share { #expect(touched.count <= share.count(of: rows)) }
    if budget.features > 0 || poison.labels != nil { #expect(!touched.isEmpty) }
  }

  @Test(arguments: Pairing.attacks.indices, budgets)
  func staysWithinEveryBudgetToTheLastBit(_ attack: Int, _ budget: Budget) throws {
    let scenario = try scenario()
    let training = Training(steps: 6, rate: 0.1)
    let learner: any Learner =
      attack.isMultiple(of: 2) ? TwoStage(training: training) : DecisionFocused(training: training)
    var random = SeededGenerator(seed: 3, stream: "budgets")
    check(
      try Pairing.attacks[attack].poison(
        scenario, against: learner, within: budget, using: &random),
      within: budget, in: scenario)
  }

  /// Before any step: what is given or drawn is within the budget.
  @Test(arguments: budgets, [false, true])
  func startsWithinTheBudget(_ budget: Budget, _ isGiven: Bool) throws {
    let scenario = try scenario()
    let (rows, columns) = scenario.pipeline.perturbationShape
    let labels = scenario.pipeline.labelShape
    var random = SeededGenerator(seed: 3, stream: "budgets")
    let start = AttackStart(
      perturbation: isGiven ? .normal(rows: rows, columns: columns, deviation: 2, &random) : nil,
      labels: isGiven
        ? .normal(rows: labels.rows, columns: labels.columns, deviation: 2, &random) : nil)
    let poison = try MetaGradientAttack(iterations: 0, rule: .sign, stepSize: 0.1).poison(
      scenario, against: TwoStage(training: Training(steps: 2, rate: 0.1)), within: budget,
      from: start, using: &random)
    check(poison, within: budget, in: scenario)
  }

  @Test func aShareTakesTheRowsOfTheLargestGradient() throws {
    let scenario = try scenario()
    let (rows, columns) = scenario.pipeline.perturbationShape
    let shape = scenario.pipeline.labelShape
    var g = Matrix(rows: rows, columns: columns)
    // Row 1 is frozen. In row 5 the first entry may only grow, and is asked to shrink; in row 2 an
    // entry that may do so is asked to.
    g[1, 1] = 9
    let onlyUpwards = try #require(
      (0..<columns).first { scenario.box.bounds(at: 5 * columns + $0).lower == 0 })
    g[5, onlyUpwards] = 8
    let both = try #require(
      (0..<columns).first { scenario.box.bounds(at: 2 * columns + $0).lower < 0 })
    g[2, both] = 1
    g[0, 0] = -2
    let touched = try #require(
      TouchedRows(
        in: scenario, within: Budget(features: 1, share: .init(2 / Double(rows))), gradient: g,
        labelGradient: Matrix(rows: shape.rows, columns: shape.columns)))
    #expect(touched.features.indices.filter { touched.features[$0] } == [0, 2])
    #expect(touched.labels == touched.features)
  }

  @Test func rowsAreChosenOnceOrAnew() throws {
    let scenario = try scenario()
    let (rows, columns) = scenario.pipeline.perturbationShape
    let shape = scenario.pipeline.labelShape
    let labels = Matrix(rows: shape.rows, columns: shape.columns)
    for rechosen in [false, true] {
      let budget = Budget(features: 1, share: .init(1 / Double(rows), rechosen: rechosen))
      var descent = Descent(
        by: .sign, from: (Matrix(rows: rows, columns: columns), nil), in: scenario, within: budget)
      for (step, row) in [0, 2, 3].enumerated() {
        var g = Matrix(rows: rows, columns: columns)
        g[row, 1] = -1
        g[0, 2] = -0.5
        descent.move(to: descent.next(along: g, labels: labels, size: 0.1))
        let touched = (0..<rows).filter { row in
          descent.iterate.perturbation.row(row).contains { $0 != 0 }
        }
        #expect(touched == [rechosen ? row : 0], "step \(step)")
      }
    }
  }
}
