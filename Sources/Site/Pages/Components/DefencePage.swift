import Learning
import Paper
import Reproducibility

/// The content of the page of one defence.
struct DefencePage {
  let frame: PageFrame
  let title, heading, description: String
  let summary: String
  /// Whether a figure has a victim with it.
  let isUsed: Bool
  let references: [Citation]

  init(_ defence: any Defence.Type, _ study: PaperStudy) {
    frame = PageFrame(of: study, page: SiteMap.defence(defence.name))
    (title, heading) = (defence.label, defence.label)
    description = "\(title): its mathematics, what it may cost, and references."
    summary = defence.summary
    isUsed = study.panels.lazy.flatMap(\.panel.plan.victims)
      .contains { $0.defence?.name == defence.name }
    references = Citation.all(of: [defence])
  }
}
