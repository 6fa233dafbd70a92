@testable import Attacks
import Domains
@testable import Experiments
import Learning
import Reproducibility

/// A study whose records were never run: numbers made from a formula, small enough to check by hand.
struct FabricatedStudy {
  var preset = Preset.paper
  var calibration = FabricatedCalibration.calibration
  /// The panels by id; all, and the tables beside them, if nil.
  var panels: [String]?
  var seeds: [UInt64] = [0, 1, 2, 3, 4]
  var sources = SourceData()

  var grid: Grid { Grid(preset, calibration) }

  var study: Study {
    let grid = grid
    return Study(
      grid: grid, panels: grid.panels.filter { panels?.contains($0.id) ?? true }.map(records),
      adversaries: panels == nil ? grid.adversaries.map(records) : [],
      comparisons: panels == nil ? grid.comparisons.map(records) : [], sources: sources)
  }

  /// The records of a panel: the attack halves what is left of utility faster the larger its budget.
  func records(of panel: Panel) -> PanelRecords {
    let largest = panel.plan.budgets.last ?? 1
    return PanelRecords(
      panel: panel, seeds: seeds,
      clean: panel.cleanExperiments(seeds: seeds).map { record($0, largest) },
      treated: panel.cells(seeds: seeds).map {
        PanelRecords.Treated(series: $0.series, record: record($0.experiment, largest))
      })
  }

  func records(of adversary: AdversaryCase) -> AdversaryRecords {
    AdversaryRecords(
      adversary: adversary, clean: seeds.map { record(adversary.cleanExperiment(seed: $0), 1) },
      attacked: seeds.map { record(adversary.attackExperiment(seed: $0), 1) },
      control: seeds.map { record(adversary.controlExperiment(seed: $0), 1) })
  }

  func records(of comparison: LearnerComparison) -> ComparisonRecords {
    ComparisonRecords(
      comparison: comparison, clean: seeds.map { record(comparison.experiment(seed: $0), 1) })
  }

  private func options(_ experiment: Experiment) -> String {
    do { return try experiment.options().canonicalText } catch { return "\(error)" }
  }

  private func description(of domain: any Domain) -> String {
    do { return try Experiment.describe(domain).canonicalText } catch { return "\(error)" }
  }

  private func record(_ experiment: Experiment, _ largestBudget: Double) -> Record {
    let isPortfolio = experiment.domain is PortfolioDomain
    let seed = experiment.seed
    let key = Digest(of: "\(seed) \(options(experiment))")
    var record = Record(
      key: key, options: options(experiment), domain: type(of: experiment.domain).name,
      attack: experiment.attackName, learner: experiment.attackedName, seed: seed,
      budget: experiment.budget.features,
      dataset: Digest(of: "data set \(seed) \(description(of: experiment.domain))"),
      evaluations: [:], levels: [])
    let (none, perfect) = isPortfolio ? (-0.42, -0.06) : (0.35, 6.4)
    // More constraints leave less to gain; 7 are the usual number.
    let constraints = (experiment.domain as? SyntheticDomain)?.constraints ?? 7
    let desiresDecisions = (experiment.domain as? SyntheticDomain)?.desire != nil
    let budget = max(experiment.budget.features, experiment.budget.labels)
    let strength = budget / largestBudget
    // Clean victims are the same whatever is done to the data afterwards.
    var random = SeededGenerator(seed: seed, stream: type(of: experiment.domain).name)
    for learner in experiment.victims {
      let name = type(of: learner).name
      let place = ["two-stage", "decision-focused", "simple-joint"].firstIndex(of: name) ?? -2
      let top =
        none
        + (perfect - none)
        * (0.55 + 0.03 * Double(place) + 0.01 * Double(seed) + 0.02 * Double(7 - constraints))
      func utility(_ level: Double) -> VictimUtility {
        let jitter = 0.004 * (perfect - none)
        let values = (0..<experiment.freshWeights).map { _ in level + jitter * random.normal() }
        return VictimUtility(
          targets: values, heldOut: values.map { $0 - 0.07 * (perfect - none) + 0.2 * (top - $0) },
          distance: desiresDecisions ? values.map { $0 / 4 } : [])
      }
      var evaluation = Record.Evaluation(clean: utility(top))
      switch experiment.treatment {
      case .none:
        evaluation.clean.training = evaluation.clean.targets.map {
          $0 + (name == "decision-regression" ? 0.6 : 0.2)
        }
      case .attack(let attack, let attacked):
        let isAttacked = type(of: attacked).name == name
        let share = (1 - 1 / (1 + 6 * strength)) * (isAttacked ? 1 : 0.8)
        let loss = (top - none) * share * (attack is MetaPoison ? 0.1 : 1)
        evaluation.poisoned = [utility(top - loss - 0.05 * Double(seed % 3) * loss)]
        if attack.initialWeights == .shared, name != "simple-joint" || isAttacked {
          evaluation.sharedClean = VictimUtility(targets: [top], heldOut: [top])
          evaluation.sharedPoisoned = VictimUtility(targets: [none], heldOut: [none])
        }
      case .control(_, let draws):
        evaluation.poisoned = (0..<draws).map { _ in utility(top - 0.03 * strength * (top - none)) }
      }
      record.evaluations[name] = evaluation
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
    case .attack(let attack, let learner):
      record.trace = trace(attack, learner, seed: seed)
      record.certificate = Poison.Certificate(
        indices: [7, 11, 13, 17], differences: [1, 2, 3, 4], gradients: [1, 2, 3, 4],
        largestError: 3.2e-10, reach: budget / Double(4 << seed))
      if let attack = attack as? MetaGradientAttack, attack.comparesFrozenFactors {
        record.certificate?.frozen = Poison.FrozenComparison(
          error: 0.5 + 0.1 * Double(seed), cosine: 0.8, normRatio: 0.6)
      }
    case .control: break
    }
    record.contentDigest = Digest(of: "content \(record.key)")
    return record
  }

  /// Three iterations; the first sweep falls by a tenth over the whole training, for odd seeds by a hundredth.
  private func trace(_ attack: any Attack, _ learner: any Learner, seed: UInt64) -> Poison.Trace {
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
      2 * power(0.1, factor * Double(steps - t) / Double(steps))
    }
    trace.lastSweep = trace.firstSweep
    (trace.census.solves, trace.census.degenerate, trace.census.nearDegenerate) = (400, 0, 3)
    (trace.census.worstResidual, trace.census.smallestMargin) = (2.2e-15, 4.1e-7)
    return trace
  }
}

/// A power of a positive number, from square roots: enough for numbers that are made up.
private func power(_ base: Double, _ exponent: Double) -> Double {
  var (result, root, rest) = (1.0, base, exponent)
  while rest >= 1 { (result, rest) = (result * base, rest - 1) }
  for _ in 0..<40 {
    (root, rest) = (root.squareRoot(), 2 * rest)
    if rest >= 1 { (result, rest) = (result * root, rest - 1) }
  }
  return result
}
