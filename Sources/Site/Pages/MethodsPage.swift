import Attacks
import Domains
import Experiments
import Learning
import Reproducibility

/// The content of the page about methods.
struct MethodsPage {
  /// The settings of one panel.
  struct PanelSettings {
    let id: String
    let title: String
    let settings: [SettingList.Setting]
  }

  let frame: PageFrame
  let usesPortfolio: Bool
  let usesMatching: Bool
  let panels: [PanelSettings]
  let references: [String]
  let embedding: String
  let diagrams: [Diagram]

  /// One of Figures 1 to 3.
  struct Diagram {
    let id: String
    let picture: Picture
    let pdf: String
    let learner: String
  }

  init(_ study: Study, _ results: [PanelResults]) {
    frame = PageFrame(
      of: study, page: "methods.html", title: "Methods",
      description:
        "The mathematics in brief: learners, the attack and its exact gradient, checks by replay, victims, controls and statistics, with references."
    )
    usesPortfolio = results.contains { $0.isPortfolio }
    usesMatching = results.contains { $0.isMatching }
    panels = results.map {
      PanelSettings(
        id: $0.panel.id, title: $0.panel.title,
        settings: SettingList($0.panel, study.grid.calibration).settings)
    }
    references = MethodsPage.references(results.map(\.panel)).map(\.citation)
    let domain = results.lazy.compactMap { $0.panel.domain as? PortfolioDomain }.first
    diagrams = LearnerDiagram.all.map {
      Diagram(
        id: $0.id, picture: $0.picture, pdf: "figures/\($0.id).pdf",
        learner: LearnerPage.path(of: $0.learner))
    }
    embedding = "\(domain?.dimensions ?? 0)"
  }

  /// The publications of all components used, once each, by their keys.
  static func references(_ panels: [Experiments.Panel]) -> [Reference] {
    var byKey: [String: Reference] = [:]
    for panel in panels {
      var components: [any Component] = [panel.domain, panel.attack, panel.attacked]
      components += panel.plan.victims as [any Component]
      for series in panel.series {
        switch series.treatment {
        case .none: break
        case .attack(let attack, _): components.append(attack)
        case .control(let control, _): components.append(control)
        }
      }
      for component in components {
        for reference in type(of: component).references { byKey[reference.key] = reference }
      }
    }
    return byKey.values.sorted { $0.key < $1.key }
  }
}
