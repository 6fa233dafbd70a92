import Attacks
import Data
import Domains
import Learning
import Reproducibility
import TestSupport
import Testing

@testable import Experiments

struct KeyedExperimentTests {
  private func key(
    sources: Sources = [:], _ change: (inout Experiment) -> Void = { _ in }
  ) throws -> Digest {
    var experiment = SmallStudy.attacked()
    change(&experiment)
    return try KeyedExperiment(experiment, sources: sources).key
  }

  @Test func changesWithEveryOption() throws {
    let (domain, learner) = (SmallStudy.domain, SmallStudy.twoStage)
    var (larger, quicker) = (domain, learner)
    larger.instances += 1
    quicker.training.rate = 0.2
    let (fixedLarger, fixedQuicker) = (larger, quicker)
    var attack = SmallStudy.attack
    attack.stepSize = 2
    let stepping = attack
    let changes: [(inout Experiment) -> Void] = [
      { _ in }, { $0.seed = 1 }, { $0.budget.features = 0.21 }, { $0.budget.labels = 0.21 },
      { $0.freshWeights = 3 }, { $0.victims.removeLast() }, { $0.victims.reverse() },
      { $0.victims[0] = Victim(fixedQuicker) }, { $0.victims[0] = .wider(learner) },
      { $0.victims[0].id = "another" }, { $0.domain = fixedLarger }, { $0.repetition = 1 },
      { $0.poisonVictims = $0.victims }, { $0.smallerBudgets = [Budget(features: 0.1)] },
      { $0.smallerBudgets = [Budget(features: 0.05), Budget(features: 0.1)] },
      { $0.knownDefence = TrimmedLoss() }, { $0.knownDefence = TrimmedLoss(share: 0.2) },
      { $0.treatment = .none },
      { $0.treatment = .attack(stepping, on: learner) },
      { $0.treatment = .attack(SmallStudy.attack, on: fixedQuicker) },
      { $0.treatment = .control(UniformNoise(), draws: 2) },
      { $0.treatment = .control(UniformNoise(), draws: 3) },
      { $0.treatment = .control(RandomSigns(), draws: 2) },
    ]
    let keys = try changes.map { try key($0) }
    #expect(Set(keys).count == keys.count)
    #expect(try key() == keys[0], "the same options have the same key")
  }

  @Test func changesWithTheFilesThatItsDomainReadsAndNoOthers() throws {
    func source(_ kind: SourceKind, _ text: String) -> Source {
      let digest = Digest(of: text)
      return Source(
        kind: kind, files: [SourceFile(name: "file", bytes: 0, digest: digest)], content: 0)
    }
    let prices = Sources(source(.prices, "a file"))
    #expect(try key(sources: prices) == key(), "the synthetic domain reads no file")
    func read(_ sources: Sources) throws -> Digest {
      try key(sources: sources) { $0.domain = PortfolioDomain() }
    }
    #expect(try read(prices) != read([:]))
    #expect(try read(prices) != read(Sources(source(.prices, "another"))))
    #expect(
      try read(prices) == read(Sources(source(.prices, "a file"), source(.citations, "graph"))))
  }

  /// Records on Cora do not depend on whether Citeseer is there, and the other way round.
  @Test func changesWithTheGraphAndItsFilesAlone() throws {
    func source(_ kind: SourceKind, _ text: String) -> Source {
      Source(
        kind: kind, files: [SourceFile(name: "file", bytes: 0, digest: Digest(of: text))],
        content: 0)
    }
    func read(_ graph: MatchingDomain.Graph, _ sources: Source...) throws -> Digest {
      let sources = Dictionary(uniqueKeysWithValues: sources.map { ($0.kind, $0) })
      return try key(sources: sources) { $0.domain = MatchingDomain(graph: graph) }
    }
    let (cora, citeseer) = (source(.citations, "one"), source(.citeseer, "two"))
    #expect(try read(.cora, cora) == read(.cora, cora, citeseer))
    #expect(try read(.citeseer, citeseer) == read(.citeseer, cora, citeseer))
    #expect(try read(.cora, cora) != read(.citeseer, source(.citeseer, "one")))
    #expect(try read(.citeseer, citeseer) != read(.citeseer, source(.citeseer, "another")))
  }

  @Test func leavesNothingOfTheTreatmentInAnUntreatedCell() throws {
    var treated = SmallStudy.attacked(within: Budget(features: 0.5, labels: 0.1))
    (treated.repetition, treated.poisonVictims) = (2, [Victim(SmallStudy.simpleJoint)])
    (treated.smallerBudgets, treated.knownDefence) = ([Budget(features: 0.1)], TrimmedLoss())
    let keys = try [treated.untreated, SmallStudy.untreated()].map {
      try KeyedExperiment($0, sources: [:]).key
    }
    #expect(keys[0] == keys[1])
    #expect(treated.poisonCell.victims.map(\.id) == ["simple-joint"])
    #expect(treated.poisonCell.poisonVictims == nil)
  }

  @Test func refusesTwoVictimsOfOneName() async {
    await #expect(processExitsWith: .failure) {
      let learner = TwoStage(training: Training(steps: 1, rate: 0.1))
      let victims = [Victim(learner), Victim(learner, widening: 2)]
      _ = Experiment(
        domain: SyntheticDomain(), seed: 0, victims: victims, freshWeights: 1)
    }
  }
}
