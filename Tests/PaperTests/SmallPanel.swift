import Attacks
import Data
import Domains
import Experiments
import ExperimentsSupport
import Learning
import TestSupport

@testable import Paper

extension Plan {
  /// The quick plan, made smaller.
  static var tiny: Plan {
    var plan = Preset.quick.synthetic(instances: 100, .example)
    plan.twoStage.training.steps = 10
    plan.decisionFocused.training.steps = 5
    plan.simpleJoint.training.steps = 5
    (plan.budgets, plan.seeds, plan.freshWeights, plan.draws) = ([0.2, 0.5], [0, 1], 2, 2)
    (plan.iterations, plan.referenceBudget) = (2, 0.5)
    return plan
  }
}

extension Panel {
  /// A synthetic panel that takes a fraction of a second.
  static func tiny(
    id: String = "5a", spending: Spending = .features, constraints: Int = 3
  ) -> Panel {
    let plan = Plan.tiny
    var domain = SyntheticDomain.tiny
    domain.constraints = constraints
    var panel = Panel(
      id: id, title: "tiny", domain: domain, attack: plan.signAttack(on: plan.twoStage),
      attacked: plan.twoStage, plan: plan)
    panel.spending = spending
    if id.contains("-") {
      panel.variation = Panel.Variation(
        label: "Number of constraints", noun: "constraints", value: constraints)
    }
    return panel
  }
}

extension Runner {
  /// The records of panels of the quick grid, each laid out by panel.
  func records(of panels: [Panel]) async throws -> [PanelRecords] {
    let selection = try Selection(Grid(.quick, .example), panels: panels, on: [:])
    return PaperStudy(selection, try await study(of: selection.items)).panels
  }
}
