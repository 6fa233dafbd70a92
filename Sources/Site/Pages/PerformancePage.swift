import Foundation
import Learning
import Paper
import Reproducibility

/// The page about speed, made from what was measured on one machine.
struct PerformancePage {
  let frame: PageFrame
  let isMeasured: Bool
  let picture: Picture?
  let rows: [Table.Row]
  /// The same work by a number of jobs.
  let jobs: [Table.Row]
  /// What an iteration costs against both learners, by domain.
  let costs: [Table.Row]
  let hasCosts: Bool
  /// What other libraries take, as recorded once.
  let baseline = RecordedBaseline.source
  let instructions: String
  /// Which machine, and when; nil where the file does not say.
  let machine: String?, day: String?
  let cores: String
  /// How far the machine goes; nil where that was not measured.
  let scale: ScaleTable?
  let scaleTime: Picture?, scaleMemory: Picture?

  init(_ study: PaperStudy, _ scale: ScaleStudy?) {
    let growth = study.growth
    self.scale = scale.map { ScaleTable($0) }
    let charts = scale.map { ScaleChart(study: $0) }
    (scaleTime, scaleMemory) = (charts?.timePicture, charts?.memoryPicture)
    frame = PageFrame(of: study, page: SiteMap.performance)
    isMeasured = growth != nil
    picture = PerformancePage.chart(growth)?.picture
    rows =
      growth?.curves.map { curve in
        let values = curve.values.map { NumberFormat.exact($0) }
        let seconds = curve.seconds.map { Wording.short(1000 * $0) }
        return Table.Row(
          label: curve.size,
          cells: [
            curve.learner.phrase, values.joined(separator: ", "), seconds.joined(separator: ", "),
          ].map { Table.Cell(words: $0) }
            + [Table.Cell(NumberFormat.fixed(curve.exponent, decimals: 2, typographic: true))])
      } ?? []
    jobs =
      growth?.jobs.map { jobs in
        Table.Row(
          label: "\(jobs.count)",
          cells: [
            Table.Cell(Wording.short(jobs.seconds)),
            Table.Cell(growth?.efficiency(of: jobs).map(NumberFormat.percent) ?? "–"),
          ])
      } ?? []
    costs =
      growth?.costs.map { cost in
        Table.Row(
          label: cost.place,
          cells: [
            cost.instances.map { "\($0)" } ?? "–", cost.steps.map { "\($0)" } ?? "–",
            Wording.short(1000 * cost.twoStage), Wording.short(1000 * cost.decisionFocused),
            NumberFormat.fixed(cost.ratio, decimals: 1, typographic: true),
          ].map { Table.Cell($0) })
      } ?? []
    hasCosts = !costs.isEmpty
    machine = growth.flatMap { $0.machine.isEmpty ? nil : $0.machine }
    day = growth.flatMap { $0.day.isEmpty ? nil : $0.day }
    instructions = growth?.instructions ?? ""
    cores = growth.map { English.counted($0.cores, "core") } ?? ""
  }

  /// The chart of what was measured; nil where that is nothing.
  private static func chart(_ growth: GrowthStudy?) -> GrowthChart? {
    growth.flatMap { $0.curves.isEmpty ? nil : GrowthChart(study: $0) }
  }

  /// The page, and its charts where there are measurements.
  ///
  /// - Throws: what a template or the chart throws.
  static func files(
    _ study: PaperStudy, _ scale: ScaleStudy?, _ templates: TemplateFolder
  ) throws -> [SiteFile] {
    let page = try templates.file(
      SiteMap.performance, "performance", PerformancePage(study, scale))
    let growth = try chart(study.growth).map {
      SiteFile(path: SiteMap.performanceImage, bytes: try $0.chart.bytes(as: .svg))
    }
    return try [page] + [growth].compactMap(\.self)
      + (scale.map { try ScaleChart(study: $0).files() } ?? [])
  }
}
