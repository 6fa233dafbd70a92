import Learning
import Reproducibility
import Testing

struct SelfDescriptionTests {
  private static let rules: [any StepRule] =
    StepRuleCatalog.all + [SignStep(momentum: 0.5), MomentumStep(momentum: 0.25)]

  private static let learners: [any Learner] = LearnerCatalog.all.flatMap { type in
    rules.map { rule in type.init(training: Training(steps: 3, rate: 0.1, rule: rule)) }
  }

  @Test(arguments: learners.indices)
  func describesEveryLearner(_ index: Int) {
    let learner = Self.learners[index]
    #expect(flaws(inDescriptionOf: learner) == [])
    #expect(!learner.settings.isEmpty && !learner.phrase.isEmpty)
    #expect(learner.phrase.first?.isLowercase == true && !learner.phrase.contains("learner"))
  }

  @Test(arguments: rules.indices)
  func describesEveryStepRule(_ index: Int) {
    let rule = Self.rules[index]
    #expect(flaws(inDescriptionOf: rule) == [])
    #expect(!rule.phrase(size: 0.1).isEmpty)
  }

  @Test func describesEveryDefence() {
    for type in DefenceCatalog.all { #expect(flaws(inDescriptionOf: type.init()) == []) }
  }

  @Test func usesNoNameOfACatalogTwice() {
    let names: [[String]] = [
      LearnerCatalog.all.map { $0.name }, StepRuleCatalog.all.map(\.name),
      DefenceCatalog.all.map { $0.name }, LearnerCatalog.all.map { $0.label },
      StepRuleCatalog.all.map(\.label), DefenceCatalog.all.map { $0.label },
    ]
    for list in names { #expect(Set(list).count == list.count, "\(list)") }
  }
}
