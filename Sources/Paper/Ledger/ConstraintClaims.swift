import Learning
import Reproducibility
import Statistics

/// A5: the number of constraints.
enum ConstraintClaims {
  static let all = [noSimpleTrend]

  static let noSimpleTrend = Claim(
    id: "A5", place: "§6.1, Figure 6",
    text: "The number of constraints changes what the attack does, without a simple trend.",
    reproduced: """
      Friedman’s test by permutation within seeds has p < 0.05, and one rise and one fall \
      between adjacent counts are significant (Holm)
      """,
    contradicted: "p < 0.05, the means are monotone and the interval of the slope excludes 0",
    setting: """
      Counts are nested: a larger one extends the same list. The rule names no quantity; Δ of the \
      attacked two-stage learner at B* decides, and p of V stands beside.
      """,
    panels: ["6-3", "6-5", "6-7", "6-9", "6-11"], allowsSharedWeights: true
  ) { evidence in
    Ruling { () throws(Gap) in
      let planned = evidence.study.grid.panels.filter { $0.figure == "6" }
      guard planned.count > 2 else { throw .missing("Figure 6 was not run.") }
      var (counts, losses, shares): ([Double], [[Double]], [[Double]]) = ([], [], [])
      for panel in planned {
        let effect = try evidence.effect(panel.id, on: .twoStage)
        let budget = try effect.referenceBudget
        counts.append(Double(panel.variation?.value ?? 0))
        losses.append(try effect.losses(at: budget))
        shares.append(try effect.shares(at: budget))
      }
      return part(counts, losses, shares)
    }
  }

  private static func part(_ counts: [Double], _ losses: [[Double]], _ shares: [[Double]]) -> Part {
    func friedman(_ rows: [[Double]]) -> FriedmanTest {
      var random = SeededGenerator(seed: 0, stream: "ledger/Friedman")
      return FriedmanTest(rows.bySeed, using: &random)
    }
    let test = friedman(losses)
    let steps = zip(losses, losses.dropFirst()).map { PairedTest($1.minus($0)) }
    let corrected = PairedTest.holm(steps.map(\.probability))
    let significant = zip(steps, corrected).filter { $0.1 < 0.05 }.map(\.0.interval.mean)
    let means = losses.map { Interval(of: $0).mean }
    let isMonotone = means == means.sorted() || means == means.sorted(by: >)
    let slope = Interval(of: losses.bySeed.map { Slope(of: $0, on: counts).value })
    var numbers = zip(counts, losses).map { count, losses in
      LedgerNumber("Δ, two-stage, \(Int(count)) constraints", Interval(of: losses), .utility)
    }
    numbers.append(LedgerNumber("p of Friedman’s test, Δ", test.probability))
    numbers.append(LedgerNumber("p of Friedman’s test, V", friedman(shares).probability))
    numbers.append(LedgerNumber("Slope of Δ, a constraint", slope, .utility))
    for (index, step) in steps.enumerated() {
      let (one, next) = (Int(counts[index]), Int(counts[index + 1]))
      numbers.append(
        LedgerNumber("Change of Δ from \(one) to \(next) constraints", step.interval, .utility))
    }
    let differs = test.probability < 0.05
    return Part(
      Decision(
        holds: differs && significant.contains { $0 > 0 } && significant.contains { $0 < 0 },
        fails: differs && isMonotone && (slope.lies(above: 0) || slope.lies(below: 0))), numbers)
  }
}
