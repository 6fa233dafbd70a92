import Experiments
import Paper
import Reproducibility
import Statistics

/// How much the backward vector changes along training, over all attacks of each panel.
struct SweepTable {
  struct Row {
    let id: String
    let href: String
    let learner: String
    let steps: String
    let attacks: String
    let ratio: String
    let ratioRange: String
    let spread: String
    let largestSpread: String
  }

  let rows: [Row]

  /// The table; nil where no attack left a trace.
  init?(_ results: [PanelValues]) {
    rows = results.compactMap { result in
      let traces = result.attackRecords().compactMap(\.trace)
        .filter { $0.firstSweep.count > 1 }
      guard let first = traces.first else { return nil }
      let ratios = traces.compactMap { trace in
        trace.firstSweep.last.flatMap { $0 > 0 ? trace.firstSweep[0] / $0 : nil }
      }
      // In every iteration: the largest norm of the sweep over the smallest one.
      let spreads = traces.flatMap { trace in
        zip(trace.backwardLargest, trace.backwardSmallest).compactMap { $1 > 0 ? $0 / $1 : nil }
      }
      return Row(
        id: result.panel.id, href: SiteMap.chart(result.panel.id),
        learner: result.phrase(of: result.attacked), steps: "\(first.firstSweep.count - 1)",
        attacks: NumberFormat.grouped(traces.count), ratio: Wording.short(ratios.median),
        ratioRange: "\(Wording.short(ratios.min())) … \(Wording.short(ratios.max()))",
        spread: Wording.short(spreads.median),
        largestSpread: Wording.short(spreads.max()))
    }
    if rows.isEmpty { return nil }
  }
}
