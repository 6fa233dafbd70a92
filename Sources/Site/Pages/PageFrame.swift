import Domains
import Experiments
import Reproducibility

/// What stands around the content of every page.
struct PageFrame {
  /// A link of the navigation; `current` says "page" for the page itself, "true" for the group that it belongs to.
  struct Link {
    let href: String
    let label: String
    let current: String?
  }

  /// Something that every reader has to know before any number.
  struct Banner: Equatable {
    let title: String
    let text: String
  }

  let title: String
  let description: String
  let heading: String
  let overview: Link
  let figures: [Link]
  let links: [Link]
  let banners: [Banner]
  let madeBy: String
  let preset: String
  let sources: String

  init(
    of study: Study, page path: String, title: String, heading: String? = nil, description: String
  ) {
    self.title = "\(title) – Poisoning attacks on data-based decisions"
    self.heading = heading ?? title
    self.description = description
    func link(_ href: String, _ label: String, group: [String] = []) -> Link {
      Link(
        href: href, label: label,
        current: href == path ? "page" : group.contains(path) ? "true" : nil)
    }
    overview = link("index.html", "Overview")
    figures = PageFrame.figures(of: study).map { link("figure-\($0).html", $0) }
    links = [
      link(LedgerPage.path, "Ledger"),
      link(ComponentsPage.path, "Learners & attacks", group: ComponentsPage.members(of: study)),
      link("data.html", "Data"), link("methods.html", "Methods"),
      link(CalibrationPage.path, "Calibration"), link("provenance.html", "Provenance"),
      link(VerifyPage.path, "Verify & cite"), link(FormatsPage.path, "Formats"),
      link(PerformancePage.path, "Performance"),
    ]
    banners = PageFrame.banners(of: study)
    madeBy = Release.madeBy
    preset = study.preset.rawValue
    sources = PageFrame.sources(of: study)
  }

  /// The numbers of the study's figures, once each, in order.
  static func figures(of study: Study) -> [String] {
    study.panels.reduce(into: []) { figures, part in
      if !figures.contains(part.panel.figure) { figures.append(part.panel.figure) }
    }
  }

  /// Warnings that stand on every page of a site with made-up sources or with a small preset.
  static func banners(of study: Study) -> [Banner] {
    var banners: [Banner] = []
    if study.pricesAreSimulated == true {
      banners.append(
        Banner(
          title: "Simulated prices",
          text:
            "The portfolio domain uses a made-up market, since no genuine price files were given. Its numbers show how the program works and say nothing about real stocks."
        ))
    }
    if study.citationsAreSimulated == true {
      banners.append(
        Banner(
          title: "Simulated citations",
          text:
            "The matching domain uses a made-up citation graph, since no genuine files were given. Its numbers show how the program works and say nothing about real papers."
        ))
    }
    if study.preset == .quick {
      let seeds = study.panels.map(\.seeds.count).max() ?? 0
      banners.append(
        Banner(
          title: "Quick preset",
          text:
            "Few seeds (\(seeds)), short attacks, few stocks and dates in portfolios, small matchings. It is meant to show in seconds that everything works; for results build the preset “paper”."
        ))
    }
    if study.grid.isCoarse {
      banners.append(
        Banner(
          title: "Coarse grid",
          text:
            "Every panel has its middle budget, its reference budget B* and its largest budget only. The lines between are no more than guides to the eye."
        ))
    }
    return banners
  }

  /// The source files in a few words, with the beginning of their common digest.
  static func sources(of study: Study) -> String {
    let files = SourceRow.all(study.sources)
    guard !files.isEmpty else { return "no source files, all data are generated" }
    let common = Digest(of: files.map(\.digest).joined(separator: "\n"))
    let sources = study.sources
    var kinds: [String] = []
    if let prices = sources.prices {
      let kind = sources.pricesAreSimulated ? "simulated price file" : "price file"
      kinds.append(Wording.counted(prices.sources.count, kind))
    }
    if let citations = sources.citations {
      let kind = sources.citationsAreSimulated ? "simulated citation file" : "citation file"
      kinds.append(Wording.counted(citations.sources.count, kind))
    }
    return
      "\(Wording.joined(kinds)), digest of digests \(String("\(common)".prefix(12)))"
  }
}
