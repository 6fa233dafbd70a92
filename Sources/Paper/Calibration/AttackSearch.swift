import Attacks
import Domains
import Experiments
import Learning
import Reproducibility
import Statistics

/// The search for the settings of one attack on one learner: the lowest mean attacked utility over
/// calibration units wins.
///
/// Nine values of the one step parameter, half decades apart, are tried for half the iterations at
/// the reference budget, the best two again for all of them, there and at the largest budget. If
/// the best of the nine is the first or the last, two more are tried beyond it, once. A smoothed
/// attack first chooses its factor, with a step in the middle.
struct AttackSearch: Sendable {
  let method: AttackMethod
  let learner: any Learner
  let domain: any Domain
  let units: [UInt64]
  /// Iterations of Algorithm 1, craft steps and models of MetaPoison, as in the grid.
  let iterations: Int, craftSteps: Int, models: Int
  /// The middle one of the nine steps.
  let middle: Double
  let reference: Double, largest: Double
  /// Initial weights of each victim.
  let freshWeights: Int

  /// The factors of a surrogate's curvature to choose from.
  static let factors = [1.0, 3, 10, 30]

  struct Outcome {
    var setting: Calibration.AttackSetting
    var trials: [Calibration.Trial]
    var remarks: [String] = []
  }

  /// Runs what is missing of all attacks; their records are kept like any others, so that a second
  /// run resumes.
  func run(_ runner: Runner) async throws -> Outcome {
    var trials: [Calibration.Trial] = []
    var remarks: [String] = []
    var smoothing: Double?
    if method == .smoothed {
      let factors = AttackSearch.factors
      let outcomes = try await outcomes(
        factors.map { .init(step: middle, smoothing: $0) }, runner, iterations: iterations / 2,
        budgets: [reference])
      let best = AttackSearch.lowest(outcomes)
      smoothing = factors[best]
      trials += factors.indices.map {
        trial(.smoothing, factors[$0], outcomes[$0], isChosen: $0 == best)
      }
    }
    var powers = Array(-4...4)
    var steps = powers.map { step(halfDecades: $0) }
    func settings(_ steps: [Double]) -> [Calibration.AttackSetting] {
      steps.map { Calibration.AttackSetting(step: $0, smoothing: smoothing) }
    }
    var found = try await outcomes(
      settings(steps), runner, iterations: iterations / 2, budgets: [reference])
    let edge = AttackSearch.lowest(found)
    if edge == 0 || edge == steps.count - 1 {
      let more = edge == 0 ? [powers[0] - 2, powers[0] - 1] : [powers[8] + 1, powers[8] + 2]
      let further = try await outcomes(
        settings(more.map { step(halfDecades: $0) }), runner, iterations: iterations / 2,
        budgets: [reference])
      (powers, found) =
        edge == 0 ? (more + powers, further + found) : (powers + more, found + further)
      steps = powers.map { step(halfDecades: $0) }
    }
    let best = AttackSearch.lowest(found)
    if best == 0 || best == steps.count - 1 {
      remarks.append(
        """
        The best step of the \(method.label) against the \(learner.phrase) learner, \
        \(NumberFormat.chosen(steps[best])), is the \(best == 0 ? "smallest" : "largest") tried.
        """)
    }
    trials += zip(steps, found).map { self.trial(.step, $0, $1) }
    func rank(_ index: Int) -> (Double, Int) { (found[index] ?? .infinity, index) }
    let succeeding = found.indices.filter { found[$0] != nil }
    let order = succeeding.sorted { rank($0) < rank($1) }
    guard !order.isEmpty else { throw CalibrationError.unattackable(method.label, learner.id) }
    let finalists = Array(order.prefix(2))
    let finals = try await outcomes(
      settings(finalists.map { steps[$0] }), runner, iterations: iterations,
      budgets: reference == largest ? [reference] : [reference, largest])
    let winner = AttackSearch.lowest(finals)
    trials += finalists.indices.map {
      trial(.final, steps[finalists[$0]], finals[$0], isChosen: $0 == winner)
    }
    return Outcome(
      setting: Calibration.AttackSetting(step: steps[finalists[winner]], smoothing: smoothing),
      trials: trials, remarks: remarks)
  }

  /// The step so many half decades from the middle one, of three significant digits, so that the
  /// file shows what was used.
  func step(halfDecades power: Int) -> Double {
    var value = middle
    for _ in 0..<abs(power) / 2 { value = power < 0 ? value / 10 : value * 10 }
    if !power.isMultiple(of: 2) { value = power < 0 ? value / 3.16 : value * 3.16 }
    return AttackSearch.rounded(value)
  }

  private static func rounded(_ x: Double) -> Double {
    var (scale, digits) = (1.0, x)
    while digits >= 1000 { (digits, scale) = (digits / 10, scale * 10) }
    while digits < 100 { (digits, scale) = (digits * 10, scale / 10) }
    let whole = digits.rounded()
    return scale >= 1 ? whole * scale : whole / (1 / scale).rounded()
  }

  /// The place of the lowest outcome; failures are none.
  private static func lowest(_ outcomes: [Double?]) -> Int {
    func rank(_ index: Int) -> (Double, Int) { (outcomes[index] ?? .infinity, index) }
    return outcomes.indices.min { rank($0) < rank($1) } ?? 0
  }

  private func trial(
    _ kind: Calibration.Trial.Kind, _ setting: Double, _ outcome: Double?, isChosen: Bool = false
  ) -> Calibration.Trial {
    Calibration.Trial(
      kind: kind, learner: learner.id, attack: method, setting: setting, outcome: outcome,
      isChosen: isChosen)
  }

  /// The attack with a setting.
  private func attack(_ setting: Calibration.AttackSetting, iterations: Int) -> any Attack {
    method.attack(
      setting, iterations: iterations,
      craftSteps: max(1, craftSteps * iterations / self.iterations),
      models: models, checkedEntries: 0)
  }

  /// The mean attacked utility of each setting over units and budgets; nil where one failed.
  private func outcomes(
    _ settings: [Calibration.AttackSetting], _ runner: Runner, iterations: Int, budgets: [Double]
  ) async throws -> [Double?] {
    let items = try settings.map { setting in
      try runner.keyed(
        units.flatMap { unit in
          budgets.map { budget in
            var experiment = Experiment(
              domain: domain, seed: unit, victims: [Victim(learner)], freshWeights: freshWeights)
            experiment.treatment = .attack(
              attack(setting, iterations: iterations), on: learner)
            experiment.budget = Budget(features: budget)
            return experiment
          }
        })
    }
    let untreated = try runner.keyed(
      units.map {
        Experiment(
          domain: domain, seed: $0, victims: [Victim(learner)], freshWeights: freshWeights)
      })
    let study = try await runner.attempts(of: untreated + items.flatMap { $0 })
    let victim = Victim(learner).id
    return items.map { own in
      var values: [Double] = []
      for item in own {
        guard let value = study[item.key]?.evaluations[victim]?.poisoned.first?.targets.mean,
          value.isFinite
        else { return nil }
        values.append(value)
      }
      return values.mean
    }
  }
}

extension AttackMethod {
  /// The attack with a setting.
  func attack(
    _ setting: Calibration.AttackSetting, iterations: Int, craftSteps: Int, models: Int,
    checkedEntries: Int
  ) -> any Attack {
    switch self {
    case .plain:
      return MetaGradientAttack(
        iterations: iterations, rule: .plain, stepSize: setting.step,
        checkedEntries: checkedEntries)
    case .sign:
      return MetaGradientAttack(
        iterations: iterations, rule: .sign, stepSize: setting.step,
        checkedEntries: checkedEntries)
    case .smoothed:
      return SmoothedAttack(
        iterations: iterations, stepSize: setting.step, smoothing: setting.smoothing ?? 1,
        checkedEntries: checkedEntries)
    case .metaPoison, .strongMetaPoison:
      var attack =
        self == .metaPoison
        ? MetaPoison.published(models: models, craftSteps: craftSteps)
        : .strong(models: models, craftSteps: craftSteps)
      (attack.rate, attack.checkedEntries) = (setting.step, checkedEntries)
      return attack
    }
  }
}
