import Paper
import Reproducibility

/// The content of the page that shows what poisons look like.
struct PoisonPage {
  struct Section {
    let anchor: String
    let heading: String
    /// Which attack, victim, units and budgets.
    let setting: String
    let panelLink: String
    let panelName: String
    /// What the study or the store lacks; nil where nothing is missing.
    let absence: String?
    let plates: [Plate]
    let findings: [String]
    let detections: Table
  }

  struct Plate {
    let picture: Picture
    let caption: String
    let sentences: [String]
    let rowHead: String
    let table: Table
  }

  let frame: PageFrame
  /// What there is to say of all domains, or that there is nothing.
  let summary: String
  let overall: Picture?
  let sections: [Section]
  /// What domains of the study are not shown, in a sentence; nil where all are.
  let unseen: String?
  let mostRows: String
  let columns: [(name: String, meaning: String)]

  init(_ study: PaperStudy, _ views: [PoisonView]) {
    frame = PageFrame(of: study, page: SiteMap.poisons)
    summary =
      DetectionSentences.summary(views)
      ?? "No poison of this study is at hand: the page is made from the files of the poisons, "
      + "which are stored when a study is run."
    overall = views.isEmpty ? nil : DetectionPlate(views: views).picture
    sections = views.map(PoisonPage.section)
    let missing = PoisonGallery.panels.filter { id in
      !views.contains { $0.portrait.panel == id }
    }
    unseen =
      views.isEmpty || missing.isEmpty
      ? nil
      : "Not shown, because this study has no stored poison of it: "
        + English.joined(missing.map { "panel \($0)" }) + "."
    mostRows = NumberFormat.grouped(PoisonGallery.mostRows)
    columns = DetectionPlate.columns
  }

  private static func section(_ view: PoisonView) -> Section {
    let (portrait, results) = (view.portrait, view.results)
    let seeds = portrait.seeds.map { "\($0)" }
    let budgets = portrait.budgets.map { results.label(ofBudget: $0) }
    let units =
      seeds.count > 6
      ? "\(seeds.count) seeds, \(seeds[0]) to \(seeds[seeds.count - 1])"
      : (seeds.count == 1 ? "seed " : "seeds ") + English.joined(seeds)
    return Section(
      anchor: view.domain, heading: English.capitalised(view.place),
      setting: """
        \(results.panel.title): \(results.panel.attack.phrase), made for the \
        \(results.phrase(of: results.attacked)) learner. Budgets: \(English.joined(budgets)). \
        Units: \(units); the first one is shown closely. Of each unit \
        \(portrait.rows) \(portrait.row)s with \
        \(English.counted(portrait.columns, portrait.column)) each are tested.
        """,
      panelLink: SiteMap.chart(portrait.panel), panelName: portrait.panel,
      absence: absence(view), plates: PoisonPlate.all(view).map(plate),
      findings: DetectionSentences(view: view).all, detections: DetectionPlate.table(view))
  }

  /// What is missing, and why.
  static func absence(_ view: PoisonView) -> String? {
    var parts: [String] = []
    let count = view.portrait.budgets.count
    if count < 3 {
      let there = view.results.panel.plan.budgets.count
      parts.append(
        "This study has poisons of only \(English.counted(there, "budget")) here.")
    }
    if !view.portrait.missing.isEmpty {
      let seeds = view.portrait.missing.map { "\($0)" }
      parts.append(
        "No poison is stored of \(English.counted(seeds.count, "unit")): "
          + "\(seeds.count == 1 ? "seed" : "seeds") \(English.joined(seeds)).")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private static func plate(_ plate: PoisonPlate) -> Plate {
    Plate(
      picture: plate.picture, caption: plate.caption, sentences: plate.sentences,
      rowHead: plate.rowHead, table: plate.table)
  }
}
