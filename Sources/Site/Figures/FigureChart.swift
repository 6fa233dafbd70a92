import Charts
import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// A panel of the paper as a chart: one coordinate system per victim, side by side on one vertical
/// axis.
struct FigureChart {
  let results: PanelValues

  var chart: Chart {
    Chart(
      title: "Figure \(results.panel.id). \(results.panel.title)", subtitle: subtitle,
      plots: results.victims.map(plot) + results.victims.map(lossPlot), sharesVerticalAxis: true,
      note: note,
      description: description)
  }

  /// Type, data and finding in sentences, for those who do not see it.
  var description: String {
    let count = English.counted(results.seeds.count, "seed")
    let findings = Finding.all(results).map(\.sentence).joined(separator: " ")
    return """
      Line chart with one panel for each learner: mean utility over \(count) against the attack's \
      budget, \(results.label(ofBudget: 0)) to \
      \(results.label(ofBudget: results.budgets.last ?? 0)). \(findings)
      """
  }

  private var subtitle: String {
    let parts = Finding.all(results).map { "\($0.victim) \($0.clean) → \($0.poisoned)" }
    guard !parts.isEmpty else { return "Victims with fresh initial weights" }
    return "At B = \(results.label(ofBudget: results.displayedBudget)): "
      + parts.joined(separator: ", ") + "; victims with fresh initial weights"
  }

  private var note: String {
    let count = English.counted(results.seeds.count, "seed")
    let plan = results.panel.plan
    let far = FigureChart.levels(results).far.map { id, value in
      " Beyond the axis: \(results.label(ofLevel: id)), \(Wording(results).number(value))."
    }
    return """
      Lines: means over \(count), each of \(plan.freshWeights) initial weights. Bands and thin \
      lines: 95 % t-intervals and single seeds of the attack at the targets. Controls: means over \
      \(plan.draws) draws, at the targets. Dashed levels: reference decisions at the targets. \
      Below: clean minus treated utility at the targets, paired by seed.\
      \(far.joined())
      """
  }

  private var budgets: [Double] { [0] + results.budgets }

  private var axis: HorizontalAxis {
    .linear(
      label: results.panel.domain.budgetUnit.axis,
      ticks: budgets.map { Tick($0, label: results.label(ofBudget: $0)) })
  }

  private func series(of victim: VictimID) -> VictimSeries {
    VictimSeries(victim: victim, panel: results, places: budgets.map { ($0, results, $0) })
  }

  private func lossPlot(of victim: VictimID) -> Plot { series(of: victim).lossPlot(along: axis) }

  private func plot(of victim: VictimID) -> Plot {
    let series = series(of: victim)
    return series.plot(
      along: axis,
      series.attacked + series.controls,
      levels: FigureChart.levels(results).near.map { id, value in
        Level(label: results.panel.domain.shortLabel(of: id), value: value)
      })
  }

  /// The reference decisions' mean utilities, those near the victims' and those so far off that
  /// they would flatten the chart.
  ///
  /// Near is what lies within once their whole range beyond it.
  static func levels(_ results: PanelValues) -> (
    near: [(id: LevelID, value: Double)], far: [(id: LevelID, value: Double)]
  ) {
    let means = results.victims.flatMap { victim in
      ([0] + results.budgets).compactMap { budget in
        results.values(victim, results.attack, budget: budget).map { results.interval($0).mean }
      }
    }
    let all = results.levels.compactMap { id in
      results.level(id).map { (id: id, value: results.interval($0).mean) }
    }
    guard let low = means.min(), let high = means.max() else { return (all, []) }
    let margin = max(high - low, 1e-9)
    let isNear = { (value: Double) in value >= low - 2 * margin && value <= high + 2 * margin }
    return (all.filter { isNear($0.value) }, all.filter { !isNear($0.value) })
  }
}
