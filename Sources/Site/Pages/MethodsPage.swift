import Attacks
import Domains
import Experiments
import Learning
import Paper
import Reproducibility

struct MethodsPage {
  struct PanelSettings {
    let id: String
    let title: String
    let settings: [SettingList.Row]
  }

  let frame: PageFrame
  let uses: [String: Bool]
  let panels: [PanelSettings]
  let references: [String]
  let diagrams: [Diagram]

  struct Diagram {
    let id: String
    let picture: Picture
    let pdf: String
    let learner: String
  }

  init(_ study: PaperStudy, _ results: [PanelValues]) {
    frame = PageFrame(of: study, page: SiteMap.methods)
    uses = study.domainNames
    panels = results.map {
      PanelSettings(
        id: $0.panel.id, title: $0.panel.title,
        settings: SettingList($0.panel, study.grid.calibration).settings)
    }
    references = Citation.references(of: MethodsPage.components(results.map(\.panel)))
      .map(\.citation)
    diagrams = LearnerDiagram.all.map {
      Diagram(
        id: $0.id, picture: $0.picture, pdf: "\(SiteMap.image($0.id)).pdf",
        learner: SiteMap.learner($0.learner))
    }
  }

  static func components(_ panels: [Panel]) -> [any Component.Type] {
    panels.flatMap { panel in
      let victims = panel.plan.victims.map { $0.learner as any Component }
      let treatments = panel.series.compactMap { series -> (any Component)? in
        switch series.treatment {
        case .none: nil
        case .attack(let attack, _), .control(let attack, _): attack
        }
      }
      return ([panel.domain, panel.attacked] + victims + treatments).map { type(of: $0) }
    }
  }
}
