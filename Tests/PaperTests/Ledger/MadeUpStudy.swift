import Attacks
import Domains
@testable import Experiments
import Foundation
import Learning
import Reproducibility

@testable import Paper

/// A study whose records were never run: the facts that a test states, and nothing else going on.
///
/// Unless a fact says otherwise the uninformed decision has utility 0, every clean victim 1 and the
/// perfect decision 2, and no attack or control costs anything: a loss in utility is also a share
/// of the gain. There are five seeds. A spread of σ puts them σ below to σ above the mean,
/// evenly, so that the 95 % interval of the mean is the mean ± 0.98 σ. All records are made here.
struct MadeUpStudy {
  /// What is done to the data of a panel.
  enum Treatment: Hashable {
    /// The panel's attack, and all of its variants that have no losses of their own.
    case attack
    /// A form of it.
    case variant(AttackVariant)
    /// The attack with one draw of initial weights, on victims that share it.
    case sharedWeights
    /// The attack from another random starting point, the second, third or fourth.
    case start(Int)
    case noise, signs
    /// The attack on victims with a defence that the attacker does not know, or knows.
    case unaware, aware
  }

  /// Numbers with a mean and a spread over seeds.
  struct Amount {
    /// One per budget, ascending, or one for all budgets.
    var means: [Double]
    var spread = 0.0
    /// How far a seed's victims lie apart, from one draw of initial weights to the next.
    ///
    /// τ, two standard errors of the loss in a cell, is 1.4 times that with five draws and 1.2
    /// times with three. The order turns round from budget to budget, so that τ of the difference
    /// between neighbours is twice that.
    var scatter = 0.0

    /// The value of a seed at the budget of an index.
    func value(seed: UInt64, budget: Int = 0) -> Double {
      means[means.count == 1 ? 0 : budget] + spread * (Double(seed) - 2) / 2
    }
  }

  /// Of whom a loss is known; of all seeds if none is named.
  struct Loss: Hashable {
    var panel: String, victim: VictimID, treatment: Treatment
    var seed: UInt64?
  }

  /// A victim, or a learner of the comparison, in one panel.
  struct Place: Hashable {
    var panel: String, victim: VictimID
  }

  /// How regression on decisions differs from the simple joint learner on data of one size.
  struct Comparison {
    var utility = Amount(means: [0]), gap = Amount(means: [0])
    /// Whether all records have utilities in training.
    var isComplete = true
  }

  static let seeds: [UInt64] = [0, 1, 2, 3, 4]

  var preset = Preset.full
  var isCoarse = false
  var calibration = MadeUpStudy.calibration
  var losses: [Loss: Amount] = [:]
  var gains: [Place: Amount] = [:]
  /// log₁₀ of the range of ‖v_t‖ over a sweep, by panel.
  var ranges: [String: Amount] = [:]
  /// What an iteration costs against each learner.
  var costs: [IterationCost] = []
  /// Comparisons by size; nil where it was not run.
  var comparisons: [String: Comparison]? = ["small": Comparison(), "large": Comparison()]
  /// Victims that cannot start from the attack's weights.
  var otherShapes: Set<Place> = []
  /// Panels that were not run, those whose last seed has no treated records, and those without
  /// traces.
  var missing: Set<String> = [], interrupted: Set<String> = [], untraced: Set<String> = []

  /// The study with the given panels.
  func study(of panels: [String]) -> PaperStudy {
    let grid = Grid(preset, calibration, isCoarse: isCoarse)
    let wanted = Set(panels).subtracting(missing)
    return PaperStudy(
      grid: grid,
      panels: grid.panels.filter { wanted.contains($0.id) }.map(records),
      comparisons: grid.comparisons.compactMap(records), sources: [:], costs: costs)
  }

  // MARK: Records

  private func records(of panel: Panel) -> PanelRecords {
    let isInterrupted = interrupted.contains(panel.id)
    let all = panel.series
    return PanelRecords(panel: panel, seeds: MadeUpStudy.seeds) { experiment, name in
      let seed = experiment.seed
      guard let series = all.first(where: { $0.name == name }) else {
        return clean(panel, seed: seed)
      }
      if isInterrupted && seed == MadeUpStudy.seeds.last { return nil }
      return record(panel, series, seed: seed, budget: experiment.budget.features)
    }
  }

  private func clean(_ panel: Panel, seed: UInt64) -> Record {
    var record = empty("\(panel.id) clean", seed: seed, budget: 0)
    record.levels = [
      Record.Level(id: .perfect, targets: 2, heldOut: 2),
      Record.Level(id: .uninformed, targets: 0, heldOut: 0),
    ]
    for victim in panel.plan.victims.map(\.id) {
      record.evaluations[victim] = evaluation(panel, victim, seed)
    }
    return record
  }

  private func record(
    _ panel: Panel, _ series: Panel.Series, seed: UInt64, budget: Double
  ) -> Record {
    var record = empty("\(panel.id) \(series.name)", seed: seed, budget: budget)
    let treatment = MadeUpStudy.treatment(series, of: panel)
    let index = panel.plan.budgets.firstIndex(of: budget) ?? 0
    for victim in panel.plan.victims.map(\.id) {
      let amount = loss(panel.id, victim, treatment, seed)
      let loss = amount.value(seed: seed, budget: index)
      var evaluation = evaluation(panel, victim, seed)
      let clean = evaluation.clean.targets
      let middle = Double(clean.count - 1) / 2
      let scatter = index.isMultiple(of: 2) ? amount.scatter : -amount.scatter
      evaluation.poisoned = [
        utility(
          clean.indices.map { clean[$0] - loss + scatter * (Double($0) - middle) })
      ]
      let place = Place(panel: panel.id, victim: victim)
      if treatment == .sharedWeights, !otherShapes.contains(place) {
        evaluation.sharedClean = utility([clean[0]])
        evaluation.sharedPoisoned = [utility([clean[0] - loss])]
      }
      record.evaluations[series.victims.id(of: victim)] = evaluation
    }
    if case .attack = series.treatment, !untraced.contains(panel.id) {
      record.trace = trace(panel.id, seed: seed)
    }
    return record
  }

  private func records(of comparison: LearnerComparison) -> ComparisonRecords? {
    guard let facts = comparisons?[comparison.size] else { return nil }
    let clean = MadeUpStudy.seeds.map { seed in
      var record = empty("comparison \(comparison.size)", seed: seed, budget: 0)
      func learn(_ victim: VictimID, _ targets: Double, gap: Double) {
        var utility = utility([targets])
        let isLacking = !facts.isComplete && seed == MadeUpStudy.seeds.last
        utility.training = isLacking ? [] : [targets + gap]
        record.evaluations[victim] = Record.Evaluation(clean: utility)
      }
      learn(.simpleJoint, 1, gap: 0.2)
      learn(
        VictimID(DecisionRegression.name), 1 + facts.utility.value(seed: seed),
        gap: 0.2 + facts.gap.value(seed: seed))
      return record
    }
    return ComparisonRecords(comparison: comparison, clean: clean)
  }

  private func empty(_ name: String, seed: UInt64, budget: Double) -> Record {
    Record(
      key: Digest(of: "\(name), \(seed), \(budget)"), options: "", domain: DomainID(""), seed: seed,
      budget: Budget(features: budget), dataset: Digest(of: ""))
  }

  private func evaluation(
    _ panel: Panel, _ victim: VictimID, _ seed: UInt64
  ) -> Record.Evaluation {
    let gain = gains[Place(panel: panel.id, victim: victim)] ?? Amount(means: [1])
    let value = gain.value(seed: seed)
    return Record.Evaluation(
      clean: utility(Array(repeating: value, count: panel.plan.freshWeights)))
  }

  private func utility(_ targets: [Double]) -> VictimUtility {
    VictimUtility(targets: targets, heldOut: targets)
  }

  /// Three iterations with one range of ‖v_t‖, and one that strays.
  private func trace(_ panel: String, seed: UInt64) -> Poison.Trace {
    let range = pow(10, (ranges[panel] ?? Amount(means: [1])).value(seed: seed))
    var trace = Poison.Trace()
    trace.backwardSmallest = [0.5, 0.5, 0.5, 1e-9]
    trace.backwardLargest = [0.5 * range, 0.5 * range, 0.5 * range, 1]
    return trace
  }

  // MARK: What facts say

  private func loss(
    _ panel: String, _ victim: VictimID, _ treatment: Treatment, _ seed: UInt64
  ) -> Amount {
    let nothing = Amount(means: [0])
    var candidates = [treatment]
    if treatment != .noise && treatment != .signs { candidates.append(.attack) }
    for treatment in candidates {
      for seed in [seed, nil] {
        let key = Loss(panel: panel, victim: victim, treatment: treatment, seed: seed)
        if let amount = losses[key] { return amount }
      }
    }
    return nothing
  }

  /// Which treatment a series is.
  private static func treatment(_ series: Panel.Series, of panel: Panel) -> Treatment {
    if series.isControl { return series.name.hasPrefix(UniformNoise.name) ? .noise : .signs }
    if series.knownDefence != nil { return .aware }
    if series.victims.defence != nil { return .unaware }
    let attack = panel.attack.name
    let variant = AttackVariant.allCases.first { $0 != .own && series.name == attack + $0.rawValue }
    if let variant { return .variant(variant) }
    return switch series.name {
    case attack + VictimWeights.suffix: .sharedWeights
    default: series.repetition > 0 ? .start(series.repetition + 1) : .attack
    }
  }

  private static let calibration: Calibration = {
    let setting = Calibration.AttackSetting(step: 1, smoothing: 10)
    let learner = Calibration.LearnerChoice(
      steps: 20, rate: 0.1,
      attacks: Dictionary(uniqueKeysWithValues: AttackMethod.allCases.map { ($0, setting) }))
    let choice = Calibration.DomainChoice(
      learners: Dictionary(
        uniqueKeysWithValues: [
          TwoStage.id, DecisionFocused.id, SimpleJoint.id, DecisionRegression.id,
        ].map { ($0, learner) }))
    return Calibration(domains: [
      SyntheticDomain.id: choice, PortfolioDomain.id: choice, MatchingDomain.id: choice,
      Calibration.pairID: choice, Calibration.noPriorID: choice,
    ])
  }()
}
