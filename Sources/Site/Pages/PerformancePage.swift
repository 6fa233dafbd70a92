public import Foundation
import Learning
public import Paper
import Reproducibility

/// The page about speed, which depends on the machine: it stands beside the hashed files of a site
/// and not among them.
public struct PerformancePage {
  struct Row {
    let size: String
    let learner: String
    let range: String
    let seconds: String
    let exponent: String
  }

  /// The same work by a number of jobs.
  struct JobRow {
    let count: String
    let seconds: String
    let efficiency: String
  }

  let frame: PageFrame
  let isMeasured: Bool
  let picture: Picture?
  let rows: [Row]
  let jobs: [JobRow]
  let kernel: String
  let cores: String

  init(_ study: PaperStudy, _ growth: GrowthStudy?) {
    frame = PageFrame(
      of: study, page: SiteMap.performance, title: "Performance",
      heading: "How cost grows",
      description:
        "The time of an attack iteration against the number of training instances, steps, hidden "
        + "units and decision variables, as one machine measured it."
    )
    isMeasured = growth != nil
    picture = growth.map { GrowthChart(study: $0).picture }
    rows =
      growth?.curves.map { curve in
        Row(
          size: curve.size, learner: curve.learner.phrase,
          range: curve.values.map { NumberFormat.exact($0) }.joined(separator: ", "),
          seconds: curve.seconds.map { Wording.short(1000 * $0) }.joined(separator: ", "),
          exponent: NumberFormat.fixed(curve.exponent, decimals: 2, typographic: true))
      } ?? []
    jobs =
      growth?.jobs.map { jobs in
        JobRow(
          count: "\(jobs.count)", seconds: Wording.short(jobs.seconds),
          efficiency: growth?.efficiency(of: jobs).map(NumberFormat.percent) ?? "–")
      } ?? []
    kernel = growth?.kernel ?? ""
    cores = growth.map { English.counted($0.cores, "core") } ?? ""
  }

  /// Writes the page, and its chart where there are measurements, into the folder of a site.
  ///
  /// - Throws: `SiteError`, or what writing throws.
  public static func write(
    _ study: PaperStudy, _ growth: GrowthStudy?, templates: URL, into folder: URL
  ) throws {
    for path in [SiteMap.performance, SiteMap.performanceImage] {
      _ = try SiteWriter.isFile(at: folder.appending(path: path))
    }
    let library = try TemplateFolder(contentsOf: templates)
    let text = try library.page("performance", PerformancePage(study, growth))
    try Data(text.utf8).write(to: folder.appending(path: SiteMap.performance), options: .atomic)
    if let growth {
      let drawing = try GrowthChart(study: growth).drawing()
      try Data(drawing)
        .write(to: folder.appending(path: SiteMap.performanceImage), options: .atomic)
    }
  }
}
