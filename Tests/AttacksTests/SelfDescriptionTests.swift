import Learning
import Reproducibility
import Testing

@testable import Attacks

struct SelfDescriptionTests {
  @Test(arguments: Pairing.attacks.indices)
  func describesEveryAttack(_ index: Int) {
    let attack = Pairing.attacks[index]
    #expect(flaws(inDescriptionOf: attack) == [])
    #expect(attack.phrase.hasPrefix(attack.label))
    let learner = TwoStage(training: Training(steps: 3, rate: 0.1))
    #expect(attack.cost(inTrainingsOf: learner) >= 0 && attack.iterationCount >= 0)
  }

  @Test func usesNoNameOfTheCatalogTwice() {
    let types = AttackCatalog.all
    #expect(Set(types.map { $0.label }).count == types.count)
    // A short name stands for one attack alone, and for no other's name.
    for type in types {
      let name = type.shortName
      #expect(types.count { $0.name == name || $0.shortName == name } == 1, "\(name)")
      #expect(types.count { $0.name == type.name } == 1, "\(type.name)")
      #expect(AttackCatalog.type(named: name) == type)
    }
  }
}
