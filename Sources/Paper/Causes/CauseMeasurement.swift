import Attacks
import Differentiation
import Domains
public import Experiments
import Foundation
import Learning
import LinearAlgebra
import Reproducibility

/// Measures the causes of failing attacks in a domain, one factor at a time.
///
/// Every attack is an experiment with a record, so that a second run resumes; what is compared at
/// the start of attacks is computed anew.
public struct CauseMeasurement: Sendable {
  /// Runs attacks and keeps their records.
  public let runner: Runner
  /// The iterations of every attack.
  ///
  /// The default is 20.
  public var iterations = 20
  /// What is compared at the start.
  public var plan = PathwiseBias.Plan(smoothings: [1, 3, 10, 30, 100], models: 8, directions: 8)
  /// How many points the profile has.
  ///
  /// The default is 161.
  public var points = 161
  /// Told what is being done.
  public let log: @Sendable (String) -> Void

  /// A measurement.
  public init(runner: Runner, log: @escaping @Sendable (String) -> Void) {
    (self.runner, self.log) = (runner, log)
  }

  /// The domains that are measured: those that have calibrated attacks.
  public static var tasks: [CalibrationTask] { CalibrationTask.all.filter { !$0.attacks.isEmpty } }

  /// Measures one domain.
  ///
  /// - Parameters:
  ///   - task: the domain with its units.
  ///   - calibration: the learner's training and the plain step.
  /// - Returns: what was measured.
  /// - Throws: what an experiment or a solver throws.
  public func measure(
    _ task: CalibrationTask, _ calibration: Calibration
  ) async throws -> CauseStudy.Place {
    let choice = calibration.domain(task.id).choice(DecisionFocused.id)
    let learner = DecisionFocused(training: Training(steps: choice.steps, rate: choice.rate))
    let attacks = attacks(plainStep: choice.attacks[.plain]?.step)
    let units = task.attackUnits.filter {
      (try? runner.laboratory.scenario(of: task.domain, seed: $0)) != nil
    }
    log("\(task.id): \(English.counted(attacks.count, "attack"))")
    let losses = try await losses(attacks.map(\.attack), on: learner, task, units)
    var measured: [CauseStudy.Unit] = []
    var profile: LossProfile?
    for seed in units {
      log("\(task.id): gradients of unit \(seed)")
      let scenario = try runner.laboratory.scenario(of: task.domain, seed: seed)
      let start = Start(scenario, learner, seed: seed, budget: task.reference)
      measured.append(try unit(start))
      if profile == nil { profile = try self.profile(start) }
    }
    guard let profile else { throw CalibrationError.noUnits(task.id) }
    return CauseStudy.Place(
      id: task.id.text, label: task.domain.title, learner: learner.id,
      training: learner.training.phrase, budget: task.reference, iterations: iterations,
      units: measured,
      settings: zip(attacks, losses).map { attack, losses in
        CauseStudy.Setting(
          cause: attack.cause, label: attack.label, value: attack.value, losses: losses)
      }, profile: profile)
  }

  /// An attack with one factor set.
  struct Variant {
    let cause: CauseStudy.Cause
    let label: String
    let value: Double?
    let attack: any Attack
  }

  /// The attacks that are compared; all but the one factor is that of sign steps of a tenth of the
  /// budget, with momentum ½ and two models where an attack has them.
  func attacks(plainStep: Double?) -> [Variant] {
    func smoothed(_ smoothing: Double = 1, models: Int = 2) -> SmoothedAttack {
      SmoothedAttack(
        iterations: iterations, models: models, smoothing: smoothing, checkedEntries: 0)
    }
    func direct(_ rule: some StepRule, _ size: Double, _ factors: FactorRule = .exact)
      -> MetaGradientAttack
    {
      MetaGradientAttack(
        iterations: iterations, rule: rule, stepSize: size, checkedEntries: 0, factors: factors)
    }
    var variants = plan.smoothings.map {
      Variant(
        cause: .kinks, label: "s = \(NumberFormat.chosen($0))", value: $0, attack: smoothed($0))
    }
    for (label, factors) in [("exact", FactorRule.exact), ("frozen", .frozen)] {
      variants += [0.0316, 0.1, 0.316].map { size in
        Variant(
          cause: .derivatives, label: "\(label), step \(NumberFormat.chosen(size)) B", value: size,
          attack: direct(.sign, size, factors))
      }
    }
    if let plainStep {
      variants += [
        Variant(
          cause: .rule, label: "plain, as calibrated", value: nil, attack: direct(.plain, plainStep)
        ),
        Variant(
          cause: .rule, label: "momentum 0.5", value: nil,
          attack: direct(.momentum(0.5), plainStep / 2)),
      ]
    }
    variants += [
      Variant(cause: .rule, label: "sign", value: nil, attack: direct(.sign, 0.1)),
      Variant(
        cause: .rule, label: "sign, momentum 0.5", value: nil,
        attack: direct(.sign(momentum: 0.5), 0.1)),
      Variant(cause: .rule, label: "Adam", value: nil, attack: direct(.adam, 0.1)),
    ]
    variants += [0.01, 0.0316, 0.1, 0.316, 1].map { size in
      Variant(
        cause: .step, label: "\(NumberFormat.chosen(size)) B", value: size,
        attack: direct(.sign, size))
    }
    variants += [1, 2, 8].map { models in
      Variant(
        cause: .weights, label: "fresh, K = \(models)", value: Double(models),
        attack: smoothed(models: models))
    }
    var shared = smoothed()
    shared.initialWeights = .shared
    variants.append(Variant(cause: .weights, label: "one draw", value: nil, attack: shared))
    return variants
  }

  /// By how much each attack lowers the mean utility of fresh victims, per unit.
  private func losses(
    _ attacks: [any Attack], on learner: any Learner, _ task: CalibrationTask, _ units: [UInt64]
  ) async throws -> [[Double]] {
    let victim = Victim(learner)
    let pairs = try await runner.pairs(
      of: attacks.flatMap { attack in
        units.map { seed in
          var cell = Experiment(
            domain: task.domain, seed: seed, victims: [victim], freshWeights: task.freshWeights)
          cell.treatment = .attack(attack, on: learner)
          cell.budget = Budget(features: task.reference)
          return cell
        }
      })
    let losses = pairs.map { pair in
      guard let before = pair.clean?.evaluations[victim.id]?.clean.targets.mean,
        let after = pair.treated?.evaluations[victim.id]?.poisoned.first?.targets.mean
      else { return Double.nan }
      return before - after
    }
    return attacks.indices.map { Array(losses[$0 * units.count..<($0 + 1) * units.count]) }
  }

  // MARK: At the start of attacks

  /// Where gradients are compared.
  private struct Start {
    let scenario: Scenario
    let learner: any Learner
    let seed: UInt64
    let budget: Double
    let perturbation: Matrix
    let random: SeededGenerator

    init(_ scenario: Scenario, _ learner: any Learner, seed: UInt64, budget: Double) {
      (self.scenario, self.learner) = (scenario, learner)
      (self.seed, self.budget) = (seed, budget)
      random = SeededGenerator(seed: seed, stream: "causes")
      let (rows, columns) = scenario.pipeline.perturbationShape
      var draws = random.substream("start")
      let drawn = Matrix(
        rows: rows, columns: columns,
        values: (0..<rows * columns).map { _ in budget * draws.uniform(in: -1...1) })
      perturbation = Budget(features: budget).project(drawn, in: scenario)
    }

    var weights: Weights {
      var draws = random.substream("weights")
      return learner.predictor(in: scenario).initialWeights(using: &draws)
    }
  }

  private func unit(_ start: Start) throws -> CauseStudy.Unit {
    func gradient(_ factors: FactorRule) throws -> (MetaGradient, Matrix) {
      let meta = try MetaGradient(start.scenario, against: start.learner, factors: factors)
      let value = try meta.value(at: start.perturbation, from: [start.weights]).value
      return (meta, value.perturbation)
    }
    let (meta, exact) = try gradient(.exact)
    let (_, frozen) = try gradient(.frozen)
    let scale = exact.largestMagnitude
    let reach =
      scale > 0
      ? try meta.reach(
        at: start.perturbation, from: start.weights, along: (-1 / scale) * exact,
        limit: start.budget) : nil
    let bias = try PathwiseBias(
      plan, start.scenario, of: SmoothedAttack(), against: start.learner, at: start.perturbation,
      step: SmoothedAttack().stepSize * start.budget, using: start.random)
    return CauseStudy.Unit(
      seed: start.seed, reach: reach.map { $0 / start.budget },
      frozenCosine: exact.cosine(to: frozen), bias: bias)
  }

  private func profile(_ start: Start) throws -> LossProfile {
    let step = SmoothedAttack().stepSize * start.budget
    let distances = (0..<points).map { -step + 4 * step * Double($0) / Double(points - 1) }
    return try LossProfile(
      start.scenario, of: SmoothedAttack(), against: start.learner, at: start.perturbation,
      from: start.weights, distances: distances)
  }
}
