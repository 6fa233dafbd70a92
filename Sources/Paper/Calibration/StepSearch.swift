import Attacks
import Domains
import Experiments
import Learning
import Reproducibility
import Statistics

/// The search for the plain step of Algorithm 1 against one learner: the lowest mean attacked
/// utility over seeds and budgets wins.
struct StepSearch: Sendable {
  let learner: any Learner
  let domain: any Domain
  let seeds: [UInt64]
  var budgets: [Double]
  let iterations: Int
  /// Initial weights of each victim.
  let freshWeights: Int
  /// Sizes to be tried; the rule's if nil.
  var candidates: [Double]?

  /// 10^{−4, −3.5, …, 4} and the learner's own δ, ascending.
  var sizes: [Double] {
    candidates ?? Set(StepSearch.halfPowers + [learner.training.rate]).sorted()
  }

  /// 10^{−4, −3.5, …, 4}; those at even places are whole powers.
  private static var halfPowers: [Double] {
    var powers: [Double] = []
    var (whole, half) = (1e-4, 1e-4 * 10.0.squareRoot())
    for _ in 0..<8 {
      powers += [whole, half]
      (whole, half) = (whole * 10, half * 10)
    }
    return (powers + [1e4]).map(rounded)
  }

  /// The search in two rounds: whole powers of ten, then the half powers beside the best of them
  /// and the learner's own δ.
  func runCoarseToFine(_ runner: Runner) async throws -> Outcome {
    let powers = StepSearch.halfPowers
    var search = self
    search.candidates = powers.indices.filter { $0.isMultiple(of: 2) }.map { powers[$0] }
    let coarse = try await search.run(runner)
    let best = powers.firstIndex(of: coarse.size) ?? 0
    let beside = [best - 1, best + 1].filter(powers.indices.contains).map { powers[$0] }
    search.candidates = Set((search.candidates ?? []) + beside + [learner.training.rate]).sorted()
    return try await search.run(runner)
  }

  /// Three significant digits, so that the file shows what was used.
  private static func rounded(_ x: Double) -> Double {
    var (scale, digits) = (1.0, x)
    while digits >= 1000 { (digits, scale) = (digits / 10, scale * 10) }
    while digits < 100 { (digits, scale) = (digits * 10, scale / 10) }
    let whole = digits.rounded()
    return scale >= 1 ? whole * scale : whole / (1 / scale).rounded()
  }

  private var untreated: [Experiment] {
    seeds.map {
      Experiment(domain: domain, seed: $0, victims: [Victim(learner)], freshWeights: freshWeights)
    }
  }

  private func experiments(size: Double) -> [Experiment] {
    untreated.flatMap { base in
      budgets.map { budget in
        var experiment = base
        experiment.treatment = .attack(
          MetaGradientAttack(
            iterations: iterations, rule: .plain, stepSize: size, checkedEntries: 0), on: learner)
        experiment.budget = Budget(features: budget)
        return experiment
      }
    }
  }

  struct Outcome {
    var trials: [Calibration.Trial]
    var size: Double
    /// The share of its gain that the learner loses at each budget with the chosen step.
    var lostShares: [(budget: Double, share: Double)]
  }

  /// Runs what is missing of all attacks; their records are kept like any others, so that a second
  /// run resumes.
  func run(_ runner: Runner) async throws -> Outcome {
    let sizes = sizes
    let before = try runner.keyed(untreated)
    let after = try sizes.map { try runner.keyed(experiments(size: $0)) }
    let study = try await runner.study(of: before + after.flatMap { $0 }, keepsSummary: false)

    let victim = Victim(learner).id
    func mean(_ values: [Double]) -> Double { values.mean ?? .nan }
    func utility(_ item: KeyedExperiment) -> Double {
      mean(study[item.key]?.evaluations[victim]?.poisoned.first?.targets ?? [.nan])
    }
    let outcomes = after.map { mean($0.map(utility)) }
    let best = outcomes.indices.min { outcomes[$0] < outcomes[$1] } ?? 0
    let clean = before.compactMap { study[$0.key] }
    let cleanUtility = mean(clean.map { mean($0.evaluations[victim]?.clean.targets ?? [.nan]) })
    let none = mean(clean.map { $0.level(.uninformed)?.targets ?? .nan })
    return Outcome(
      trials: sizes.indices.map {
        Calibration.Trial(
          kind: .plainStep, learner: learner.id, setting: sizes[$0],
          outcome: outcomes[$0].isFinite ? outcomes[$0] : nil, isChosen: $0 == best)
      },
      size: sizes[best],
      lostShares: budgets.map { budget in
        let own = after[best].filter { $0.experiment.budget.features == budget }
        let attacked = mean(own.map(utility))
        return (budget, (cleanUtility - attacked) / (cleanUtility - none))
      })
  }
}
