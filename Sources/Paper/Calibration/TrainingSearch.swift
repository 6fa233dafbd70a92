import Domains
import Experiments
import Learning
import LinearAlgebra
import Reproducibility

/// The search for training length T and rate δ of one learner, by the clean utility at validation
/// instances.
///
/// Every rate is trained once, for as long as four times the longest T, and looked at on the way.
/// At one rate T is the smallest length whose utility is within 1 % of that at 4T (the ledger's
/// rule), or the longest one tried if there is none. Of the rates whose T comes within 1 % of the
/// best the one of smallest T wins, and of equally short ones the smallest rate: the farthest from
/// divergence.
///
/// Where levels lie far from zero 1 % of the utility may be much of what learning gains, and
/// training may lower what validates: such a domain has the other criterion.
struct TrainingSearch: Sendable {
  /// The learner; its own training is replaced.
  let learner: any Learner
  let domain: any Domain
  let seeds: [UInt64]
  /// Initial weights of each seed.
  let draws: Int
  /// Candidates, ascending.
  let rates: [Double]
  let lengths: [Int]
  let criterion: Criterion

  /// What decides.
  enum Criterion: Sendable {
    /// The clean utility at validation instances, the ledger's rule.
    case validation
    /// The learner's own loss after the longest training: for a domain where validation would
    /// choose not to train at all.
    case trainingLoss
  }

  private var checkpoints: [Int] { Array(Set(lengths + lengths.map { 4 * $0 })).sorted() }

  /// What one training reaches at a checkpoint; nil from where it fails or is no longer finite.
  struct Level: Sendable {
    var utility: Double? = 0, loss: Double? = 0

    /// Adds a share of a further training's numbers.
    mutating func add(utility: Double?, loss: Double?, share: Double) {
      self.utility = Level.sum(self.utility, utility, share)
      self.loss = Level.sum(self.loss, loss, share)
    }

    private static func sum(_ sum: Double?, _ value: Double?, _ share: Double) -> Double? {
      guard let sum, let value, value.isFinite else { return nil }
      return sum + share * value
    }
  }

  /// Mean validation utility and training loss at each checkpoint for one rate and seed.
  func curve(rate: Double, seed: UInt64, in laboratory: Laboratory) throws -> [Level] {
    let scenarios = try domain.validationScenarios(from: laboratory.sources, seed: seed)
    let samples = try scenarios[0].cleanSamples()
    var learner = learner
    learner.training = Training(steps: checkpoints.last ?? 0, rate: rate)
    let fixed = learner
    let trainer = Trainer(fixed, in: scenarios[0], samples: samples)
    // Held-out instances of a calibration seed validate; its targets are for attacks alone.
    let validations = try scenarios.map { scenario in
      (
        evaluator: Evaluator(
          fixed, in: scenario, outcome: scenario.heldOutOutcome, samples: samples),
        features: try scenario.cleanSamples().heldOutFeatures
      )
    }
    var levels = [Level](repeating: Level(), count: checkpoints.count)
    let starts = Victim(fixed).initialWeights(in: scenarios[0], count: draws, seed: seed)
    for initial in starts {
      // A diverging training ends in a solver's error or in numbers that are not finite: neither is
      // an outcome.
      do { _ = try trainer.train(from: initial) } catch {
        return checkpoints.map { _ in Level(utility: nil, loss: nil) }
      }
      for (index, step) in checkpoints.enumerated() {
        let weights = trainer.weights(at: step)
        var utility: Double? = weights.flat.allSatisfy(\.isFinite) ? 0 : nil
        for (evaluator, features) in validations where utility != nil {
          do {
            let value = try evaluator.value(
              weights, features: features, statistics: samples.statistics)
            utility = utility.map { $0 + value / Double(validations.count) }
          } catch { utility = nil }
        }
        levels[index].add(utility: utility, loss: trainer.losses[step], share: 1 / Double(draws))
      }
    }
    return levels
  }

  /// All rates and lengths, with the chosen one marked.
  ///
  /// - Throws: `CalibrationError.untrainable` if no rate trains.
  func trials(
    in laboratory: Laboratory, jobs: Int, progress: (any ProgressReport)? = nil
  ) async throws -> [Calibration.Trial] {
    let items = rates.flatMap { rate in seeds.map { (rate: rate, seed: $0) } }
    let id = learner.id
    let work = ProgressWork(kind: id.text, cost: 1)
    await progress?.begin(total: items.count, missing: items.map { _ in work }, jobs: jobs)
    let curves = try await inParallel(items, jobs: jobs) { rate, seed in
      let start = ContinuousClock.now
      let curve = try curve(rate: rate, seed: seed, in: laboratory)
      await progress?.finished(
        ProgressStep(
          label: "\(id), rate \(NumberFormat.exact(rate)), seed \(seed)", part: "", work: work,
          seconds: (ContinuousClock.now - start).seconds))
      return curve
    }
    await progress?.end()
    var trials: [Calibration.Trial] = []
    var candidates: [Candidate] = []
    for (place, rate) in rates.enumerated() {
      var means: [Int: Level] = [:]
      for (index, step) in checkpoints.enumerated() {
        var mean = Level()
        for own in curves[place * seeds.count..<(place + 1) * seeds.count] {
          mean.add(
            utility: own[index].utility, loss: own[index].loss, share: 1 / Double(seeds.count))
        }
        means[step] = mean
        trials.append(
          Calibration.Trial(
            kind: .training, learner: id, steps: step, setting: rate, outcome: mean.utility,
            loss: mean.loss))
      }
      guard let length = length(means), let utility = means[length]?.utility,
        let loss = means[length]?.loss
      else { continue }
      let index = trials.count - checkpoints.count + (checkpoints.firstIndex(of: length) ?? 0)
      candidates.append(
        Candidate(trial: index, length: length, rate: rate, utility: utility, loss: loss))
    }
    guard let best = TrainingSearch.winner(candidates, criterion) else {
      throw CalibrationError.untrainable(id)
    }
    trials[best.trial].isChosen = true
    return trials
  }

  /// The length that a rate needs: the longest one where none is enough, and where the training
  /// loss decides.
  private func length(_ means: [Int: Level]) -> Int? {
    if criterion == .trainingLoss { return lengths.last }
    let enough = lengths.first { length in
      guard let here = means[length]?.utility, let later = means[4 * length]?.utility else {
        return false
      }
      return here >= later - TrainingSearch.tolerance(of: later)
    }
    return enough ?? lengths.last
  }

  /// 1 % of a utility.
  private static func tolerance(of utility: Double) -> Double { 0.01 * utility.magnitude }

  /// The length that a rate needs, and what it reaches.
  struct Candidate {
    var trial, length: Int
    var rate, utility, loss: Double
  }

  /// The candidate that the criterion asks for.
  ///
  /// By validation: of those near the highest utility the shortest, of equally short ones that of
  /// smallest rate. By training loss: that of lowest loss.
  static func winner(_ candidates: [Candidate], _ criterion: Criterion) -> Candidate? {
    switch criterion {
    case .trainingLoss: return candidates.min { $0.loss < $1.loss }
    case .validation:
      guard let highest = candidates.map(\.utility).max() else { return nil }
      return candidates.filter { $0.utility >= highest - tolerance(of: highest) }
        .min { ($0.length, $0.rate) < ($1.length, $1.rate) }
    }
  }
}
