import Attacks
import Differentiation
import Learning
import LinearAlgebra
import Testing

@testable import Experiments

/// Every question of a verdict comes out either way, from made-up numbers.
struct ProblemVerdictTests {
  private func finding(_ make: (inout ProblemVerdict) -> Void) throws -> ProblemVerdict.Finding {
    var verdict = ProblemVerdict()
    make(&verdict)
    let finding = try #require(verdict.findings.first)
    #expect(verdict.findings.count == 1)
    #expect(verdict.exitCode == (finding.answer == .no ? finding.question.exitCode : 0))
    return finding
  }

  private func reached(_ learner: Double, _ uninformed: Double) -> CleanUtility {
    CleanUtility(place: "held-out instances", learner: learner, uninformed: uninformed)
  }

  // MARK: Training

  @Test(arguments: [[4.0, 2, 1], [4, 5, 3.9]])
  func aTrainingThatLowersItsLossAndBeatsNoFeaturesIsOne(_ losses: [Double]) throws {
    let finding = try finding { $0.judgeTraining(losses: losses, reached: reached(2, 1)) }
    #expect(finding.answer == .yes && finding.sentence.contains("in 2 steps"))
  }

  @Test(arguments: [
    [4.0, 3, 4], [4, 5e274], [4, .infinity], [4, .nan], [.nan, 1], [0.9748, 0.97479999999],
  ])
  func aTrainingThatDoesNotLowerItsLossIsNone(_ losses: [Double]) throws {
    let finding = try finding { $0.judgeTraining(losses: losses, reached: reached(2, 1)) }
    #expect(finding.answer == .no && finding.sentence.hasPrefix("NOT TRAINED"))
  }

  @Test(arguments: [(1.0, 1.0), (0.5, 1), (.nan, 1), (-1, 0)])
  func aLearnerNoBetterThanOneDecisionForAllIsNoneEither(
    _ learner: Double, _ uninformed: Double
  ) throws {
    let finding = try finding {
      $0.judgeTraining(losses: [4, 1], reached: reached(learner, uninformed))
    }
    #expect(finding.answer == .no && finding.sentence.contains("WITHOUT FEATURES"))
  }

  @Test func withoutStepsNothingIsAsked() throws {
    let finding = try finding { $0.judgeTraining(losses: [4], reached: reached(0, 1)) }
    #expect(finding.answer == .open)
  }

  // MARK: Gradient

  private func part(_ name: String, _ norm: Double, _ change: Double) -> GradientPart {
    GradientPart(name, norm: norm, largest: norm, change: change)
  }

  @Test func aGradientThatPromisesSomethingIsAlive() throws {
    let finding = try finding {
      $0.judgeGradient(
        [part("features", 1e-3, 1e-6), part("labels", 1, 1)], loss: -3, steps: 10)
    }
    #expect(finding.answer == .yes)
  }

  @Test(arguments: [(0.0, 0.0), (1e-30, 1e-29), (1e-9, .nan)])
  func aGradientOfNothingIsNone(_ norm: Double, _ change: Double) throws {
    for parts in [
      [part("features", norm, change)],
      [part("features", norm, change), part("labels", 1, 1)],
      [part("features", 1, 1), part("labels", norm, change)],
    ] {
      let finding = try finding { $0.judgeGradient(parts, loss: -3, steps: 10) }
      #expect(finding.answer == .no && finding.sentence.hasPrefix("NO GRADIENT"))
      #expect(finding.sentence.contains("does not mean that the learner is robust"))
    }
  }

  @Test func aGradientThatHasDiedSaysForHowLongItLived() throws {
    let finding = try finding {
      $0.judgeGradient([part("features", 0, 0)], loss: -3, steps: 10, norms: [0.07, 0.02, 0, 0, 0])
    }
    #expect(finding.sentence.contains("at the stored point (in 2 of 5 iterations of the attack"))
  }

  @Test func slopesWhoseSquaresAreNotFiniteHaveANorm() {
    let part = GradientPart("features", Matrix([[3e200, -4e200]]), in: Box(), size: 2)
    #expect((part.norm / 5e200 - 1).magnitude < 1e-14 && part.largest == 4e200)
    #expect((part.change / 14e200 - 1).magnitude < 1e-14)
  }

  @Test func withoutTrainingNoGradientIsExpected() throws {
    let finding = try finding {
      $0.judgeGradient([part("features", 0, 0)], loss: 1, steps: 0)
    }
    #expect(finding.answer == .open)
  }

  // MARK: Check

  private func certificate(
    _ error: Double, amplification: Double? = nil
  ) -> Poison.Certificate {
    Poison.Certificate(
      indices: [0], differences: [1 + error], gradients: [1], largestError: error,
      amplification: amplification)
  }

  @Test func entriesThatAgreePass() throws {
    let finding = try finding {
      $0.judgeCheck([certificate(1e-9), certificate(1e-10)], census: BranchCensus())
    }
    #expect(finding.answer == .yes && finding.sentence.contains("2 entries"))
    #expect(!finding.sentence.contains("one-sided"))
  }

  @Test(arguments: [2.0e34, 14, 1e-3, .nan, .infinity])
  func oneCheckThatFailsFailsAll(_ error: Double) throws {
    for certificates in [
      [certificate(1e-9), certificate(error)], [certificate(error), certificate(1e-9)],
    ] {
      let finding = try finding { $0.judgeCheck(certificates, census: BranchCensus()) }
      #expect(finding.answer == .no && finding.sentence.hasPrefix("CERTIFICATE FAILED"))
      #expect(finding.sentence.contains("NaN") == !(error < .infinity))
    }
  }

  @Test func aSweepThatMagnifiesRoundingFails() throws {
    let finding = try finding {
      $0.judgeCheck([certificate(1e-9, amplification: 1e12)], census: BranchCensus())
    }
    #expect(finding.answer == .no && finding.sentence.contains("rounding dominates"))
  }

  @Test func degenerateSolvesAreSaid() throws {
    var census = BranchCensus()
    (census.solves, census.degenerate) = (20, 3)
    let finding = try finding { $0.judgeCheck([certificate(0)], census: census) }
    #expect(finding.sentence.contains("3 solves of 20 degenerate"))
    #expect(finding.sentence.contains("one-sided"))
  }

  @Test func aGradientOfZeroIsNotMeasuredByItself() throws {
    let dead = Poison.Certificate(
      indices: [0], differences: [3e-13], gradients: [0], largestError: 2e287, resolution: 1e-9)
    let finding = try finding {
      $0.judgeCheck([certificate(1e-9), dead], census: BranchCensus())
    }
    #expect(finding.answer == .open)
    #expect(finding.sentence.contains("1 entry of at most 0 differ"))
    #expect(finding.sentence.contains("by at most 3.0e-13") && !finding.sentence.contains("e287"))
  }

  @Test func nothingCheckedIsSaid() throws {
    let finding = try finding {
      $0.judgeCheck([Poison.Certificate(indices: [])], census: BranchCensus())
    }
    #expect(finding.answer == .open)
  }

  // MARK: Controls

  @Test(arguments: [
    (1.0, ProblemVerdict.Answer.yes), (1.5, .no), (1.4999999999, .no), (2.0, .no), (.nan, .no),
  ])
  func anAttackHasToBeatTheStrongerControl(
    _ poisoned: Double, _ answer: ProblemVerdict.Answer
  ) throws {
    let finding = try finding {
      $0.judgeControls(.init(poisoned, clean: 3, [("noise", [2]), ("signs", [1.5])]))
    }
    #expect(finding.answer == answer && finding.sentence.contains("1.500 under signs"))
  }

  @Test(arguments: [(1.1, ProblemVerdict.Answer.yes), (1.3, .no), (2.0, .no)])
  func oneDrawOfAControlThatCostsAsMuchIsEnough(
    _ poisoned: Double, _ answer: ProblemVerdict.Answer
  ) throws {
    let finding = try finding {
      $0.judgeControls(.init(poisoned, clean: 3, [("signs", [2, 1.2, 2.8]), ("noise", [1.9])]))
    }
    #expect(finding.answer == answer)
    #expect(finding.sentence.contains("2.000 under signs, 1.200 in the strongest of 4 draws"))
  }

  @Test func anAttackThatHelpsIsNoneHoweverControlsDo() throws {
    let finding = try finding {
      $0.judgeControls(.init(1, clean: 0.9, [("signs", [2, 1.5])]))
    }
    #expect(finding.answer == .no && finding.sentence.contains("0.9000 on clean data"))
  }

  @Test func withoutControlsNothingIsAsked() throws {
    #expect(try finding { $0.judgeControls(.init(1, clean: 2, [])) }.answer == .open)
    #expect(try finding { $0.judgeControls(nil) }.answer == .open)
  }

  @Test(arguments: [(1.0, false), (2.5, true)])
  func whatHappensFromUnknownWeightsIsSaid(_ poisoned: Double, _ saysNot: Bool) throws {
    let finding = try finding {
      $0.judgeControls(
        .init(1, clean: 3, [("signs", [1.5])]),
        others: .init(poisoned, clean: 3, [("signs", [2])]))
    }
    #expect(finding.answer == .yes && finding.sentence.contains("it is NOT stronger") == saysNot)
    #expect(finding.sentence.contains("from the initial weights that it knows"))
  }

  // MARK: Exit codes

  @Test func theSmallestCodeOfWhatDoesNotHoldCounts() {
    var verdict = ProblemVerdict()
    verdict.add(.controls, .no, "")
    #expect(verdict.exitCode == 6)
    verdict.add(.gradient, .no, "")
    #expect(verdict.exitCode == 5)
    verdict.add(.training, .no, "")
    #expect(verdict.exitCode == 4)
    verdict.add(.check, .yes, "")
    #expect(verdict.exitCode == 4)
    verdict.add(.check, .no, "")
    #expect(verdict.exitCode == 3)
  }
}
