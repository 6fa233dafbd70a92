import Attacks
@testable import Experiments
import Learning
import Paper
import Reproducibility
import Testing

/// Numbers that can be checked in the head: two seeds, two initial weights, two draws.
enum SmallPanel {
  static let attack = MetaGradientAttack.name
  static let noise = UniformNoise.name

  /// Clean 4 and 6, attacked 1 and 2 unless others are given, uniform noise 3 and 5, random signs 4
  /// and 6 (no loss); without the attack's record of the second seed unless complete.
  static func values(
    attacked: [Double] = [1, 2], isComplete: Bool = true
  ) throws -> PanelValues {
    let grid = Grid(.quick, FabricatedCalibration.calibration)
    var panel = try #require(grid.panels.first { $0.id == "5a" })
    (panel.plan.budgets, panel.plan.referenceBudget) = ([0.5], 0.5)
    let clean = [4.0, 6]
    return PanelValues(
      PanelRecords(panel: panel, seeds: [0, 1]) { experiment, series in
        let index = Int(experiment.seed)
        let poisoned: [Double] =
          switch series {
          case attack: [attacked[index]]
          case noise: [[2, 4], [4, 6]][index]
          case nil: []
          default: [clean[index], clean[index]]
          }
        if series == attack && !isComplete && index == 1 { return nil }
        return record(experiment, clean[index], poisoned)
      })
  }

  private static func record(
    _ experiment: Experiment, _ clean: Double, _ poisoned: [Double]
  ) -> Record {
    func utility(_ x: Double) -> VictimUtility {
      VictimUtility(targets: [x - 0.5, x + 0.5], heldOut: [x - 1, x])
    }
    let name = experiment.attack?.name ?? "clean"
    var record = Record(
      key: Digest(of: "\(experiment.seed) \(name)"), options: "{}",
      domain: DomainID(experiment.domain.name), attack: experiment.attack.map { AttackID($0.name) },
      seed: experiment.seed, budget: experiment.budget, dataset: Digest(of: "\(experiment.seed)"))
    for victim in experiment.victims {
      record.evaluations[victim.id] = Record.Evaluation(
        clean: utility(clean), poisoned: poisoned.map(utility))
    }
    if experiment.isUntreated {
      record.levels = [Record.Level(id: .uninformed, targets: 1, heldOut: 1)]
    }
    return record
  }
}
