import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks

struct AttackConformanceTests {
  private static let learner = TwoStage(training: Training(steps: 3, rate: 0.1))

  /// The polytope problem with two frozen rows.
  private static func scenario() throws -> Scenario {
    let base = try ConformanceProblem.polytope.scenario(lower: -0.4)
    let shape = base.pipeline.perturbationShape
    let mask = (0..<shape.rows).map { ![1, 4].contains($0) }
    let (low, high) = base.box.sides(shape)
    return Scenario(
      pipeline: base.pipeline, problem: base.problem, predictor: base.predictor,
      targetOutcome: base.targetOutcome, heldOutOutcome: base.heldOutOutcome,
      box: Box(lower: low, upper: high).masked(rows: mask, columns: shape.columns),
      desiredDecisions: base.desiredDecisions)
  }

  @Test(arguments: Pairing.attacks.indices)
  func everyAttackOfTheCatalogKeepsItsPromises(_ index: Int) throws {
    let flaws = try AttackConformance.flaws(
      of: Pairing.attacks[index], in: Self.scenario(), against: Self.learner)
    #expect(flaws == [])
  }

  /// Breaks one promise at a time.
  private struct Flawed: Attack {
    enum Flaw: String, Encodable, CaseIterable {
      case ignoresTheBox, ignoresLimits, ignoresShares, ignoresLabels, perturbsAlways, doesNothing
      case drawsElsewhere, isNotFinite
    }

    static let name = "flawed", label = "Flawed attack", summary = "Breaks one promise."
    let flaw: Flaw
    /// Counts the poisons, like somebody who keeps a generator of their own.
    nonisolated(unsafe) static var count = 0.0

    func poison(
      _ scenario: Scenario, against learner: any Learner, within budget: Budget,
      from start: AttackStart, using random: inout SeededGenerator
    ) throws -> Poison {
      var asked = budget
      switch flaw {
      case .ignoresTheBox: asked = Budget(features: 2 * budget.features, labels: budget.labels)
      case .ignoresLimits: asked.limit = nil
      case .ignoresShares: asked.share = nil
      case .ignoresLabels: asked.labels = 0
      case .perturbsAlways: if budget.features == 0 { asked = Budget(features: 0.1) }
      case .doesNothing, .drawsElsewhere, .isNotFinite: break
      }
      var poison = try UniformNoise().poison(
        scenario, against: learner, within: asked, using: &random)
      switch flaw {
      case .doesNothing: poison.perturbation = 0 * poison.perturbation
      case .drawsElsewhere:
        Flawed.count += 1
        poison.perturbation = (1 / Flawed.count) * poison.perturbation
      case .isNotFinite: poison.perturbation.values[0] = .nan
      default: break
      }
      return poison
    }
  }

  @Test func findsEveryBrokenPromise() throws {
    let expected: [Flawed.Flaw: [String]] = [
      .ignoresTheBox: ["entries of ε beyond their box", "ε beyond its limit"],
      .ignoresLimits: ["ε beyond its limit"],
      .ignoresShares: ["more rows touched than their share"],
      .ignoresLabels: ["labels left alone in spite of a budget for them"],
      .perturbsAlways: ["a perturbation without a budget"],
      .doesNothing: ["no perturbation within a budget"],
      .drawsElsewhere: ["two poisons from one random stream"],
      .isNotFinite: ["entries that are not finite"],
    ]
    for flaw in Flawed.Flaw.allCases {
      let found = try AttackConformance.flaws(
        of: Flawed(flaw: flaw), in: Self.scenario(), against: Self.learner)
      for sentence in expected[flaw] ?? [] {
        #expect(found.contains("flawed: \(sentence)"), "\(flaw): \(found)")
      }
    }
  }
}
