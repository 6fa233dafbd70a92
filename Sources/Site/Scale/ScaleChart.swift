import Charts
import Foundation
import Learning
import Paper
import Reproducibility

/// Time and memory of an attack iteration against one size at a time, all in logarithms.
struct ScaleChart {
  static let timeName = "scale-time", memoryName = "scale-memory"

  let study: ScaleStudy

  private struct Line {
    let row: ScaleStudy.Row, ladder: ScaleLadder
  }

  private var lines: [Line] {
    study.rows.compactMap { row in
      row.points.count < 2 ? nil : row.ladder.map { Line(row: row, ladder: $0) }
    }
  }

  // MARK: Time

  /// Nil where nothing was measured.
  var time: Chart? {
    let lines = lines.filter { $0.ladder.learner != nil && !$0.ladder.keepsEveryStep }
    return chart(
      title: "Processor seconds of an attack iteration, one size at a time", lines: lines,
      label: "Seconds",
      note: "The largest sizes are where time or memory ends, or what was asked for."
    ) { $0.seconds }
  }

  var timePicture: Picture? { time.map { picture(ScaleChart.timeName, of: $0) } }

  private func picture(_ name: String, of chart: Chart) -> Picture {
    Picture(
      name, href: "\(SiteMap.performance)#scale", title: chart.title,
      alternative: chart.description, isStackable: false)
  }

  // MARK: Memory

  /// Nil where nothing was measured.
  var memory: Chart? {
    let compared = Set(lines.filter(\.ladder.keepsEveryStep).map(\.ladder.size))
    return chart(
      title: "Megabytes of an attack iteration, with and without checkpoints",
      lines: lines.filter {
        compared.contains($0.ladder.size) && $0.ladder.learner == TwoStage.id
      }, label: "Megabytes",
      note: "Checkpoints are kept in place of every step once all of them would take 512 MiB."
    ) { $0.megabytes }
  }

  var memoryPicture: Picture? { memory.map { picture(ScaleChart.memoryName, of: $0) } }

  private func chart(
    title: String, lines: [Line], label: String, note: String,
    amount: @escaping (ScaleStudy.Point) -> Double
  ) -> Chart? {
    let sizes = lines.map(\.ladder.size).uniqued()
    guard !sizes.isEmpty else { return nil }
    return Chart(
      title: title,
      plots: sizes.map { size in
        plot(size, lines.filter { $0.ladder.size == size }, label, amount)
      }, sharesVerticalAxis: true, note: note,
      description: "Line chart with one panel for each of these sizes: "
        + "\(English.joined(sizes)). Each line is a power law at its right end.")
  }

  private func plot(
    _ size: String, _ lines: [Line], _ label: String, _ amount: (ScaleStudy.Point) -> Double
  ) -> Plot {
    let all = lines.flatMap { $0.row.points.map { log10(Double($0.value)) } }
    let range = Int((all.min() ?? 0).rounded(.down))...Int((all.max() ?? 0).rounded(.up))
    return Plot(
      title: English.capitalised(size),
      horizontal: .linear(
        label: "\(size), logarithmic",
        ticks: range.map { Tick(Double($0), label: NumberFormat.powerOfTen($0)) }),
      vertical: VerticalAxis(label: label, scale: .logarithmic),
      series: lines.map { line in
        Series(
          label: line.ladder.keepsEveryStep
            ? "every step kept" : "\(line.ladder.learner?.phrase ?? "") learner",
          role: line.ladder.keepsEveryStep
            ? .level : line.ladder.learner?.role ?? .level,
          emphasis: line.ladder.keepsEveryStep ? .light : .strong,
          points: line.row.points.map {
            Series.Point(x: log10(Double($0.value)), mean: amount($0))
          })
      })
  }

  /// The numbers behind both charts.
  var table: String {
    SeedTable.text(
      of: [["ladder", "value", "seconds", "megabytes", "base_megabytes", "weights"]]
        + study.rows.flatMap { row in
          row.points.map { point in
            [
              row.id, "\(point.value)", NumberFormat.exact(point.seconds),
              NumberFormat.exact(point.megabytes), NumberFormat.exact(point.baseMegabytes),
              point.weights.map { "\($0)" } ?? "",
            ]
          }
        })
  }

  /// The charts' files.
  ///
  /// - Throws: what drawing throws.
  func files() throws -> [SiteFile] {
    try [(ScaleChart.timeName, time), (ScaleChart.memoryName, memory)].flatMap { name, chart in
      try chart.map { try SiteFile.drawn(of: $0, at: SiteMap.image(name), table: table) } ?? []
    }
  }
}
