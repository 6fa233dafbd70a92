import Learning
import Reproducibility

/// One training run of a learner: what an attack iteration on it is compared with.
enum TrainingRun {
  /// The ending of the names of these benchmarks.
  static let suffix = "-training"

  /// The benchmark that belongs to the iteration of the given name.
  static func benchmark(
    _ iteration: String,
    _ prepare: @escaping @Sendable () throws -> (scenario: Scenario, learner: any Learner)
  ) -> Benchmark {
    Benchmark(
      name: iteration + suffix,
      pairings: [
        .init(peer: nil) {
          let (scenario, learner) = try prepare()
          let trainer = Trainer(learner, in: scenario, samples: try scenario.cleanSamples())
          var random = SeededGenerator(seed: 1, stream: "benchmarks/training")
          let weights = learner.predictor(in: scenario).initialWeights(using: &random)
          return Workload(gflop: 0) { _ = try trainer.train(from: weights, measuresEnd: false) }
        }
      ])
  }

  /// A sentence for every iteration that was measured beside its training run.
  static func comparisons(_ seconds: [String: Double]) -> [String] {
    seconds.keys.filter { $0.hasSuffix(suffix) }.sorted().compactMap { name in
      let iteration = String(name.dropLast(suffix.count))
      guard let whole = seconds[iteration], let training = seconds[name] else { return nil }
      let ratio = NumberFormat.significant(whole / training)
      return "\(iteration): an attack iteration takes \(ratio) times as long as a training run."
    }
  }
}
