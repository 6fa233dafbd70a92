public import Experiments
public import Reproducibility

extension Selection {
  /// What can be shown of a study that is being run: of every panel the seeds of which the cells at
  /// the stated budget are known, and the budgets and variants that are known for all of these.
  ///
  /// Panels of one chart have the same seeds and budgets.
  /// - Parameter known: the records so far, by key.
  /// - Returns: the study with its progress; nil as long as nothing can be shown.
  public func partialStudy(_ known: [Digest: Record]) -> PaperStudy? {
    let groups = Dictionary(grouping: panels) { $0.panel.chart }
    var shown: [PanelRecords] = []
    for part in panels {
      let group = (groups[part.panel.chart] ?? []).filter { !$0.seeds(in: known).isEmpty }
      let seeds = part.seeds(in: known).filter { seed in
        group.allSatisfy { $0.seeds(in: known).contains(seed) }
      }
      guard !seeds.isEmpty else { continue }
      let budgets = part.panel.plan.budgets.filter { budget in
        group.allSatisfy { $0.knows(budget, of: $0.main, seeds, known) }
      }
      shown.append(part.records(seeds, budgets, known))
    }
    guard !shown.isEmpty else { return nil }
    func whole(_ part: PanelSelection.Part) -> PanelRecords? {
      part.keys.values.allSatisfy { known[$0] != nil }
        ? part.records(part.seeds, part.panel.plan.budgets, known) : nil
    }
    let tables = adversaries.compactMap(whole)
    let compared = comparisons.filter { $0.keys.allSatisfy { known[$0] != nil } }
    var study = PaperStudy(
      grid: grid, panels: shown, adversaries: tables.count == adversaries.count ? tables : [],
      comparisons: compared.count == comparisons.count
        ? compared.map { comparison, keys in
          ComparisonRecords(comparison: comparison, clean: keys.compactMap { known[$0] })
        } : [], sources: sources)
    let keys = Set(items.map(\.key))
    study.progress = StudyProgress(
      done: keys.count { known[$0] != nil }, total: keys.count)
    for part in panels {
      study.panelProgress[part.panel.id] = StudyProgress(
        done: part.keys.values.count { known[$0] != nil }, total: part.keys.count)
    }
    return study
  }
}

extension PanelSelection.Part {
  /// The attack and the controls of the panel.
  fileprivate var main: [Panel.Series] { panel.series.filter { !panel.isVariant($0) } }

  fileprivate func knows(
    _ budget: Double, of series: [Panel.Series], _ seeds: [UInt64], _ known: [Digest: Record]
  ) -> Bool {
    seeds.allSatisfy { seed in
      series.allSatisfy { series in
        let cell = Panel.Cell(seed: seed, series: series.name, budget: budget)
        return keys[cell].map { known[$0] != nil } ?? false
      }
    }
  }

  /// The seeds of which the untreated cell and those at the stated budget are known.
  fileprivate func seeds(in known: [Digest: Record]) -> [UInt64] {
    seeds.filter { seed in
      let clean = keys[Panel.Cell(seed: seed, series: nil, budget: 0)]
      return clean.map { known[$0] != nil } ?? false
        && knows(panel.plan.referenceBudget, of: main, [seed], known)
    }
  }

  /// The records of some seeds and budgets, in a panel that has no others.
  fileprivate func records(
    _ seeds: [UInt64], _ budgets: [Double], _ known: [Digest: Record]
  ) -> PanelRecords {
    var panel = panel
    (panel.plan.seeds, panel.plan.budgets) = (seeds, budgets)
    panel.variants = panel.variants.compactMap { series in
      var series = series
      series.budgets = series.budgets.filter { knows($0, of: [series], seeds, known) }
      return series.budgets.isEmpty ? nil : series
    }
    return PanelRecords(
      panel: panel, seeds: seeds, design: design(of: seeds),
      records: keys.compactMapValues { known[$0] })
  }
}
