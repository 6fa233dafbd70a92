public import Learning
import Reproducibility
public import Statistics

/// What each attack of a study takes from each victim at the reference budget, beyond the costliest
/// control: the numbers of a heat map.
///
/// All cells are one family of tests: whether an attack does more than chance is corrected for how
/// many there are.
public struct Damage: Sendable {
  /// What one attack takes from one kind of victims.
  public struct Cell: Sendable {
    /// The place as cells of claims call it: "small", "portfolio".
    public let place: String
    /// The panel of the attack, the learner that it is made for, and its form.
    public let panel: String, attacked: VictimID, variant: AttackVariant
    /// The victims, and from which initial weights they start.
    public let victim: VictimID, weights: VictimWeights
    /// V over units: W as a share of G, or of S where G is not clearly above 0.
    public let share: Interval
    /// Whether it is a share of G.
    public let isOfGain: Bool
    /// The p-value of W ≠ 0, corrected by Holm's procedure over all cells.
    public let probability: Double

    /// Whether the attack clearly costs more than chance does.
    public var isBeyondChance: Bool { share.mean > 0 && probability < Chance.level }
  }

  /// The cells: by place, then attack, then form, then victim, fresh before shared weights.
  public let cells: [Cell]

  /// Which forms of attacks are told apart.
  private static let variants: [AttackVariant] = [.own, .sign, .smoothed, .strong]

  /// The damage in a study; what was not run is left out.
  public init(_ study: PaperStudy) {
    let evidence = Evidence(study: study)
    var found: [(place: Place, variant: AttackVariant, effect: Effect)] = []
    for place in Place.all + [.citeseer] {
      for panel in [place.twoStage, place.direct, place.metaPoison] {
        guard let values = try? evidence.values(panel) else { continue }
        for variant in Damage.variants where values.panel.attack.has(variant) {
          for victim in values.panel.plan.victims.map(\.id) {
            for weights in VictimWeights.allCases {
              let effect = try? evidence.effect(
                panel, on: victim, variant: variant, weights: weights)
              if let effect { found.append((place, variant, effect)) }
            }
          }
        }
      }
    }
    let corrected = PairedTest.holm(found.map { Chance.probability($0.effect) })
    cells = zip(found, corrected).map { found, probability in
      let effect = found.effect
      return Cell(
        place: found.place.label, panel: effect.values.panel.id,
        attacked: VictimID(effect.values.panel.attacked.name), variant: found.variant,
        victim: effect.victim, weights: effect.weights,
        share: effect.interval(effect.shares), isOfGain: effect.isGain, probability: probability)
    }
  }
}

/// When an attack is said to do more than chance.
enum Chance {
  /// What a corrected p-value has to be below.
  static let level = 0.05

  /// The p-value of W ≠ 0.
  static func probability(_ effect: Effect) -> Double {
    PairedTest(effect.excess, design: effect.values.records.design).probability
  }
}

/// In how many panels an attack costs clearly more than chance, each distinct attack counted once
/// and p-values corrected for all that are looked at.
public struct ChanceCount: Sendable {
  /// A panel, and whether its attack costs the learner that it is made for, and any other learner,
  /// clearly more than chance does.
  public struct Entry: Sendable {
    /// The panel.
    public let panel: String
    /// Whether it costs the attacked learner more, and whether it costs another one more.
    public let harmsOwn: Bool, harmsAnother: Bool
  }

  /// The distinct panels: of those that share the records of their attack only the first counts.
  public let entries: [Entry]
  /// The panels that are left out as the same as an earlier one.
  public let repeated: [String]
  /// How many p-values were corrected together.
  public let testCount: Int

  /// The count of some panels at their reference budgets.
  public init(_ panels: [PanelRecords]) {
    var tests: [(panel: String, isOwn: Bool, mean: Double, probability: Double)] = []
    var (seen, repeated): (Set<Set<String>>, [String]) = ([], [])
    for records in panels {
      let values = PanelValues(records)
      let budget = records.panel.plan.referenceBudget
      let keys = records.seeds.compactMap {
        records.record(seed: $0, series: values.attack, budget: budget)?.key.description
      }
      guard !keys.isEmpty else { continue }
      guard seen.insert(Set(keys)).inserted else {
        repeated.append(records.panel.id)
        continue
      }
      for victim in records.panel.plan.victims.map(\.id) {
        guard let excess = values.lossesBeyondControls(victim, budget: budget) else { continue }
        let test = PairedTest(excess, design: records.design)
        tests.append(
          (
            records.panel.id, victim == VictimID(records.panel.attacked.name), test.interval.mean,
            test.probability
          ))
      }
    }
    let corrected = PairedTest.holm(tests.map(\.probability))
    let judged = zip(tests, corrected).map { test, probability in
      (panel: test.panel, isOwn: test.isOwn, harms: test.mean > 0 && probability < Chance.level)
    }
    entries = judged.map(\.panel).uniqued().map { panel in
      let own = judged.filter { $0.panel == panel && $0.harms }
      return Entry(
        panel: panel, harmsOwn: own.contains(where: \.isOwn),
        harmsAnother: own.contains { !$0.isOwn })
    }
    self.repeated = repeated
    testCount = tests.count
  }
}
