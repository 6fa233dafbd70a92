import Reproducibility

/// An attack or a training of a panel's that came to nothing.
public struct PanelFailure: Sendable, Hashable {
  /// What was done to the data, as a page calls it; nil for clean data.
  public let series: String?
  /// The budget and the seed.
  public let budget: Double, seed: UInt64
  /// What went wrong and with whom, a sentence without its end.
  public let reason: String
}

extension PanelRecords {
  /// What came to nothing, each once; a mean over seeds that lacks any is not shown.
  ///
  /// A victim that fails on clean data is named there alone, although it fails in every cell.
  public var failures: [PanelFailure] {
    var found = clean.flatMap { record in
      record.failures.map {
        PanelFailure(series: nil, budget: 0, seed: record.seed, reason: $0.reason)
      }
    }
    let known = Set(found)
    for treated in treated {
      for failure in treated.record.failures {
        let seed = treated.record.seed
        let onClean = PanelFailure(series: nil, budget: 0, seed: seed, reason: failure.reason)
        if known.contains(onClean) { continue }
        found.append(
          PanelFailure(
            series: treated.series.title, budget: treated.budget, seed: seed,
            reason: failure.reason))
      }
    }
    return found
  }

  /// Trainings that a poison made diverge, whose decisions count as they are.
  public var divergences: [PanelFailure] {
    treated.flatMap { treated in
      treated.record.divergences.map {
        PanelFailure(
          series: treated.series.title, budget: treated.budget, seed: treated.record.seed,
          reason: $0.reason)
      }
    }
  }

  /// Why something that a claim needs is not there, a sentence: it came to nothing, or there is no
  /// record.
  func lack(of what: String) -> String {
    let count = failures.count
    return count == 0
      ? "Panel \(panel.id) lacks \(what)."
      : "In panel \(panel.id) \(English.counted(count, "result")) came to nothing; "
        + "the figure's page names them."
  }

  /// The seeds of which a record is missing: it was not run.
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
