import Attacks
import Data
import Domains
import Experiments
import Learning
import LinearAlgebra
import Reproducibility

/// A panel whose poisons are looked at.
struct PoisonSitter: Sendable {
  private let records: PanelRecords
  private let store: RecordStore
  private let sources: Sources
  private let budgets: [Double]

  init(_ records: PanelRecords, store: RecordStore, sources: Sources) {
    (self.records, self.store, self.sources) = (records, store, sources)
    budgets = PoisonPortrait.budgets(of: records)
  }

  private var panel: Panel { records.panel }

  private func record(_ seed: UInt64, _ budget: Double) -> Record? {
    records.record(seed: seed, series: panel.attack.name, budget: budget)
  }

  /// What the portrait depends on besides the program; nil where a record is not stored.
  var key: Digest? {
    get throws {
      var parts = ["poison portrait of \(panel.id), budgets \(budgets)"]
      parts += sources.restricted(to: panel.domain.sources).files.map { "\($0.digest)" }
      for seed in records.seeds {
        for budget in budgets {
          guard let record = record(seed, budget) else { continue }
          guard let content = record.contentDigest else { return nil }
          parts.append("\(seed) \(budget) \(record.key) \(content)")
          // Poisons may be taken away while records are known from their summary.
          if !store.contains(record.key) { parts.append("missing") }
        }
      }
      return Digest(of: parts.joined(separator: "\n"))
    }
  }

  /// Whether a unit's poisons are stored at every budget.
  private func isStored(_ seed: UInt64) -> Bool {
    let known = budgets.compactMap { record(seed, $0)?.key }
    return !known.isEmpty && known.count == budgets.count && known.allSatisfy(store.contains)
  }

  func portrait(jobs: Int) async throws -> PoisonPortrait? {
    let stored = records.seeds.filter(isStored)
    let first = stored.first
    let units = try await inParallel(stored, jobs: jobs) { seed in
      try await self.unit(seed, withSpecimen: seed == first)
    }.compactMap(\.self)
    guard let nouns = units.first else { return nil }
    let seeds = units.map(\.seed)
    return PoisonPortrait(
      panel: panel.id, budgets: budgets, seeds: seeds,
      missing: records.seeds.filter { !seeds.contains($0) }, row: nouns.table.row,
      column: nouns.table.column, rows: nouns.rows,
      columns: nouns.columns, detections: units.flatMap(\.detections),
      falseAlarms: units.map(\.falseAlarms), spending: nouns.spending, specimen: nouns.specimen)
  }

  /// What one unit shows.
  private struct Unit: Sendable {
    let seed: UInt64
    /// The nouns of the data; no values.
    let table: (row: String, column: String)
    let rows: Int, columns: Int, falseAlarms: Double
    var detections: [PoisonPortrait.Detection] = []
    var spending: [PoisonPortrait.Spending] = []
    var specimen: PoisonSpecimen?
  }

  private func unit(_ seed: UInt64, withSpecimen: Bool) async throws -> Unit? {
    let laboratory = Laboratory(sources: sources)
    let scenario = try laboratory.scenario(of: panel.domain, seed: seed)
    guard let table = panel.domain.received(in: scenario, perturbedBy: nil),
      let detector = PoisonDetector(clean: table.values)
    else { return nil }
    var unit = Unit(
      seed: seed, table: (table.row, table.column), rows: detector.rows,
      columns: detector.columns, falseAlarms: detector.falseAlarms)
    func note(_ series: String, _ budget: Double, _ ε: Matrix) {
      guard let poisoned = panel.domain.received(in: scenario, perturbedBy: ε) else { return }
      let finding = detector.finding(in: poisoned.values)
      unit.detections.append(
        PoisonPortrait.Detection(
          seed: seed, series: series, budget: budget, rows: finding.rows,
          rejected: finding.rejected, columns: finding.columns))
    }
    var perturbations: [Matrix] = []
    for budget in budgets {
      guard let record = record(seed, budget), let poison = try await store.poison(record.key)
      else { return nil }
      let ε = poison.perturbation
      note(panel.attack.name, budget, ε)
      guard withSpecimen else { continue }
      perturbations.append(ε)
      unit.spending.append(PoisonPortrait.Spending(of: ε, in: scenario, budget: budget))
    }
    if withSpecimen {
      let reference = budgets.firstIndex(of: panel.plan.referenceBudget) ?? 0
      unit.specimen = try PoisonSpecimen.made(
        of: panel.domain, scenario, seed: seed, sources: sources, perturbations: perturbations,
        reference: reference)
      perturbations = []
    }
    for control in records.series where control.isControl {
      for budget in budgets {
        let experiment = panel.experiment(control, budget: budget, seed: seed)
        guard
          let poison = try laboratory.controlPoison(of: experiment, draw: 0, in: scenario)
        else { continue }
        note(control.name, budget, poison.perturbation)
      }
    }
    return unit
  }
}

extension PoisonPortrait {
  /// The smallest, the reference and the largest budget of a panel's attack, each once.
  static func budgets(of records: PanelRecords) -> [Double] {
    let plan = records.panel.plan
    let all = records.series(records.panel.attack.name)?.budgets ?? []
    let wanted = [all.min(), plan.referenceBudget, all.max()].compactMap(\.self)
    return Set(wanted).intersection(all).sorted()
  }
}

extension PoisonPortrait.Spending {
  /// What ε spends of its box at a budget.
  init(of ε: Matrix, in scenario: Scenario, budget: Double) {
    let touchable = ε.values.indices.filter { entry in
      let (low, high) = scenario.box.bounds(at: entry)
      return low < 0 || high > 0
    }
    let atEdge = touchable.count { entry in
      let (low, high) = scenario.box.bounds(at: entry)
      let value = ε.values[entry] / budget
      return value != 0 && (value <= low * (1 - 1e-9) || value >= high * (1 - 1e-9))
    }
    let sum = touchable.reduce(0) { $0 + ε.values[$1].magnitude }
    let count = Double(max(1, touchable.count))
    self.init(budget: budget, mean: sum / count / budget, atEdge: Double(atEdge) / count)
  }
}
