import Attacks
import Domains
import Learning
import LinearAlgebra
import Testing

@testable import BatteryStudy

/// What the program asks of every domain and every attack.
struct ConformanceTests {
  @Test func theDomainKeepsItsPromises() throws {
    #expect(try DomainConformance.flaws(of: BatteryDomain(), from: [:]) == [])
  }

  @Test func theAttackKeepsItsPromises() throws {
    let scenario = try BatteryDomain().scenario(from: [:], seed: 0)
    let learner = TwoStage(training: Training(steps: 2, rate: 0.03))
    #expect(try AttackConformance.flaws(of: CovarianceStep(), in: scenario, against: learner) == [])
  }

  /// J(s + hΔ) − J(s − hΔ) over 2h beside ⟨∇J, Δ⟩; J is a polynomial of degree four.
  @Test func theAttackFollowsTheGradientOfTheCovariance() throws {
    let samples = try BatteryDomain().scenario(from: [:], seed: 0).cleanSamples()
    let gradient = CovarianceStep.gradient(of: samples)
    func objective(_ h: Double) -> Double {
      let u = samples.features + h * gradient.features
      let θ = samples.outcome[0] + h * gradient.outcome[0]
      let n = Double(u.rows)
      func centred(_ m: Matrix) -> Matrix {
        m - (1 / n) * (Matrix(rows: m.rows, columns: m.rows, repeating: 1) * m)
      }
      let c = (1 / n) * (centred(u).transposed * centred(θ))
      return 0.5 * c.values.reduce(0) { $0 + $1 * $1 }
    }
    let h = 1e-3
    let slope = (objective(h) - objective(-h)) / (2 * h)
    let squares = (gradient.features.values + gradient.outcome[0].values)
      .reduce(0) { $0 + $1 * $1 }
    #expect(squares > 0 && (slope - squares).magnitude < 1e-5 * squares)
  }

  /// A day's decisions keep the battery between empty and full.
  @Test func decisionsKeepTheBatteryWithinItsCapacity() throws {
    let scenario = try BatteryDomain().scenario(from: [:], seed: 0)
    let decisions = try scenario.problem.optimalDecisions(for: scenario.targetOutcome)
    for day in 0..<decisions.rows {
      let held = ContentFigure.held(decisions.selectingRows([day]))
      #expect(held.allSatisfy { $0 > -1e-9 && $0 < 1 + 1e-9 } && (held.last ?? 0) > 0.5 - 1e-9)
    }
  }
}
