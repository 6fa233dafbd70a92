import Domains
import Learning
import LinearAlgebra
import Reproducibility

/// The search for training length T and rate δ of one learner, by the clean utility at validation instances.
///
/// Every rate is trained once, for as long as four times the longest T, and looked at on the way. At one rate T is the smallest
/// length whose utility is within 1 % of that at 4T (the ledger's rule), or the longest one tried if there is none. Of the rates whose
/// T comes within 1 % of the best the one of smallest T wins, and of equally short ones the smallest rate: the farthest from divergence.
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

  private var checkpoints: [Int] { Array(Set(lengths + lengths.map { 4 * $0 })).sorted() }

  /// Mean validation utility at each checkpoint for one rate and seed; nil from where it fails or is no longer finite.
  func curve(rate: Double, seed: UInt64, in laboratory: Laboratory) throws -> [Double?] {
    let scenario = try laboratory.scenario(of: domain, seed: seed)
    let samples = try scenario.cleanSamples()
    var learner = learner
    learner.training = Training(steps: checkpoints.last ?? 0, rate: rate)
    let trainer = Trainer(learner, in: scenario, samples: samples)
    // Held-out instances of a calibration seed validate; its targets are for attacks alone.
    let evaluator = Evaluator(
      learner, in: scenario, outcome: scenario.heldOutOutcome, samples: samples)
    var sums = [Double?](repeating: 0, count: checkpoints.count)
    for draw in 0..<draws {
      var random = SeededGenerator(seed: seed, stream: "victim weights/\(draw)")
      let initial = learner.predictor(in: scenario).initialWeights(using: &random)
      // A diverging training ends in a solver's error or in numbers that are not finite: neither is an outcome.
      do { _ = try trainer.train(from: initial, measuresEnd: false) } catch {
        return checkpoints.map { _ in nil }
      }
      for (index, step) in checkpoints.enumerated() {
        var utility = Double.nan
        let weights = trainer.weights(at: step)
        if weights.flat.allSatisfy(\.isFinite) {
          do {
            utility = try evaluator.value(
              weights, features: samples.heldOutFeatures, statistics: samples.statistics)
          } catch {}
        }
        sums[index] = utility.isFinite ? sums[index].map { $0 + utility / Double(draws) } : nil
      }
    }
    return sums
  }

  /// All rates and lengths, with the chosen one marked.
  ///
  /// - Throws: `CalibrationError.lacks` if no rate trains.
  func trials(in laboratory: Laboratory, jobs: Int) async throws -> [Calibration.Trial] {
    let items = rates.flatMap { rate in seeds.map { (rate: rate, seed: $0) } }
    let curves = try await Runner.inParallel(items, jobs: jobs) {
      try curve(rate: $0.rate, seed: $0.seed, in: laboratory)
    }
    let name = type(of: learner).name
    var trials: [Calibration.Trial] = []
    var candidates: [Candidate] = []
    for (place, rate) in rates.enumerated() {
      let own = curves[place * seeds.count..<(place + 1) * seeds.count]
      var means: [Int: Double] = [:]
      for (index, step) in checkpoints.enumerated() {
        let values = own.compactMap { $0[index] }
        let mean = values.reduce(0, +) / Double(seeds.count)
        if values.count == seeds.count { means[step] = mean }
        trials.append(
          Calibration.Trial(
            kind: "training", learner: name, steps: step, setting: rate, outcome: means[step]))
      }
      let length = lengths.first { length in
        guard let here = means[length], let later = means[4 * length] else { return false }
        return here >= later - 0.01 * later.magnitude
      }
      // Without such a length the longest one stands for the rate.
      guard let chosen = length ?? lengths.last, let utility = means[chosen] else { continue }
      let index = trials.count - checkpoints.count + (checkpoints.firstIndex(of: chosen) ?? 0)
      candidates.append(
        Candidate(trial: index, length: chosen, rate: rate, utility: utility))
    }
    guard let best = TrainingSearch.winner(candidates) else {
      throw CalibrationError.untrainable(name)
    }
    trials[best.trial].isChosen = true
    return trials
  }

  /// The length that a rate needs, and what it reaches.
  struct Candidate {
    var trial: Int
    var length: Int
    var rate: Double
    var utility: Double
  }

  /// Of the candidates within 1 % of the highest utility the shortest; of equally short ones that of smallest rate.
  static func winner(_ candidates: [Candidate]) -> Candidate? {
    guard let highest = candidates.map(\.utility).max() else { return nil }
    let bar = highest - 0.01 * highest.magnitude
    return candidates.filter { $0.utility >= bar }
      .min { ($0.length, $0.rate) < ($1.length, $1.rate) }
  }
}
