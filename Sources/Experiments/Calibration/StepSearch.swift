import Attacks
import Domains
import Learning
import Reproducibility
import Statistics

/// The search for the plain step of Algorithm 1 against one learner: the lowest mean attacked utility over seeds and budgets wins.
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

  /// The search in two rounds: whole powers of ten, then the half powers beside the best of them and the learner's own δ.
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
      Experiment(domain: domain, seed: $0, victims: [learner], freshWeights: freshWeights)
    }
  }

  private func experiments(size: Double) -> [Experiment] {
    untreated.flatMap { base in
      budgets.map { budget in
        var experiment = base
        experiment.treatment = .attack(
          MetaGradientAttack(iterations: iterations, rule: .plain(size: size), checkedEntries: 0),
          on: learner)
        experiment.budget = Budget(features: budget)
        return experiment
      }
    }
  }

  /// What the search found.
  struct Outcome {
    var trials: [Calibration.Trial]
    var size: Double
    /// The share of its gain that the learner loses at each budget with the chosen step.
    var lostShares: [(budget: Double, share: Double)]
  }

  /// Runs what is missing of all attacks; their records are kept like any others, so that a second run resumes.
  func run(_ runner: Runner) async throws -> Outcome {
    let sizes = sizes
    let attacks = sizes.map(experiments)
    try runner.store.prepare()
    let before = try runner.items(untreated)
    let after = try runner.items(attacks.flatMap { $0 })
    let missing = (before + after).filter { !runner.store.contains($0.key) }
    await runner.progress.begin(
      total: before.count + after.count, missing: missing.map { Runner.cost($0.experiment) })
    var known = RecordSummary()
    let clean = try await runner.records(of: before, clean: [:], known: &known)
    let byKey = Dictionary(clean.map { ($0.key, $0) }) { first, _ in first }
    let records = try await runner.records(of: after, clean: byKey, known: &known)
    await runner.progress.end()

    let name = type(of: learner).name
    func mean(_ values: [Double]) -> Double { values.mean ?? .nan }
    func utility(_ record: Record) -> Double {
      mean(record.evaluations[name]?.poisoned.first?.targets ?? [.nan])
    }
    let count = seeds.count * budgets.count
    let outcomes = sizes.indices.map { place in
      mean(records[place * count..<(place + 1) * count].map(utility))
    }
    let best = outcomes.indices.min { outcomes[$0] < outcomes[$1] } ?? 0
    let own = Array(records[best * count..<(best + 1) * count])
    let cleanUtility = mean(clean.map { mean($0.evaluations[name]?.clean.targets ?? [.nan]) })
    let none = mean(
      clean.map { record in record.levels.first { $0.name == "uninformed" }?.targets ?? .nan })
    return Outcome(
      trials: sizes.indices.map {
        Calibration.Trial(
          kind: "plain-step", learner: name, setting: sizes[$0],
          outcome: outcomes[$0].isFinite ? outcomes[$0] : nil, isChosen: $0 == best)
      },
      size: sizes[best],
      lostShares: budgets.map { budget in
        let attacked = mean(own.filter { $0.budget == budget }.map(utility))
        return (budget, (cleanUtility - attacked) / (cleanUtility - none))
      })
  }
}
