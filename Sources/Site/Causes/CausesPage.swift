import Paper
import Reproducibility

/// The page about why attacks through a decision layer fail.
struct CausesPage {
  let frame: PageFrame
  let isMeasured: Bool
  let profile: Picture?, smoothing: Picture?
  let places: [Section]
  /// One row per attack, one column per place, a body per cause.
  let table: Table?

  /// What was found of one place.
  struct Section {
    let id: String, label: String
    let about: String
    let sentences: [String]
  }

  init(_ study: PaperStudy, _ causes: CauseStudy?) {
    frame = PageFrame(of: study, page: SiteMap.causes)
    let causes = causes.flatMap { $0.places.isEmpty ? nil : $0 }
    isMeasured = causes != nil
    let charts = causes.map { CauseCharts(study: $0) }
    (profile, smoothing) = (charts?.profilePicture, charts?.smoothingPicture)
    places =
      causes?.places.map { place in
        Section(
          id: place.id, label: place.label,
          about: """
            \(English.counted(place.units.count, "calibration unit")), \
            \(place.learner.phrase) learner with \(place.training), \
            B = \(NumberFormat.chosen(place.budget)), attacks of \(place.iterations) iterations.
            """, sentences: CauseSentences(place: place).all)
      } ?? []
    table = causes.map(CausesPage.table)
  }

  private static func table(_ causes: CauseStudy) -> Table {
    Table(
      columns: causes.places.map(\.label),
      bodies: CauseStudy.Cause.allCases.compactMap { cause in
        let labels = causes.places.flatMap { $0.settings(of: cause).map(\.label) }.uniqued()
        if labels.isEmpty { return nil }
        return Table.Body(
          title: cause.label,
          rows: labels.map { label in
            Table.Row(
              label: label,
              cells: causes.places.map { place in
                guard let found = place.settings(of: cause).first(where: { $0.label == label })
                else { return .none }
                guard found.losses.allSatisfy(\.isFinite) else { return Table.Cell("failed") }
                return Table.Cell(
                  Wording.short(found.mean), range: Wording.shortRange(found.losses))
              })
          })
      })
  }

  /// The page, and its charts where there are measurements.
  ///
  /// - Throws: what a template or a chart throws.
  static func files(
    _ study: PaperStudy, _ causes: CauseStudy?, _ templates: TemplateFolder
  ) throws -> [SiteFile] {
    var files = [
      try templates.file(SiteMap.causes, "causes", CausesPage(study, causes))
    ]
    guard let causes, !causes.places.isEmpty else { return files }
    let charts = CauseCharts(study: causes)
    files += try SiteFile.drawn(
      of: charts.profile, at: SiteMap.image(CauseCharts.profileName), table: charts.profileTable)
    files += try SiteFile.drawn(
      of: charts.smoothing, at: SiteMap.image(CauseCharts.smoothingName),
      table: charts.smoothingTable)
    return files
  }
}
