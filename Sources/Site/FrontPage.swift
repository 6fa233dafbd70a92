import Experiments

/// The content of the front page.
struct FrontPage {
  /// A figure in the gallery.
  struct Picture {
    let id: String
    let href: String
    let image: String
    let title: String
    let alternative: String
  }

  /// What was found in a panel.
  struct PanelFindings {
    let id: String
    let href: String
    let title: String
    let budget: String
    let rows: [Finding]
    let sentences: [String]
  }

  let frame: PageFrame
  let headline: Picture?
  let headlineSentences: [String]
  let findings: [PanelFindings]
  let gallery: [Picture]
  let seeds: String
  let pricesAreSimulated: Bool
  let usesPrices: Bool
  let records: String

  init(_ study: Study, _ results: [PanelResults]) {
    frame = PageFrame(
      of: study, page: "index.html", title: "Overview",
      heading: "Can poisoned training data spoil decisions?",
      description:
        "How much utility learners lose that predict in order to decide when their training data are poisoned: figures, numbers and where every number comes from."
    )
    let pictures = results.map(FrontPage.picture)
    headline = pictures.first
    headlineSentences = results.first.map { Finding.all($0).map(\.sentence) } ?? []
    gallery = pictures
    findings = results.map { result in
      let rows = Finding.all(result)
      return PanelFindings(
        id: result.panel.id, href: "figure-\(result.panel.figure).html#panel-\(result.panel.id)",
        title: result.panel.title, budget: result.label(ofBudget: result.middleBudget), rows: rows,
        sentences: rows.map(\.sentence))
    }
    let counts = Set(results.map(\.seeds.count)).sorted()
    seeds = Wording.joined(counts.map { "\($0)" }) + (counts == [1] ? " seed" : " seeds")
    usesPrices = results.contains { $0.isPortfolio }
    pricesAreSimulated = study.sources.pricesAreSimulated && usesPrices
    records = Wording.counted(study.records.count, "record")
  }

  static func picture(_ result: PanelResults) -> Picture {
    Picture(
      id: result.panel.id, href: "figure-\(result.panel.figure).html#panel-\(result.panel.id)",
      image: "figures/\(result.panel.id).svg",
      title: "Figure \(result.panel.id): \(result.panel.title)",
      alternative: FigureChart(results: result).description)
  }
}
