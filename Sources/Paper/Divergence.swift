public import Learning

/// A victim whose training ended in numbers that are not finite.
public struct Divergence: Sendable, Hashable {
  /// What was done to the data, as a page calls it; nil for clean data.
  public let series: String?
  /// The budget, the seed and the victim.
  public let budget: Double, seed: UInt64, victim: VictimID
}

extension PanelRecords {
  /// The trainings that diverged; a mean over seeds that holds one is not shown.
  public var diverged: [Divergence] {
    func isFinite(_ utility: VictimUtility) -> Bool {
      (utility.targets + utility.heldOut).allSatisfy(\.isFinite)
    }
    var found: [Divergence] = []
    for record in clean {
      for (victim, evaluation) in record.evaluations where !isFinite(evaluation.clean) {
        found.append(Divergence(series: nil, budget: 0, seed: record.seed, victim: victim))
      }
    }
    for treated in treated {
      for (victim, evaluation) in treated.record.evaluations
      where !(evaluation.poisoned + evaluation.sharedPoisoned).allSatisfy(isFinite) {
        found.append(
          Divergence(
            series: treated.series.title, budget: treated.budget, seed: treated.record.seed,
            victim: victim))
      }
    }
    return found.sorted {
      ($0.budget, $0.seed, $0.victim.text) < ($1.budget, $1.seed, $1.victim.text)
    }
  }

  /// The seeds of which a record is missing: what was to be run there failed, or was not run.
  public var incompleteSeeds: [UInt64] {
    seeds.filter { seed in
      cleanRecord(seed: seed) == nil
        || series.contains { series in
          series.budgets.contains {
            record(seed: seed, series: series.name, budget: $0) == nil
          }
        }
    }
  }
}
