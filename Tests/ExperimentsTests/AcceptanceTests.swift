import Attacks
import Domains
import Foundation
import Learning
import Reproducibility
import Testing

@testable import Experiments

/// The bar of the foundation, on the calibration seeds with the committed calibration; the reported seeds are not a bar.
struct AcceptanceTests {
  private let plan: Plan

  init() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    plan = Preset.paper.synthetic(instances: 250, try Calibration(root: root))
  }

  private func drops(_ treatment: Experiment.Treatment) throws -> Double {
    let laboratory = Laboratory(sources: SourceData())
    var (clean, poisoned) = (0.0, 0.0)
    for seed in UInt64(100)...104 {
      let experiment = Experiment(
        domain: SyntheticDomain(), seed: seed, treatment: treatment,
        budget: Budget(features: 0.5), victims: [plan.twoStage], freshWeights: 5)
      let record = try laboratory.run(experiment, clean: nil, dataset: Digest(of: "")).record
      let evaluation = try #require(record.evaluations["two-stage"])
      func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
      clean += mean(evaluation.clean.targets) / 5
      poisoned += mean(evaluation.poisoned.map { mean($0.targets) }) / 5
      if let error = record.certificate?.largestError { #expect(error < 1e-6) }
    }
    return (clean - poisoned) / clean
  }

  @Test func signStepsCostTheTwoStageLearnerFortyPercentAndNoiseHardlyAnything() throws {
    let attack = try drops(.attack(plan.signAttack(on: plan.twoStage), on: plan.twoStage))
    #expect(attack >= 0.4)
    let noise = try drops(.control(UniformNoise(), draws: plan.draws))
    #expect(noise <= 0.05)
    let plain = try drops(.attack(plan.attack(on: plan.twoStage), on: plan.twoStage))
    print("share of clean utility lost at B = 0.5: sign \(attack), plain \(plain), noise \(noise)")
  }
}
