import Differentiation
import Learning
import LinearAlgebra
public import Reproducibility
import Statistics

extension Reference {
  /// The hypothesis that learners are robust whose predictions stay near the labels.
  public static let farhat2023 = Reference(
    key: "farhat2023robustness", authors: ["Farhat, Yehya"],
    title: "On the Robustness of Decision-Focused Learning", venue: "arXiv preprint", year: 2023,
    doi: "10.48550/arXiv.2311.16487")
}

extension FieldMeasurement {
  /// How far the predictions of a problem's learners are from the labels; learners that decide
  /// without predicting have none.
  ///
  /// - Throws: `SolverError` where a decision problem has no answer.
  func closeness(
    _ task: FieldTask, _ learners: [any Learner]
  ) throws -> [FieldStudy.Closeness] {
    try task.units.flatMap { seed in
      let scenario = try runner.laboratory.scenario(of: task.domain, seed: seed)
      let samples = try scenario.cleanSamples()
      return try learners.filter { !type(of: $0).needsInterior }.map { learner in
        let predictor = learner.predictor(in: scenario)
        var random = SeededGenerator(seed: seed, stream: "field/closeness/\(learner.name)")
        let trainer = Trainer(learner, in: scenario, samples: samples)
        trainer.load(samples)
        let errors = try (0..<freshWeights).map { _ in
          let trained = try trainer.train(
            from: predictor.initialWeights(using: &random), measuresEnd: false)
          let found = try FieldMeasurement.predictions(of: predictor, trained, samples)
          return FieldMeasurement.error(of: found, beside: scenario.targetOutcome[0])
        }
        return FieldStudy.Closeness(
          learner: learner.id, seed: seed, error: errors.mean ?? .nan)
      }
    }
  }

  /// The first field that a trained network predicts for the targets.
  private static func predictions(
    of predictor: any Predictor, _ trained: Weights, _ samples: Samples
  ) throws -> Matrix {
    let tape = Tape()
    let predictions = predictor.predictions(
      from: tape.input(samples.targetFeatures), weights: trained.parts.map { tape.input($0) },
      statistics: samples.statistics.map { tape.input($0) })
    try tape.compile(predictions).run()
    return predictions[0].value
  }

  private static func error(of predictions: Matrix, beside labels: Matrix) -> Double {
    var (missed, spread) = (0.0, 0.0)
    for j in 0..<labels.columns {
      let column = (0..<labels.rows).map { labels[$0, j] }
      let mean = column.reduce(0, +) / Double(column.count)
      for (i, label) in column.enumerated() {
        let (miss, deviation) = (predictions[i, j] - label, label - mean)
        (missed, spread) = (missed + miss * miss, spread + deviation * deviation)
      }
    }
    return missed / spread
  }
}
