import Data
import Paper
import Reproducibility

/// What stands around the content of every page.
struct PageFrame {
  /// A link of the navigation; `current` says "page" for the page itself, "true" for the page that
  /// it belongs to.
  struct Link {
    let href: String
    let label: String
    let current: String?
  }

  /// Links under one name.
  struct Group {
    let name: String
    let links: [Link]
    /// Whether the page is one of them.
    let isHere: Bool
  }

  /// Something that every reader has to know before any number.
  struct Banner: Equatable {
    let title: String
    let text: String
  }

  /// What the whole site is called.
  let siteName: String
  let overview: Link
  let groups: [Group]
  let banners: [Banner]
  let madeBy: String
  /// The preset; nil where there is none to choose.
  let preset: String?
  let sources: String
  /// Where it is said how to check the site, and how gradients are checked.
  let verify, checks: String

  init(of study: PaperStudy, page path: String) {
    // That page is written when all is run.
    self.init(
      "Poisoning attacks on data-based decisions", page: path,
      in: SiteMap(study).groups(isWhole: study.progress == nil), sources: study.sources,
      verify: SiteMap.verify, checks: "\(SiteMap.methods)#checks",
      banners: PageFrame.banners(of: study), preset: study.preset.rawValue)
  }

  /// What stands around a page of a site of the given name and navigation.
  init(
    _ siteName: String, page path: String, in groups: [SiteMap.Group], sources: Sources,
    verify: String, checks: String, banners: [Banner] = [], preset: String? = nil
  ) {
    func link(_ entry: SiteMap.Entry) -> Link {
      Link(
        href: entry.href, label: entry.label,
        current: entry.href == path ? "page" : entry.below.contains(path) ? "true" : nil)
    }
    (self.siteName, self.verify, self.checks) = (siteName, verify, checks)
    overview = link(SiteMap.Entry(href: SiteMap.front, label: "Overview"))
    self.groups = groups.map { group in
      let links = group.entries.map(link)
      return Group(
        name: group.name, links: links, isHere: links.contains { $0.current != nil })
    }
    (self.banners, self.preset) = (banners, preset)
    madeBy = Release.madeBy
    self.sources = SourceSummary(sources).text
  }

  /// Warnings that stand on every page of a site with made-up sources or with a small preset.
  static func banners(of study: PaperStudy) -> [Banner] {
    var banners = banners(ofSources: study)
    if let progress = study.progress {
      banners.append(
        Banner(
          title: "Work in progress",
          text:
            "This site grows while its experiments are run: \(progress.text). Pages show the "
            + "seeds and budgets of which everything is known, and change with every further one; "
            + "no verdict is final."))
    }
    if study.preset == .quick {
      let seeds = study.panels.map(\.seeds.count).max() ?? 0
      banners.append(
        Banner(
          title: "Quick preset",
          text:
            "Few seeds (\(seeds)), short attacks, few stocks and dates in portfolios, small "
            + "matchings. It is meant to show in seconds that everything works; for results build "
            + "the preset “paper”."))
    }
    if study.grid.isCoarse {
      banners.append(
        Banner(
          title: "Coarse grid",
          text:
            "Every panel has its reference budget and its largest budget only. "
            + "The lines between are no more than guides to the eye."))
    }
    return banners
  }

  private static func banners(ofSources study: PaperStudy) -> [Banner] {
    SourceFormats.all.filter { format in
      study.sourceKinds.contains(format.kind)
        && study.sources[format.kind]?.isSimulated == true
    }.map { Banner(title: $0.simulationNotice.title, text: $0.simulationNotice.text) }
  }
}

/// The source files of a study in a few words, with the start of their common digest.
struct SourceSummary {
  let text: String

  init(_ sources: Sources) {
    guard !sources.files.isEmpty else {
      text = "no source files, all data are generated"
      return
    }
    let kinds = SourceFormats.all.compactMap { format in
      sources[format.kind].map { source in
        English.counted(
          source.files.count, source.isSimulated ? "simulated \(format.label)" : format.label)
      }
    }
    text =
      "\(English.joined(kinds)), digest of digests "
      + SourceSummary.common(sources.files.map(\.digest))
  }

  /// The start of the digest of all digests, a line each.
  static func common(_ digests: [Digest]) -> String {
    String("\(Digest(of: digests.map(\.description).joined(separator: "\n")))".prefix(12))
  }
}
