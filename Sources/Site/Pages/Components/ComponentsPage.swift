import Attacks
import Learning
import Paper

/// The content of the page that leads to the pages of learners, attacks, controls and defences.
struct ComponentsPage {
  /// One of these pages.
  struct Entry {
    let href: String
    let name: String
    let summary: String
  }

  let frame: PageFrame
  let learners: [Entry]
  let attacks: [Entry]
  let defences: [Entry]
  let hasDefences: Bool

  init(_ study: PaperStudy) {
    frame = PageFrame(of: study, page: SiteMap.components)
    let map = SiteMap(study)
    learners = map.learners.map {
      Entry(href: SiteMap.learner($0.id), name: $0.label, summary: $0.summary)
    }
    let controls = Entry(
      href: SiteMap.controls, name: "Controls",
      summary: "What chance does with the same budget: uniform noise and random signs.")
    attacks =
      map.attacks.map {
        Entry(href: SiteMap.attack($0.id), name: $0.label, summary: $0.summary)
      } + [controls]
    defences = map.defences.map {
      Entry(href: SiteMap.defence($0.name), name: $0.label, summary: $0.summary)
    }
    hasDefences = !defences.isEmpty
  }
}
