import Attacks
import Data
import Domains
import Experiments
import Learning
import TestSupport

@testable import Paper

extension SyntheticDomain {
  /// A size that takes a fraction of a second.
  static var tiny: SyntheticDomain {
    var domain = SyntheticDomain(instances: 24, constraints: 3)
    (domain.targets, domain.heldOut, domain.hidden) = (8, 6, 4)
    return domain
  }
}

extension Plan {
  /// The quick plan, made smaller.
  static var tiny: Plan {
    var plan = Preset.quick.synthetic(instances: 100, .example)
    plan.twoStage.training.steps = 10
    plan.decisionFocused.training.steps = 5
    plan.simpleJoint.training.steps = 5
    (plan.budgets, plan.seeds, plan.freshWeights, plan.draws) = ([0.2, 0.5], [0, 1], 2, 2)
    (plan.iterations, plan.middleBudget) = (2, 0.5)
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
    return panel
  }
}

extension Runner {
  /// A runner that keeps records below a directory, which it keeps in turn.
  init(in directory: TemporaryDirectory, telling tally: Tally = Tally()) {
    self.init(
      store: RecordStore(root: directory.url), laboratory: Laboratory(sources: [:]), jobs: 2,
      progress: KeepingProgress(directory: directory, tally: tally))
  }

  /// The records of panels of the quick grid, each laid out by panel.
  func records(of panels: [Panel]) async throws -> [PanelRecords] {
    let selection = try Selection(Grid(.quick, .example), panels: panels, on: [:])
    return PaperStudy(selection, try await study(of: selection.items)).panels
  }
}
