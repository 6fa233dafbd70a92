import Domains
import Experiments
import Learning
import LinearAlgebra
import Reproducibility

/// The search for training length T and rate δ of one learner, by the clean utility at validation
/// instances alone: one rule for every learner.
///
/// Admitted are a rate and a length at which ‖v_t‖ grows by less than 100-fold over the sweep
/// back through the training, on every calibration unit. Of these the highest mean validation
/// utility is sought; the smallest T within 1 % of what the perfect decision gains wins, and of
/// equally short ones the highest utility. If nothing is admitted, what grows least wins.
struct TrainingSearch: Sendable {
  /// The learner; its own training is replaced.
  let learner: any Learner
  let domain: any Domain
  let units: [UInt64]
  /// Initial weights of each unit.
  let draws: Int
  /// Candidates, ascending.
  let rates: [Double]

  /// The growth of ‖v_t‖ from which on a training is not admitted.
  static let growthLimit = 100.0

  /// A rate on a unit, and under which name what is reached is kept.
  private struct Item: Sendable {
    let rate: Double, unit: UInt64, key: Digest
  }

  /// That of its trainings from the same initial weights, as an experiment of the longest one.
  private func key(rate: Double, unit: UInt64, in runner: Runner) throws -> Digest {
    var learner = learner
    learner.training = Training(steps: TrainingCurve.lengths.max() ?? 0, rate: rate)
    let longest = Experiment(
      domain: domain, seed: unit, victims: [Victim(learner)], freshWeights: draws)
    return try runner.keyed([longest])[0].key
  }

  private func curve(rate: Double, unit: UInt64, in laboratory: Laboratory) throws -> TrainingCurve
  {
    let scenarios = try domain.validationScenarios(from: laboratory.sources, seed: unit)
    let samples = try scenarios[0].cleanSamples()
    var stake = 0.0
    for scenario in scenarios {
      let levels = try laboratory.levels(of: scenario, samples)
      func held(_ id: LevelID) -> Double { levels.first { $0.id == id }?.heldOut ?? 0 }
      stake += (held(.perfect) - held(.uninformed)) / Double(scenarios.count)
    }
    var learner = learner
    let levels = try TrainingCurve.lengths.map { length in
      learner.training = Training(steps: length, rate: rate)
      return try level(of: learner, unit, scenarios, samples)
    }
    return TrainingCurve(levels: levels, stake: stake)
  }

  private func level(
    of learner: any Learner, _ unit: UInt64, _ scenarios: [Scenario], _ samples: Samples
  ) throws -> TrainingCurve.Level {
    let trainer = Trainer(learner, in: scenarios[0], samples: samples)
    // Held-out instances of a calibration unit validate; its targets are for attacks alone.
    let validations = try scenarios.map { scenario in
      (
        evaluator: Evaluator(
          learner, in: scenario, outcome: scenario.heldOutOutcome, samples: samples),
        features: try scenario.cleanSamples().heldOutFeatures
      )
    }
    let sweep = Evaluator(
      learner, in: scenarios[0], outcome: scenarios[0].targetOutcome, samples: samples)
    var mean = TrainingCurve.Level()
    for initial in Victim(learner).initialWeights(
      in: scenarios[0], count: draws, seed: unit)
    {
      // A diverging training ends in a solver's error or in numbers that are not finite: neither is
      // an outcome.
      guard let weights = try? trainer.train(from: initial),
        weights.flat.allSatisfy(\.isFinite)
      else { return .failed }
      var level = TrainingCurve.Level(utility: 0, loss: trainer.losses.last)
      for (evaluator, features) in validations {
        let value = try? evaluator.value(
          weights, features: features, statistics: samples.statistics)
        level.utility = level.utility.flatMap { sum in
          value.map { sum + $0 / Double(validations.count) }
        }
      }
      let outer = try? sweep.gradient(
        weights, features: samples.targetFeatures, statistics: samples.statistics)
      let norms = outer.flatMap { try? trainer.sweepNorms($0.weights) }
      level.growth = norms.flatMap { norms in
        guard let last = norms.last, let largest = norms.max(), last > 0 else { return nil }
        return largest / last
      }
      mean.add(level, share: 1 / Double(draws))
    }
    return mean
  }

  /// What a search chose.
  struct Outcome {
    var trials: [Calibration.Trial]
    var steps: Int, rate: Double
    var remarks: [String]
  }

  /// What all trainings reach, by rate and then by unit: what is kept is not trained again.
  private func curves(_ runner: Runner) async throws -> [TrainingCurve] {
    let items = try rates.flatMap { rate in
      try units.map { Item(rate: rate, unit: $0, key: try key(rate: rate, unit: $0, in: runner)) }
    }
    let kept = KeptTrainings(in: runner.store)
    let (known, progress) = (items.map { kept.curve($0.key) }, runner.progress)
    let missing = zip(items, known).filter { $1 == nil }.map(\.0)
    let id = learner.id
    let work = ProgressWork(kind: id.text, cost: 1)
    await progress?.begin(
      total: items.count, missing: missing.map { _ in work }, jobs: runner.jobs)
    var found = try await inParallel(missing, jobs: runner.jobs) { item in
      let start = ContinuousClock.now
      let curve = try curve(rate: item.rate, unit: item.unit, in: runner.laboratory)
      try kept.keep(curve, as: item.key)
      await progress?.finished(
        ProgressStep(
          label: "\(id), rate \(NumberFormat.exact(item.rate)), unit \(item.unit)", part: "",
          work: work, seconds: (ContinuousClock.now - start).seconds))
      return curve
    }[...]
    await progress?.end()
    return known.map { $0 ?? found.removeFirst() }
  }

  /// Tries all rates and lengths.
  ///
  /// - Throws: `CalibrationError.untrainable` if no rate trains.
  func run(_ runner: Runner) async throws -> Outcome {
    let (id, curves) = (learner.id, try await curves(runner))
    var trials: [Calibration.Trial] = []
    var candidates: [Candidate] = []
    for (place, rate) in rates.enumerated() {
      let own = curves[place * units.count..<(place + 1) * units.count]
      for (index, length) in TrainingCurve.lengths.enumerated() {
        var mean = TrainingCurve.Level()
        for curve in own { mean.add(curve.levels[index], share: 1 / Double(units.count)) }
        trials.append(
          Calibration.Trial(
            kind: .training, learner: id, steps: length, setting: rate, outcome: mean.utility,
            loss: mean.loss, growth: mean.growth))
        guard let utility = mean.utility, let growth = mean.growth else { continue }
        candidates.append(
          Candidate(
            trial: trials.count - 1, length: length, rate: rate, utility: utility, growth: growth))
      }
    }
    let stake = curves.prefix(units.count).reduce(0) { $0 + $1.stake } / Double(units.count)
    guard let best = TrainingSearch.winner(candidates, stake: stake) else {
      throw CalibrationError.untrainable(id)
    }
    trials[best.trial].isChosen = true
    var remarks: [String] = []
    if best.growth >= TrainingSearch.growthLimit {
      remarks.append(
        """
        No training of the \(learner.phrase) learner keeps ‖v_t‖ from growing 100-fold; the \
        one that grows least, \(NumberFormat.chosen(best.growth.rounded()))-fold, was taken.
        """)
    }
    return Outcome(trials: trials, steps: best.length, rate: best.rate, remarks: remarks)
  }

  /// A rate and a length, and what they reach.
  struct Candidate {
    var trial, length: Int
    var rate, utility, growth: Double
  }

  /// The candidate that the rule asks for.
  ///
  /// - Parameters:
  ///   - candidates: what trained.
  ///   - stake: what the perfect decision gains over the uninformed one.
  /// - Returns: the candidate; nil without any.
  static func winner(_ candidates: [Candidate], stake: Double) -> Candidate? {
    let admitted = candidates.filter { $0.growth < growthLimit }
    guard let highest = admitted.map(\.utility).max() else {
      return candidates.min { ($0.growth, $0.length) < ($1.growth, $1.length) }
    }
    return admitted.filter { $0.utility >= highest - 0.01 * stake }
      .min { ($0.length, -$0.utility, $0.rate) < ($1.length, -$1.utility, $1.rate) }
  }
}
