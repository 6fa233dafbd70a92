import Learning
import Reproducibility
import Testing

@testable import Domains

struct SelfDescriptionTests {
  private static func domains() throws -> [any Domain] {
    var special = SyntheticDomain(instances: 10)
    (special.attackable, special.desire) = (.upwards, .opposite)
    return DomainCatalog.all + [
      special, MatchingDomain(network: .pair), CustomDomain(try CustomProblem.example()),
    ]
  }

  @Test func describesEveryDomain() throws {
    for domain in try Self.domains() {
      #expect(flaws(inDescriptionOf: domain) == [])
      #expect(!domain.title.isEmpty && !domain.budgetUnit.axis.isEmpty)
      #expect(domain.size.training > 0 && domain.size.targets > 0 && domain.size.heldOut >= 0)
      #expect(domain.cost.step > 0 && domain.cost.solving >= 1)
      for level in [LevelID.perfect, .uninformed, .static] {
        #expect(!domain.label(of: level).isEmpty && !domain.shortLabel(of: level).isEmpty)
      }
    }
  }

  @Test func usesNoNameOrLabelTwice() throws {
    let types = DomainCatalog.all.map { type(of: $0) as any Domain.Type } + [CustomDomain.self]
    #expect(Set(types.map { $0.name }).count == types.count)
    #expect(Set(types.map { $0.label }).count == types.count)
    #expect(types.map { $0.id.text } == types.map { $0.name })
  }
}
