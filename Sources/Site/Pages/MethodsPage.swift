import Attacks
import Domains
import Experiments
import Learning
import Paper
import Reproducibility

struct MethodsPage {
  let frame: PageFrame
  let uses: [String: Bool]
  let panels: [(id: String, title: String, settings: [SettingList.Row])]
  let references: [Citation]
  let diagrams: [Picture]

  init(_ study: PaperStudy, _ results: [PanelValues]) {
    frame = PageFrame(of: study, page: SiteMap.methods)
    uses = study.domainNames
    panels = results.map {
      ($0.panel.id, $0.panel.title, SettingList($0.panel, study.grid.calibration).settings)
    }
    references = Citation.references(of: MethodsPage.components(results.map(\.panel)))
      .map(Citation.init)
    diagrams = LearnerDiagram.all.map(\.picture)
  }

  static func components(_ panels: [Panel]) -> [any Component.Type] {
    panels.flatMap { panel in
      let victims = panel.plan.victims.map { $0.learner as any Component }
      let treatments = panel.series.compactMap { $0.treatment.attack as (any Component)? }
      return ([panel.domain, panel.attacked] + victims + treatments).map { type(of: $0) }
    }
  }
}
