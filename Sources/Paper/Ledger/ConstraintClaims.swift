import Learning
import Reproducibility
import Statistics

/// A5 and B8: the number of constraints.
enum ConstraintClaims {
  static let all = [noSimpleTrend, noInfluence]
  private static let panels = ["6-3", "6-5", "6-7", "6-9", "6-11"]
  /// The largest slope of V that is of no interest, per constraint.
  private static let smallest = 0.02

  static let noSimpleTrend = Claim(
    "A5", at: "§6.1, Figure 6",
    "The number of constraints changes what the attack does, without a simple trend.",
    supported: """
      Friedman’s test of V by permutation within units has p < 0.05, and a rise and a fall \
      between adjacent counts are significant (Holm)
      """,
    opposed: """
      p < 0.05, the means are monotone and the interval of the slope excludes 0; equal if the \
      slope of V lies within ±0.02 per constraint
      """,
    setting: "Counts are nested: a larger one extends the same list.", panels: panels,
    cells: [
      Claim.Cell("small") { evidence throws(Gap) in
        let (counts, shares, values) = try series(evidence)
        var random = SeededGenerator(seed: 0, stream: "ledger/Friedman")
        let test = FriedmanTest(shares.byUnit, using: &random)
        let steps = zip(shares, shares.dropFirst()).map { PairedTest($1.minus($0)) }
        let corrected = PairedTest.holm(steps.map(\.probability))
        let significant = zip(steps, corrected).filter { $0.1 < 0.05 }.map(\.0.interval.mean)
        let means = shares.map { values.interval($0).mean }
        let isMonotone = means == means.sorted() || means == means.sorted(by: >)
        let slope = slope(of: shares, on: counts, values)
        let differs = test.probability < 0.05
        let supports =
          differs && significant.contains { $0 > 0 } && significant.contains { $0 < 0 }
        let opposes =
          differs && isMonotone && (slope.lies(above: 0) || slope.lies(below: 0))
        var numbers = zip(counts, shares).map { count, shares in
          LedgerNumber(
            "V, two-stage, \(Int(count)) constraints", values.interval(shares), .gain)
        }
        numbers.append(LedgerNumber("p of Friedman’s test, V", test.probability))
        numbers.append(LedgerNumber("Slope of V per constraint", slope, .gain))
        for (index, step) in steps.enumerated() {
          let (one, next) = (Int(counts[index]), Int(counts[index + 1]))
          numbers.append(
            LedgerNumber("Change of V from \(one) to \(next) constraints", step.interval, .gain))
        }
        let isEqual = !supports && slope.lies(within: -smallest...smallest)
        return CellFinding(
          isEqual ? .equal : Decision(supports: supports, opposes: opposes), nil, numbers)
      }
    ])

  static let noInfluence = Claim(
    own: "B8", "The relative loss does not depend on the number of constraints.",
    supported: "The slope of V lies within ±0.02 per constraint",
    opposed: "it lies outside", panels: panels,
    cells: [
      Claim.Cell("small") { evidence throws(Gap) in
        let (counts, shares, values) = try series(evidence)
        return CellFinding(
          ("Slope of V per constraint", slope(of: shares, on: counts, values)), within: smallest,
          unit: .gain)
      }
    ])

  private static func slope(
    of shares: [[Double]], on counts: [Double], _ values: PanelValues
  ) -> Interval {
    values.interval(shares.byUnit.map { Slope(of: $0, on: counts).value })
  }

  /// V of the two-stage learner by the number of constraints.
  private static func series(
    _ evidence: Evidence
  ) throws(Gap) -> (counts: [Double], shares: [[Double]], values: PanelValues) {
    let planned = evidence.planned.filter { $0.figure == "6" }
    guard planned.count > 2, let first = planned.first else {
      throw .missing("Figure 6 was not run.")
    }
    var (counts, shares): ([Double], [[Double]]) = ([], [])
    for panel in planned {
      counts.append(Double(panel.variation?.value ?? 0))
      shares.append(try evidence.effect(panel.id, on: .twoStage).shares)
    }
    return (counts, shares, try evidence.values(first.id))
  }
}
