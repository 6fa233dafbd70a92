import Experiments
import Paper
import Reproducibility
import Statistics

/// How much the backward vector changes along training, over all attacks of each panel.
struct SweepTable {
  let rows: [Table.Row]

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
      return Table.Row(
        label: result.panel.id, href: SiteMap.chart(result.panel.id),
        cells: [
          Table.Cell(words: result.phrase(of: result.attacked)),
          Table.Cell("\(first.firstSweep.count - 1)"),
          Table.Cell(NumberFormat.grouped(traces.count)),
          Table.Cell(Wording.short(ratios.median)), Table.Cell(Wording.shortRange(ratios)),
          Table.Cell(Wording.short(spreads.median)), Table.Cell(Wording.short(spreads.max())),
        ])
    }
    if rows.isEmpty { return nil }
  }
}
