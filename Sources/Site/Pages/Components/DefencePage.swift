import Learning
import Paper
import Reproducibility

/// The content of the page of one defence.
struct DefencePage {
  let frame: PageFrame
  let path: String
  let summary: String
  /// Whether a figure has a victim with it.
  let isUsed: Bool
  let references: [Citation]

  init(_ defence: any Defence.Type, _ study: PaperStudy) {
    path = SiteMap.defence(defence.name)
    frame = PageFrame(
      of: study, page: path, title: defence.label,
      description: "\(defence.label): its mathematics, what it may cost, and references.")
    summary = defence.summary
    isUsed = study.panels.lazy.flatMap(\.panel.plan.victims)
      .contains { $0.defence?.name == defence.name }
    references = Citation.all(of: [defence])
  }
}
