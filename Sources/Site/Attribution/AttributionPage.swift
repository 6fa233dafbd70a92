import Charts
import Learning
import Paper
import Reproducibility

/// The page about what moved decisions: the meta-gradient read by an auditor.
struct AttributionPage {
  let frame: PageFrame
  let isMeasured: Bool
  let chart: Picture?
  /// Where promises hold, and where they do not.
  let summary: String
  let places: [Section]

  /// What was found of one learner in one domain.
  struct Section {
    let id: String, label: String
    let about: String
    let rankings: [Ranking]
  }

  /// What was found of instances or numbers.
  struct Ranking {
    /// What its section and its caption are called.
    let place: String, id: String
    let caption: String
    let sentence: String
    let rows: [Row]
  }

  struct Row {
    let name: String, promised: String, found: String
  }

  init(_ study: PaperStudy, _ attribution: AttributionStudy?) {
    frame = PageFrame(of: study, page: SiteMap.attribution)
    let found = attribution.flatMap { $0.places.isEmpty ? nil : $0 }
    isMeasured = found != nil
    chart = found.map { AttributionChart(study: $0).picture }
    summary = AttributionPage.summary(found?.places ?? [])
    places = found?.places.map(Section.init) ?? []
  }

  private static func summary(_ places: [AttributionStudy.Place]) -> String {
    let all = places.flatMap { place in
      [place.instances, place.numbers].map { (place: place, ranking: $0) }
    }
    let failing = all.filter { !$0.ranking.isTrusted }.map { place, ranking in
      "\(ranking.noun) (\(place.label.lowercased()), \(place.learner.phrase) learner)"
    }
    let held = """
      In \(all.count - failing.count) of \(all.count) rankings the order of what was found agrees \
      with that of what was promised
      """
    return failing.isEmpty ? "\(held)." : "\(held); not for \(English.joined(failing))."
  }

  /// The page, and its chart where something was measured.
  ///
  /// - Throws: what a template or a chart throws.
  static func files(
    _ study: PaperStudy, _ attribution: AttributionStudy?, _ templates: TemplateFolder
  ) throws -> [SiteFile] {
    let page = try templates.file(
      SiteMap.attribution, "attribution", AttributionPage(study, attribution))
    guard let attribution, !attribution.places.isEmpty else { return [page] }
    let chart = AttributionChart(study: attribution)
    return [page]
      + (try SiteFile.drawn(
        of: chart.chart, at: SiteMap.image(AttributionChart.name), table: chart.table))
  }
}

extension AttributionPage.Section {
  init(_ place: AttributionStudy.Place) {
    id = "\(place.id)-\(place.learner)"
    label = "\(place.label): \(place.learner.phrase) learner"
    about = """
      Calibration unit \(place.unit), \(place.training); mean utility at the targets \
      \(Wording.short(place.utility)).
      """
    rankings = [("instances", place.instances), ("numbers", place.numbers)].map { kind, ranking in
      AttributionPage.Ranking(ranking, of: "\(place.id)-\(place.learner)", kind)
    }
  }
}

extension AttributionPage.Ranking {
  init(_ ranking: AttributionStudy.Ranking, of place: String, _ kind: String) {
    (self.place, id) = (place, "\(place)-\(kind)")
    caption = "The \(ranking.noun) of largest promise: change of the mean utility without each"
    sentence = AttributionPage.Ranking.sentence(ranking)
    rows = ranking.largest.map {
      AttributionPage.Row(
        name: $0.name, promised: Wording.short($0.promised), found: Wording.short($0.found))
    }
  }

  /// Whether what was found follows what was promised.
  private static func sentence(_ ranking: AttributionStudy.Ranking) -> String {
    let items = ranking.largest + ranking.drawn
    let tried = """
      Of \(NumberFormat.grouped(ranking.count)) \(ranking.noun) the \(ranking.largest.count) of \
      largest promise and \(ranking.drawn.count) drawn ones were left out, one at a time: \
      \(ranking.meaning).
      """
    guard let agreement = ranking.agreement else {
      return "\(tried) They are too few, or too much alike, to be put into an order."
    }
    let verdict =
      ranking.isTrusted
      ? "The order of what was found agrees with that of what was promised"
      : "The order of what was found does not agree with that of what was promised"
    let correlation = NumberFormat.fixed(agreement.value, decimals: 2, typographic: true)
    let signs = items.count { $0.promised.sign == $0.found.sign }
    return """
      \(tried) \(verdict) (rank correlation \(correlation); \(signs) of \(items.count) changes \
      have the promised sign).
      """
  }
}

/// What was found beside what was promised.
struct AttributionChart {
  static let name = "attribution"

  let study: AttributionStudy

  private static let title = "What was found, beside what was promised"

  var chart: Chart {
    Chart(
      title: AttributionChart.title,
      subtitle: "Changes of the mean utility at the targets when one thing is left out",
      plots: study.places.flatMap { place in
        [place.instances, place.numbers].map { plot(place, $0) }
      },
      note: "Points in the order of what was promised. On the thin line both are equal.",
      description: """
        Line charts, two for each domain and learner: the change that a training without \
        something finds, against the change that the meta-gradient promises, for training \
        instances and for numbers of the source data.
        """)
  }

  var picture: Picture {
    Picture(
      AttributionChart.name, href: "\(SiteMap.attribution)#picture",
      title: AttributionChart.title, alternative: chart.description)
  }

  private func plot(_ place: AttributionStudy.Place, _ ranking: AttributionStudy.Ranking) -> Plot {
    let items = (ranking.largest + ranking.drawn).sorted { $0.promised < $1.promised }
    let ends = [items.first, items.last].compactMap(\.self).map(\.promised).uniqued()
    return Plot(
      title: "\(place.label): \(place.learner.phrase), \(ranking.noun)",
      horizontal: .linear(label: "Promised"), vertical: VerticalAxis(label: "Found"),
      series: [
        Series(
          label: "Found", role: .attack(1),
          points: items.map { Series.Point(x: $0.promised, mean: $0.found) }),
        Series(
          label: "As promised", role: .level, emphasis: .light,
          points: ends.map { Series.Point(x: $0, mean: $0) }),
      ])
  }

  /// The numbers behind the chart.
  var table: String {
    SeedTable.text(
      of: [["place", "learner", "unit", "kind", "name", "is_drawn", "promised", "found"]]
        + study.places.flatMap { place in
          [place.instances, place.numbers].flatMap { ranking in
            [(ranking.largest, "0"), (ranking.drawn, "1")].flatMap { items, isDrawn in
              items.map {
                [
                  place.id, place.learner.text, "\(place.unit)", ranking.noun, $0.name, isDrawn,
                  NumberFormat.exact($0.promised), NumberFormat.exact($0.found),
                ]
              }
            }
          }
        })
  }
}
