@testable import Attacks
import Domains
@testable import Experiments
import Learning
import Reproducibility

/// A study whose records were never run: numbers made from a formula, small enough to check by hand.
struct FabricatedStudy {
  var preset = Preset.paper
  /// The panels by id; all if nil.
  var panels: [String]?
  var seeds: [UInt64] = [0, 1, 2, 3, 4]
  var sources = SourceData()

  var study: Study {
    let chosen = preset.panels.filter { panels?.contains($0.id) ?? true }
    return Study(preset: preset, panels: chosen.map(records), sources: sources)
  }

  /// The records of a panel: the attack halves what is left of utility faster the larger its budget.
  func records(of panel: Panel) -> PanelRecords {
    let clean = zip(panel.cleanExperiments(seeds: seeds), seeds).map {
      record($0, panel, seed: $1)
    }
    let treated = panel.treatedExperiments(seeds: seeds).map { record($0, panel, seed: $0.seed) }
    return PanelRecords(panel: panel, seeds: seeds, clean: clean, treated: treated)
  }

  private func record(_ experiment: Experiment, _ panel: Panel, seed: UInt64) -> Record {
    let isPortfolio = panel.budgetsArePrices
    var options = "{}"
    do { options = try experiment.options().canonicalText } catch { options = "\(error)" }
    var record = Record(
      key: Digest(of: "\(experiment.label) \(options)"), options: options,
      domain: type(of: experiment.domain).name, attack: experiment.attackName,
      learner: experiment.attackedName, seed: seed, budget: experiment.budget.features,
      dataset: Digest(of: "data set \(panel.id) \(seed)"), evaluations: [:], levels: [])
    let (none, perfect) = isPortfolio ? (-0.42, -0.06) : (0.35, 6.4)
    var random = SeededGenerator(seed: seed, stream: experiment.label + panel.id)
    for (number, learner) in panel.plan.victims.enumerated() {
      let top =
        none + (perfect - none) * (0.55 + 0.03 * Double(number)) + 0.01 * Double(seed)
        * (perfect - none)
      func utility(_ level: Double) -> VictimUtility {
        let jitter = 0.004 * (perfect - none)
        let values = (0..<experiment.freshWeights).map { _ in level + jitter * random.normal() }
        return VictimUtility(
          targets: values, heldOut: values.map { $0 - 0.07 * (perfect - none) + 0.2 * (top - $0) })
      }
      var evaluation = Record.Evaluation(clean: utility(top))
      let strength = experiment.budget.features / (panel.plan.budgets.last ?? 1)
      switch experiment.treatment {
      case .none: break
      case .attack:
        let loss = (top - none) * (1 - 1 / (1 + 6 * strength)) * (number == 0 ? 1 : 0.8)
        evaluation.poisoned = [utility(top - loss - 0.05 * Double(seed % 3) * loss)]
      case .control(_, let draws):
        evaluation.poisoned = (0..<draws).map { _ in utility(top - 0.03 * strength * (top - none)) }
      }
      record.evaluations[type(of: learner).name] = evaluation
    }
    switch experiment.treatment {
    case .none:
      record.levels = [
        Record.Level(name: "perfect", targets: perfect, heldOut: perfect),
        Record.Level(name: "uninformed", targets: none, heldOut: none),
      ]
      if isPortfolio {
        record.levels.append(
          Record.Level(name: "static", targets: none + 0.15, heldOut: none + 0.15))
      }
    case .attack:
      record.trace = trace(iterations: 3)
      record.certificate = Poison.Certificate(
        indices: [7, 11, 13, 17], differences: [1, 2, 3, 4], gradients: [1, 2, 3, 4],
        largestError: 3.2e-10)
    case .control: break
    }
    record.contentDigest = Digest(of: "content \(record.key)")
    return record
  }

  private func trace(iterations: Int) -> Poison.Trace {
    var trace = Poison.Trace()
    trace.adversaryLoss = Array(repeating: 1, count: iterations)
    trace.trainingLoss = trace.adversaryLoss
    trace.gradientNorm = trace.adversaryLoss
    trace.step = trace.adversaryLoss
    trace.backwardSmallest = Array(repeating: 0.25, count: iterations)
    trace.backwardLargest = Array(repeating: 4, count: iterations)
    trace.roundMargin = Array(repeating: 0, count: iterations)
    (trace.census.solves, trace.census.degenerate, trace.census.nearDegenerate) = (400, 0, 3)
    (trace.census.worstResidual, trace.census.smallestMargin) = (2.2e-15, 4.1e-7)
    return trace
  }
}
