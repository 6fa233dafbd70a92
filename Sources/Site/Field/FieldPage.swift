import Charts
import Learning
import Paper
import Reproducibility
import Statistics

/// The page about the field's learners and defences under poison.
struct FieldPage {
  static let mapName = "field"

  let frame: PageFrame
  let isMeasured: Bool
  let map: Picture?
  let places: [Section]
  let references = [Reference.farhat2023, .tangKhalil2024].map(Citation.init)

  /// One problem.
  struct Section {
    let id: String, label: String, about: String
    /// What was measured there; nil for what was not.
    let learners: Part?, defences: Part?, shares: Part?, attacks: Part?
  }

  /// A table with what follows from it.
  struct Part {
    /// What the headings of its problem and its own are called.
    let place: String, id: String
    let table: Table
    let sentences: [String]
  }

  init(_ study: PaperStudy, _ field: FieldStudy?) {
    frame = PageFrame(of: study, page: SiteMap.field)
    let places = field?.places ?? []
    isMeasured = !places.isEmpty
    map = field.flatMap(FieldPage.map)?.picture
    self.places = places.map(FieldPage.section)
  }

  private static func section(_ place: FieldStudy.Place) -> Section {
    let (tables, sentences) = (FieldTables(place: place), FieldSentences(place))
    func part(_ name: FieldStudy.Part, _ table: Table, _ said: [String]) -> Part? {
      place.cells(name).isEmpty
        ? nil
        : Part(place: place.id, id: "\(place.id)-\(name.rawValue)", table: table, sentences: said)
    }
    return Section(
      id: place.id, label: place.label, about: "\(units(of: place)) \(missing(in: place))",
      learners: part(.learners, tables.byLearner, sentences.learners),
      defences: part(.defences, tables.byDefence, sentences.defences),
      shares: part(.shares, tables.byShare, sentences.shares),
      attacks: part(.attacks, tables.byAttack, sentences.contest))
  }

  /// Which units there are, and where the trainings are from.
  private static func units(of place: FieldStudy.Place) -> String {
    let calibration = English.counted(place.calibrationUnits.count, "calibration unit")
    let budget = "B = \(NumberFormat.chosen(place.budget))"
    let chosen =
      place.choices.allSatisfy { $0.rates.isEmpty }
      ? "rates are those of the report’s calibration"
      : "rates are chosen on \(place.units.isEmpty ? "the same" : calibration)"
    return place.units.isEmpty
      ? "Attacks alone are compared here, on \(calibration), up to twice \(budget); \(chosen)."
      : "\(English.counted(place.units.count, "unit")), \(budget); \(chosen)."
  }

  /// What is left out of the tables, as attacks or victims came to nothing.
  private static func missing(in place: FieldStudy.Place) -> String {
    place.missing == 0
      ? "No attack and no victim came to nothing."
      : """
      \(English.counted(place.missing, "victim")) of \(NumberFormat.grouped(place.planned)), alone \
      or with the attack, came to nothing (a training that diverges, a problem without an answer) \
      and are left out.
      """
  }

  /// Every learner's poison on every learner, problem by problem.
  private struct Map {
    let map: HeatMap
    let table: String

    var picture: Picture {
      Picture(
        FieldPage.mapName, href: "\(SiteMap.field)#map", title: map.title,
        alternative: "Heat map; the file that can be downloaded holds the same numbers.")
    }
  }

  private static func map(_ field: FieldStudy) -> Map? {
    let places = field.places.filter { !$0.cells(.learners).isEmpty }
    guard !places.isEmpty else { return nil }
    var rows = [["problem", "made_for", "victim", "added_regret"]]
    let blocks = places.map { place in
      let tables = FieldTables(place: place)
      let learners = place.choices.map(\.learner)
      return HeatMap.Block(
        place.label,
        columns: learners.map { HeatMap.Column(lines(of: $0), "") },
        rows: learners.map { madeFor in
          HeatMap.Row(
            madeFor.text, "",
            learners.map { victim in
              tables.matrix(madeFor, victim).mean.map { mean in
                rows.append([
                  place.id, madeFor.text, victim.text, NumberFormat.exact(mean),
                ])
                return HeatMap.Cell(mean, isFramed: madeFor == victim)
              }
            })
        })
    }
    let map = HeatMap(
      title: "Who is hurt by whose poison",
      subtitle: "Regret added at the targets, as a share of the best utility; mean over units",
      blocks: blocks, framed: "made for this learner",
      note: "Rows: whom the poison is made for. Columns: who is trained on it.",
      description: """
        Heat map with a row for each learner that a poison is made for and a column for each that \
        is trained on it, in \(English.counted(places.count, "problem")).
        """)
    return Map(map: map, table: SeedTable.text(of: rows))
  }

  /// A learner's name in short lines, one for each of its parts; its label would not fit.
  private static func lines(of learner: LearnerID) -> [String] {
    learner.text.split(separator: "-").map(String.init)
  }

  /// The page, and its heat map where there are measurements.
  ///
  /// - Throws: what a template or the map throws.
  static func files(
    _ study: PaperStudy, _ field: FieldStudy?, _ templates: TemplateFolder
  ) throws -> [SiteFile] {
    let page = try templates.file(SiteMap.field, "field", FieldPage(study, field))
    guard let map = field.flatMap(map) else { return [page] }
    return try [page]
      + SiteFile.drawn(of: map.map, at: SiteMap.image(mapName), table: map.table)
  }
}
