import Learning
import Testing

@testable import Paper

/// With a gain of 1 a loss in utility is a share of the gain, too.
struct DamageTests {
  private typealias Loss = MadeUpStudy.Loss

  private static func made() -> MadeUpStudy {
    var made = MadeUpStudy()
    made.losses = [
      Loss(panel: "5a", victim: .twoStage, treatment: .attack): .init(means: [0.4], spread: 0.1),
      Loss(panel: "5a", victim: .twoStage, treatment: .variant(.sign)):
        .init(means: [0.7], spread: 0.1),
      Loss(panel: "5a", victim: .decisionFocused, treatment: .attack):
        .init(means: [0.02], spread: 0.1),
    ]
    return made
  }

  @Test func tellsSharesOfTheGainBeyondControls() throws {
    let damage = Damage(Self.made().study(of: ["5a"]))
    func cell(_ victim: VictimID, _ variant: AttackVariant) throws -> Damage.Cell {
      try #require(
        damage.cells.first {
          $0.victim == victim && $0.variant == variant && $0.weights == .fresh
        })
    }
    let own = try cell(.twoStage, .own)
    #expect(own.place == "small" && own.panel == "5a" && own.attacked == .twoStage)
    #expect(abs(own.share.mean - 0.4) < 1e-12 && own.isOfGain && own.isBeyondChance)
    #expect(abs(try cell(.twoStage, .sign).share.mean - 0.7) < 1e-12)
    #expect(try !cell(.decisionFocused, .own).isBeyondChance)
    #expect(damage.cells.allSatisfy { (0...1).contains($0.probability) })
    #expect(Damage(Self.made().study(of: [])).cells.isEmpty)
  }

  /// One test among many needs a smaller p-value than one alone.
  @Test func correctsForTheNumberOfCells() throws {
    let one = Damage(Self.made().study(of: ["5a"]))
    let more = Damage(Self.made().study(of: ["5a", "5b", "7a", "7b"]))
    func probability(_ damage: Damage) throws -> Double {
      try #require(
        damage.cells.first {
          $0.panel == "5a" && $0.victim == .decisionFocused && $0.variant == .own
            && $0.weights == .fresh
        }
      ).probability
    }
    #expect(more.cells.count > one.cells.count)
    #expect(try probability(more) >= probability(one))
  }

  @Test func countsEveryAttackOnce() throws {
    let study = Self.made().study(of: ["5a", "7a"])
    let count = ChanceCount(study.panels)
    #expect(count.entries.map(\.panel) == ["5a", "7a"] && count.testCount == 6)
    #expect(count.entries.map(\.harmsOwn) == [true, false])
    #expect(count.entries.map(\.harmsAnother) == [false, false])
    let twice = ChanceCount(study.panels + [study.panels[0]])
    #expect(twice.entries.count == 2 && twice.repeated == ["5a"] && twice.testCount == 6)
    #expect(ChanceCount([]).entries.isEmpty)
  }
}
