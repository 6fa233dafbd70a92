import Foundation
import LinearAlgebra
import Reproducibility
import Testing

@testable import Learning

struct BudgetTests {
  /// A scenario whose ε is 6×4, with boxes of many widths, some of them zero.
  private func scenario(_ random: inout SeededGenerator, labelBox: Box? = nil) -> Scenario {
    let base = smallScenario(instances: 6)
    func side(_ sign: Double) -> Matrix {
      Matrix(
        rows: 6, columns: 4,
        values: (0..<24).map { _ in
          let size = random.uniform(in: 0...2)
          return sign * (random.uniform() < 0.2 ? 0 : size)
        })
    }
    return Scenario(
      pipeline: base.pipeline, problem: base.problem, predictor: base.predictor,
      targetOutcome: base.targetOutcome, heldOutOutcome: base.heldOutOutcome,
      box: Box(lower: side(-1), upper: side(1)), labelBox: labelBox)
  }

  private func isInside(_ x: Matrix, _ scenario: Scenario, _ scale: Double) -> Bool {
    x.values.indices.allSatisfy { index in
      let (low, high) = scenario.box.bounds(at: index)
      return x.values[index] >= scale * low && x.values[index] <= scale * high
    }
  }

  /// The projection onto a convex set K is the point x of K with (ε − x)·(y − x) ≤ 0 for
  /// all y in K.
  @Test(arguments: 0..<60 as Range<UInt64>, [false, true])
  func projectsOntoBoxAndBall(_ seed: UInt64, _ isTotal: Bool) {
    var random = SeededGenerator(seed: seed, stream: "projection")
    let scenario = scenario(&random)
    let size = pow(10, random.uniform(in: -3...3))
    let radius = pow(10, random.uniform(in: -2...1.5))
    let limit: Budget.Limit = isTotal ? .total(radius) : .euclidean(radius)
    let budget = Budget(features: 0.7, limit: limit)
    var ε = Matrix.normal(rows: 6, columns: 4, deviation: size, &random)
    // Some ties, and some entries that are zero.
    for index in 0..<24 where random.uniform() < 0.2 {
      ε.values[index] = random.uniform() < 0.5 ? 0 : size
    }
    let x = budget.project(ε, in: scenario)
    #expect(limit.holds(x) && isInside(x, scenario, 0.7))
    #expect(budget.project(x, in: scenario) == x)
    for _ in 0..<200 {
      // Feasible points: random ones of random sizes, and sparse ones, shrunk into the ball.
      var y = Matrix.normal(rows: 6, columns: 4, deviation: 1, &random)
      if random.uniform() < 0.5 {
        for index in 0..<24 where random.uniform() < 0.8 { y.values[index] = 0 }
      }
      y = scenario.box.clip(10 * y, scale: 0.7)
      let length = isTotal ? y.values.reduce(0) { $0 + abs($1) } : y.norm
      if length > radius { y = (radius / length) * y }
      let product = zip(zip(ε.values, x.values), y.values).reduce(0) {
        $0 + ($1.0.0 - $1.0.1) * ($1.1 - $1.0.1)
      }
      #expect(product <= 1e-12 * (1 + size) * (1 + radius) * 24)
    }
    // What the ball leaves of ε has no more room: the budget is spent.
    if !limit.holds(Budget(features: 0.7).project(ε, in: scenario)) {
      let spent = isTotal ? x.values.reduce(0) { $0 + abs($1) } : x.norm
      #expect(spent >= radius * (1 - 1e-13))
    }
  }

  /// Sums as others take them: in order, backwards, by size, in pairs, and in eight lanes.
  private func sums(_ terms: [Double], _ random: inout SeededGenerator) -> [Double] {
    func pairwise(_ terms: ArraySlice<Double>) -> Double {
      guard terms.count > 2 else { return terms.reduce(0, +) }
      let middle = (terms.startIndex + terms.endIndex) / 2
      return pairwise(terms[..<middle]) + pairwise(terms[middle...])
    }
    var lanes = Array(repeating: 0.0, count: 8)
    for (index, term) in terms.enumerated() { lanes[index % 8] += term }
    let orders = [terms, terms.reversed(), terms.sorted(), terms.sorted(by: >)]
    let shuffled = (0..<4).map { _ in
      terms.map { ($0, random.uniform()) }.sorted { $0.1 < $1.1 }.map(\.0)
    }
    return (orders + shuffled).map { $0.reduce(0, +) }
      + [pairwise(terms[...]), pairwise(lanes[...])]
  }

  @Test(arguments: 0..<300 as Range<UInt64>, [false, true])
  func staysWithinALimitInWhateverOrderItIsAddedUp(_ seed: UInt64, _ isTotal: Bool) {
    var random = SeededGenerator(seed: seed, stream: "orders")
    let base = smallScenario(instances: 1 + Int(seed % 60))
    let shape = base.pipeline.perturbationShape
    let radius = pow(10, random.uniform(in: -3...2))
    let limit: Budget.Limit = isTotal ? .total(radius) : .euclidean(radius)
    let budget = Budget(features: 1e6, limit: limit)
    let size = radius * pow(10, random.uniform(in: -1...3))
    let ε = Matrix.normal(rows: shape.rows, columns: shape.columns, deviation: size, &random)
    let x = budget.project(ε, in: base)
    #expect(budget.project(x, in: base) == x)
    let terms = x.values.map { isTotal ? $0.magnitude : $0 * $0 }
    let lengths = sums(terms, &random).map { isTotal ? $0 : $0.squareRoot() }
    #expect(lengths.allSatisfy { $0 <= radius }, "\(lengths.map { $0 / radius - 1 })")
    #expect(limit.holds(ε) || lengths.allSatisfy { $0 >= radius * (1 - 1e-12) })
  }

  @Test func sumsThatNeedNoRoundingMayReachTheirLimit() {
    for (values, limit) in [
      ([3, -4, 0, 0], .euclidean(5)), ([0.5, -0.25, 2, 0.25], .total(3)),
      ([0x1p-1074, 0x1p-1074, 0, 0], .total(0x1p-1073)), ([0, 0, 0, 0], .total(0)),
    ] as [([Double], Budget.Limit)] {
      #expect(limit.holds(Matrix(rows: 1, columns: 4, values: values)), "\(values)")
    }
    // Another order of 0.1 + 0.2 + 0.3 is above 0.6 by one unit in the last place.
    let tenths = Matrix(rows: 1, columns: 4, values: [0.3, 0.2, 0.1, 0])
    #expect(!Budget.Limit.total(0.6).holds(tenths))
  }

  @Test func anEuclideanLimitShortensAndATotalOneSoftens() {
    let wide = smallScenario(instances: 1)
    let ε = Matrix(rows: 1, columns: 4, values: [3, -4, 0, 0])
    let short = Budget(features: 9, limit: .euclidean(1)).project(ε, in: wide)
    #expect((short - Matrix([[0.6, -0.8, 0, 0]])).largestMagnitude <= .ulpOfOne)
    #expect(Budget(features: 9, limit: .total(3)).project(ε, in: wide).values == [1, -2, 0, 0])
    #expect(Budget(features: 1, limit: .total(3)).project(ε, in: wide).values == [1, -1, 0, 0])
    #expect(Budget(features: 9, limit: .total(0)).project(ε, in: wide).values == [0, 0, 0, 0])
    #expect(Budget(features: 9, limit: .euclidean(0)).project(ε, in: wide).largestMagnitude == 0)
    #expect(Budget(features: 9, limit: .euclidean(5)).project(ε, in: wide) == ε)
  }

  @Test func whatIsNotANumberIsNotProjectedAway() {
    let wide = smallScenario(instances: 1)
    let ε = Matrix(rows: 1, columns: 4, values: [3, .nan, 0, 1])
    for limit in [nil, .euclidean(1), .total(1)] as [Budget.Limit?] {
      let x = Budget(features: 9, limit: limit).project(ε, in: wide)
      #expect(x.values.contains { $0.isNaN })
    }
  }

  @Test func rowsThatAreNotTouchedAreZero() {
    var random = SeededGenerator(seed: 1, stream: "rows")
    let scenario = scenario(&random)
    let ε = Matrix.normal(rows: 6, columns: 4, deviation: 3, &random)
    let rows = [true, false, true, false, false, true]
    let all = Budget(features: 0.7).project(ε, in: scenario)
    let x = Budget(features: 0.7, labels: 0.2).project(ε, in: scenario, rows: rows)
    for row in 0..<6 {
      #expect(Array(x.row(row)) == (rows[row] ? Array(all.row(row)) : [0, 0, 0, 0]))
    }
    let α = Matrix(rows: 6, columns: 3, repeating: 5)
    let labels = Budget(features: 0, labels: 0.2).projectLabels(α, in: scenario, rows: rows)
    for row in 0..<6 { #expect(labels.row(row).allSatisfy { $0 == (rows[row] ? 0.2 : 0) }) }
  }

  @Test func aFrozenRowFreezesItsLabelUnlessItsBoxSaysSo() {
    let base = smallScenario(instances: 6)
    let mask = [true, true, false, true, false, true]
    func scenario(_ labelBox: Box?) -> Scenario {
      Scenario(
        pipeline: base.pipeline, problem: base.problem, predictor: base.predictor,
        targetOutcome: base.targetOutcome, heldOutOutcome: base.heldOutOutcome,
        box: Box().masked(rows: mask, columns: 4), labelBox: labelBox)
    }
    #expect(scenario(nil).box.touchableRows(6) == mask)
    #expect(scenario(nil).labelBox.touchableRows(6) == mask)
    #expect(scenario(Box()).labelBox.touchableRows(6) == Array(repeating: true, count: 6))
    let α = Matrix(rows: 6, columns: 3, repeating: -7)
    let projected = Budget(features: 1, labels: 0.5).projectLabels(α, in: scenario(nil))
    for row in 0..<6 { #expect(projected.row(row).allSatisfy { $0 == (mask[row] ? -0.5 : 0) }) }
    let upwards = Box(
      lower: Matrix(rows: 6, columns: 3), upper: Matrix(rows: 6, columns: 3, repeating: 2))
    let raised = scenario(upwards.masked(rows: [false] + mask.dropFirst(), columns: 3))
    #expect(Budget(features: 1, labels: 0.5).projectLabels(α, in: raised).largestMagnitude == 0)
    let high = Budget(features: 1, labels: 0.5).projectLabels(-1 * α, in: raised)
    #expect(high[0, 0] == 0 && high[1, 1] == 1 && high[2, 0] == 0)
  }

  @Test func aMaskOfAllRowsChangesNothingAndABoxWithOneSideIsOpen() {
    let box = Box(lower: Matrix(rows: 2, columns: 2))
    #expect(box.masked(rows: [true, true], columns: 2).bounds(at: 3).upper == 1)
    #expect(box.touchableRows(2) == [true, true])
    let masked = box.masked(rows: [true, false], columns: 2)
    #expect(masked.touchableRows(2) == [true, false] && masked.bounds(at: 0).upper == 1)
  }

  @Test func sharesAreRoundedDownToAtLeastOneRow() {
    func count(_ share: Double, _ rows: Int) -> Int { Budget.Share(share).count(of: rows) }
    #expect(count(0.2, 10) == 2 && count(0.29, 100) == 29 && count(0.199, 10) == 1)
    #expect(count(0.01, 10) == 1 && count(0, 10) == 0 && count(1, 7) == 7)
    for rows in 1...200 {
      for hits in 1...rows {
        #expect(count(Double(hits) / Double(rows), rows) == hits, "\(hits) of \(rows)")
      }
    }
  }

  @Test func whatIsNotSaidDoesNotEnterKeys() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func text(_ budget: Budget) throws -> String {
      String(decoding: try encoder.encode(budget), as: UTF8.self)
    }
    #expect(try text(Budget(features: 0.5)) == #"{"features":0.5,"labels":0}"#)
    let all = Budget(features: 0.5, limit: .total(2), share: .init(0.2))
    #expect(try text(all).contains("total") && text(all).contains("rechosen"))
  }
}
