import Attacks
import Learning
import Testing

@testable import Experiments

/// What progress lines and lists say of an experiment.
@Suite("Experiment")
struct ExperimentTests {
  @Test func namesItsBudgetInTheDomainsUnit() {
    let both = SmallStudy.attacked(within: Budget(features: 0.5, labels: 0.25)).label
    #expect(both.hasSuffix("seed 0, meta-gradient on two-stage, B = 0.5, labels 0.25"))
    let labels = SmallStudy.controlled(within: Budget(features: 0, labels: 0.25)).label
    #expect(labels.hasSuffix("seed 0, uniform-noise, B = labels 0.25"))
    #expect(SmallStudy.untreated(seed: 3).label.hasSuffix("seed 3, clean"))
  }
}
