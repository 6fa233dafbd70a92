import Attacks
import Learning
import Paper
import Reproducibility

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
    func entry(_ component: any Component.Type, at href: String) -> Entry {
      Entry(href: href, name: component.label, summary: component.summary)
    }
    let map = SiteMap(study)
    learners = map.learners.map { entry($0, at: SiteMap.learner($0.id)) }
    let controls = Entry(
      href: SiteMap.controls, name: "Controls",
      summary: "What chance does with the same budget: uniform noise and random signs.")
    attacks = map.attacks.map { entry($0, at: SiteMap.attack($0.id)) } + [controls]
    defences = map.defences.map { entry($0, at: SiteMap.defence($0.name)) }
    hasDefences = !defences.isEmpty
  }
}
