import Attacks
import Data
import Domains
@testable import Experiments
import Foundation
import Learning
@testable import Paper
import Reproducibility
import Synchronization

/// A study whose records were never run: numbers made from a formula, small enough to check by
/// hand.
struct FabricatedStudy {
  var preset = Preset.paper
  var calibration = FabricatedCalibration.calibration
  /// The panels by id; all, and the tables beside them, if nil.
  var panels: [String]?
  /// Those that are run on Citeseer in place of Cora.
  var onCiteseer: Set<String> = []
  var seeds: [UInt64] = [0, 1, 2, 3, 4]
  var sources = Sources()
  /// What iterations cost, and where that was measured.
  var costs: [IterationCost] = []
  var costFile: PaperStudy.CostFile?

  var grid: Grid { Grid(preset, calibration) }

  var study: PaperStudy {
    let grid = grid
    var study = PaperStudy(
      grid: grid,
      panels: grid.panels.filter { panels?.contains($0.id) ?? true }.map(made),
      adversaries: panels == nil ? grid.adversaries.map { records(of: $0, largestBudget: 1) } : [],
      comparisons: panels == nil ? grid.comparisons.map(records) : [], sources: sources,
      costs: costs)
    study.costFile = costFile
    return study
  }

  /// What tells one panel of a grid from another, where its settings are the usual ones.
  private struct Made: Hashable {
    let preset: Preset, panel: String
    let isOnCiteseer: Bool
    let seeds: [UInt64]
  }

  private static let known = Mutex<[Made: PanelRecords]>([:])

  /// The records of a panel of the grid; made once, as tests share most of them.
  private func made(_ panel: Panel) -> PanelRecords {
    guard calibration == FabricatedCalibration.calibration else {
      return records(of: moved(panel))
    }
    let key = Made(
      preset: preset, panel: panel.id, isOnCiteseer: onCiteseer.contains(panel.id), seeds: seeds)
    if let records = Self.known.withLock({ $0[key] }) { return records }
    let records = records(of: moved(panel))
    Self.known.withLock { $0[key] = records }
    return records
  }

  /// The panel, on Citeseer if that is asked for.
  private func moved(_ panel: Panel) -> Panel {
    guard onCiteseer.contains(panel.id), var domain = panel.domain as? MatchingDomain else {
      return panel
    }
    var panel = panel
    domain.graph = .citeseer
    panel.domain = domain
    return panel
  }

  /// The records of a panel: the attack halves what is left of utility faster the larger its
  /// budget.
  func records(of panel: Panel) -> PanelRecords {
    records(of: panel, largestBudget: panel.plan.budgets.last ?? 1)
  }

  private func records(of panel: Panel, largestBudget largest: Double) -> PanelRecords {
    PanelRecords(panel: panel, seeds: seeds) { experiment, _ in
      FabricatedRecord(of: experiment, largestBudget: largest).record
    }
  }

  func records(of comparison: LearnerComparison) -> ComparisonRecords {
    ComparisonRecords(
      comparison: comparison,
      clean: seeds.map {
        FabricatedRecord(of: comparison.experiment(seed: $0), largestBudget: 1).record
      })
  }
}

/// A record of the formula.
///
/// Utility lies between the uninformed and the perfect decision. A clean victim gets 0.55 of the
/// way, 0.03 more or less by learner and 0.01 more per seed; an attack at a share s of the largest
/// budget takes 1 − 1/(1 + 6s) of that (from other victims 0.8 of it; MetaPoison a tenth),
/// controls 0.03s. Initial weights add a little noise.
struct FabricatedRecord {
  private(set) var record: Record
  private let experiment: Experiment
  private let strength: Double
  private let none: Double, perfect: Double

  init(of experiment: Experiment, largestBudget: Double) {
    self.experiment = experiment
    (none, perfect) = experiment.domain is PortfolioDomain ? (-0.42, -0.06) : (0.35, 6.4)
    strength = max(experiment.budget.features, experiment.budget.labels) / largestBudget
    let (seed, options) = (experiment.seed, FabricatedRecord.text { try experiment.options() })
    let description = FabricatedRecord.text {
      try JSONValue(encoding: ComponentDescription(experiment.domain))
    }
    record = Record(
      key: Digest(of: "\(seed) \(options)"), options: options,
      domain: DomainID(experiment.domain.name),
      attack: experiment.attack.map { AttackID($0.name) }, learner: experiment.attacked?.id,
      seed: seed, budget: experiment.budget,
      dataset: Digest(of: "data set \(seed) \(description)"))
    for victim in experiment.victims { record.evaluations[victim.id] = evaluation(of: victim) }
    switch experiment.treatment {
    case .none: record.levels = levels
    case .attack(let attack, let learner): note(attack, on: learner)
    case .control: break
    }
    record.contentDigest = Digest(of: "content \(record.key)")
  }

  private static func text(_ document: () throws -> JSONValue) -> String {
    do { return try document().canonicalText } catch { return "\(error)" }
  }

  private var levels: [Record.Level] {
    var levels = [
      Record.Level(id: .perfect, targets: perfect, heldOut: perfect),
      Record.Level(id: .uninformed, targets: none, heldOut: none),
    ]
    if experiment.domain is PortfolioDomain {
      levels.append(Record.Level(id: .static, targets: none + 0.15, heldOut: none + 0.15))
    }
    return levels
  }

  private func evaluation(of victim: Victim) -> Record.Evaluation {
    let (seed, learner) = (experiment.seed, victim.learner)
    // More constraints leave less to gain; 7 are the usual number.
    let synthetic = experiment.domain as? SyntheticDomain
    let constraints = synthetic?.constraints ?? 7
    let places = [TwoStage.id, DecisionFocused.id, SimpleJoint.id]
    let place = places.firstIndex(of: learner.id) ?? -2
    let top =
      none
      + (perfect - none)
      * (0.55 + 0.03 * Double(place) + 0.01 * Double(seed) + 0.02 * Double(7 - constraints))
    // Clean victims are the same whatever is done to the data afterwards.
    var random = SeededGenerator(
      seed: seed, stream: "\(experiment.domain.name) \(learner.name)")
    func utility(_ level: Double) -> VictimUtility {
      let jitter = 0.004 * (perfect - none)
      let values = (0..<experiment.freshWeights).map { _ in level + jitter * random.normal() }
      return VictimUtility(
        targets: values, heldOut: values.map { $0 - 0.07 * (perfect - none) + 0.2 * (top - $0) },
        distance: synthetic?.desire == nil ? [] : values.map { $0 / 4 })
    }
    var evaluation = Record.Evaluation(clean: utility(top))
    switch experiment.treatment {
    case .none:
      let gap = learner.id == DecisionRegression.id ? 0.6 : 0.2
      evaluation.clean.training = evaluation.clean.targets.map { $0 + gap }
    case .attack(let attack, let attacked):
      let isAttacked = attacked.id == learner.id
      let share = (1 - 1 / (1 + 6 * strength)) * (isAttacked ? 1 : 0.8)
      let loss = (top - none) * share * (attack is MetaPoison ? 0.1 : 1)
      evaluation.poisoned = [utility(top - loss - 0.05 * Double(seed % 3) * loss)]
      if attack.initialWeights == .shared, learner.id != SimpleJoint.id || isAttacked {
        evaluation.sharedClean = VictimUtility(targets: [top], heldOut: [top])
        evaluation.sharedPoisoned = [VictimUtility(targets: [none], heldOut: [none])]
      }
    case .control(_, let draws):
      evaluation.poisoned = (0..<draws).map { _ in utility(top - 0.03 * strength * (top - none)) }
    }
    return evaluation
  }

  private mutating func note(_ attack: any Attack, on learner: any Learner) {
    record.trace = FabricatedRecord.trace(attack, learner, seed: experiment.seed)
    let budget = max(experiment.budget.features, experiment.budget.labels)
    var certificate = Poison.Certificate(
      indices: [7, 11, 13, 17], differences: [1, 2, 3, 4], gradients: [1, 2, 3, 4],
      largestError: 3.2e-10, reach: budget / Double(4 << experiment.seed))
    if (attack as? MetaGradientAttack)?.comparesFrozenFactors == true {
      certificate.frozen = Poison.FrozenComparison(
        error: 0.5 + 0.1 * Double(experiment.seed), cosine: 0.8, normRatio: 0.6)
    }
    record.certificate = certificate
  }

  /// Three iterations; the first sweep falls by a tenth over the whole training, for odd seeds by a
  /// hundredth.
  private static func trace(
    _ attack: any Attack, _ learner: any Learner, seed: UInt64
  ) -> Poison.Trace {
    var trace = Poison.Trace()
    let iterations = 3
    trace.adversaryLoss = Array(repeating: 1, count: iterations)
    trace.trainingLoss = trace.adversaryLoss
    trace.gradientNorm = trace.adversaryLoss
    trace.step = trace.adversaryLoss
    trace.backwardSmallest = Array(repeating: 0.25, count: iterations)
    trace.backwardLargest = Array(repeating: 4, count: iterations)
    trace.roundMargin = Array(repeating: 0, count: iterations)
    let steps = (attack as? MetaPoison)?.unrolledSteps ?? learner.training.steps
    let factor = seed.isMultiple(of: 2) ? 1.0 : 2.0
    trace.firstSweep = (0...steps).map { t in
      2 * pow(0.1, factor * Double(steps - t) / Double(steps))
    }
    trace.lastSweep = trace.firstSweep
    (trace.census.solves, trace.census.degenerate, trace.census.nearDegenerate) = (400, 0, 3)
    (trace.census.worstResidual, trace.census.smallestMargin) = (2.2e-15, 4.1e-7)
    return trace
  }
}
