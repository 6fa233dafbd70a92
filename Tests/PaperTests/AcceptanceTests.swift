import Attacks
import Domains
import Experiments
import Foundation
import Learning
import Reproducibility
import Testing

@testable import Paper

/// What attacks must achieve on the calibration seeds with the committed calibration; nothing is
/// asked of the reported seeds.
struct AcceptanceTests {
  private let plan: Plan

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    plan = Preset.paper.synthetic(instances: 250, try Calibration(root: root))
  }

  private func drops(_ treatment: Experiment.Treatment) throws -> Double {
    let laboratory = Laboratory(sources: [:])
    var (clean, poisoned) = (0.0, 0.0)
    for seed in UInt64(100)...104 {
      let experiment = Experiment(
        domain: SyntheticDomain(), seed: seed, treatment: treatment,
        budget: Budget(features: 0.5), victims: [Victim(plan.twoStage)], freshWeights: 5)
      let item = try KeyedExperiment(experiment, sources: [:])
      let record = try laboratory.run(item, clean: nil, dataset: Digest(of: "")).record
      let evaluation = try #require(record.evaluations[.twoStage], "\(record.failures)")
      func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
      clean += mean(evaluation.clean.targets) / 5
      poisoned += mean(evaluation.poisoned.map { mean($0.targets) }) / 5
      if let error = record.certificate?.largestError { #expect(error < 1e-6) }
    }
    return (clean - poisoned) / clean
  }

  /// Shares of the clean utility that are lost at B = 0.5, where the smoothed attack was seen to
  /// cost 72 %, sign steps 35 to 40 %, plain steps 17 % and noise 1 %.
  ///
  /// Plain steps cost 60 % and sign steps 80 % as long as the learner was trained for 40 steps; the
  /// second protocol's rule trains it for 80, at twice the rate, and both have to do with it. A
  /// third of what was seen is left as a margin for other initial weights.
  @Test func attacksCostTheTwoStageLearnerMuchMoreThanNoise() throws {
    let noise = try drops(.control(UniformNoise(), draws: plan.draws))
    #expect(noise <= 0.05)
    let sign = try drops(.attack(plan.signAttack(on: plan.twoStage), on: plan.twoStage))
    #expect(sign >= 0.25)
    #expect(plan.referenceBudget == 0.5)
    let plain = try drops(.attack(plan.attack(on: plan.twoStage), on: plan.twoStage))
    #expect(plain >= 0.1)
    let smoothed = try drops(.attack(plan.smoothedAttack(on: plan.twoStage), on: plan.twoStage))
    #expect(smoothed >= 0.48)
  }
}
