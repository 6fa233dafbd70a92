import Attacks
import Experiments
import Learning

/// The content of the page that leads to the pages of learners, attacks and controls.
struct ComponentsPage {
  /// One of these pages.
  struct Entry {
    let href: String
    let name: String
    let summary: String
  }

  static let path = "learners-and-attacks.html"

  let frame: PageFrame
  let learners: [Entry]
  let attacks: [Entry]

  init(_ study: Study) {
    frame = PageFrame(
      of: study, page: ComponentsPage.path, title: "Learners and attacks",
      description:
        "Who is attacked, and by what: a page for each learner, each attack and the controls, with mathematics, options and references."
    )
    learners = ComponentsPage.learners(of: study).compactMap { name in
      LearnerPage.summary(of: name).map {
        Entry(
          href: LearnerPage.path(of: name),
          name: "\(Wording.capitalised(Wording.learner(name))) learner", summary: $0)
      }
    }
    attacks =
      ComponentsPage.attacks(of: study).map { name in
        Entry(
          href: AttackPage.path(of: name), name: Wording.label(ofTreatment: name),
          summary: AttackPage.summary(of: name))
      } + [
        Entry(
          href: ControlsPage.path, name: "Controls",
          summary: "What chance does with the same budget: uniform noise and random signs.")
      ]
  }

  /// The names of the learners that are trained, in order of first use.
  static func learners(of study: Study) -> [String] {
    study.panels.flatMap { $0.panel.plan.victims }.map { type(of: $0).name }.uniqued()
      .filter { LearnerPage.summary(of: $0) != nil }
  }

  /// The names of the attacks that are made, Algorithm 1 first.
  static func attacks(of study: Study) -> [String] {
    var names = study.panels.map { type(of: $0.panel.attack).name }
    names += study.adversaries.map { type(of: $0.adversary.attack).name }
    return [MetaGradientAttack.name, MetaPoison.name].filter(names.contains)
  }

  /// The paths of all these pages.
  static func members(of study: Study) -> [String] {
    learners(of: study).map(LearnerPage.path) + attacks(of: study).map(AttackPage.path)
      + [ControlsPage.path]
  }
}

extension Sequence where Element: Hashable {
  /// Every element once, in order of first appearance.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
