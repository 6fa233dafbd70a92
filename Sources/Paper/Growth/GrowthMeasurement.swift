import Attacks
import Domains
import Experiments
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import Statistics

/// Times attack iterations on small synthetic data, one size varied at a time, each size doubling.
public struct GrowthMeasurement: Sendable {
  /// The seed of the data.
  private static let seed: UInt64 = 100
  /// How often each is timed, for the median.
  public var repetitions = 5
  /// By how much every size is divided, to try the program out.
  public var thinning = 1

  /// A measurement.
  public init(repetitions: Int = 5, thinning: Int = 1) {
    precondition(repetitions >= 1 && thinning >= 1)
    (self.repetitions, self.thinning) = (repetitions, thinning)
  }

  /// One attack iteration's sizes.
  private struct Sizes: Sendable {
    var instances = 250, steps = 40, hidden = 16, variables = 10
  }

  private static var variations: [(name: String, values: [Int], path: WritableKeyPath<Sizes, Int>)]
  {
    [
      ("training instances", [125, 250, 500, 1000], \.instances),
      ("training steps", [10, 20, 40, 80], \.steps), ("hidden units", [8, 16, 32, 64], \.hidden),
      ("decision variables", [5, 10, 20, 40], \.variables),
    ]
  }

  /// Measures everything; takes about a minute.
  ///
  /// - Parameter log: told what is being measured.
  /// - Returns: the curves, and how well jobs run side by side.
  /// - Throws: what a training throws.
  public func run(log: (String) -> Void) async throws -> GrowthStudy {
    var curves: [GrowthStudy.Curve] = []
    for variation in GrowthMeasurement.variations {
      for learner in [TwoStage.self, DecisionFocused.self] as [any Learner.Type] {
        log("\(variation.name), \(learner.name)")
        let values = variation.values.map { max(2, $0 / thinning) }
        let seconds = try values.map { value in
          var sizes = thinned
          sizes[keyPath: variation.path] = value
          let iteration = try self.iteration(learner, sizes)
          try iteration()
          return try median { try iteration() }
        }
        curves.append(
          GrowthStudy.Curve(
            size: variation.name, learner: learner.id, values: values.map(Double.init),
            seconds: seconds))
      }
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    log("jobs")
    var jobs: [GrowthStudy.Jobs] = []
    for count in Set([1, cores]).sorted() {
      jobs.append(GrowthStudy.Jobs(count: count, seconds: try await time(jobs: count)))
    }
    return GrowthStudy(curves: curves, jobs: jobs, instructions: Instructions.name, cores: cores)
  }

  private var thinned: Sizes {
    var sizes = Sizes()
    sizes.instances /= thinning
    sizes.steps = max(2, sizes.steps / thinning)
    return sizes
  }

  /// One attack iteration: training, and the meta-gradient by ε.
  private func iteration(_ type: any Learner.Type, _ sizes: Sizes) throws -> () throws -> Void {
    var domain = SyntheticDomain(instances: sizes.instances)
    (domain.hidden, domain.variables) = (sizes.hidden, sizes.variables)
    let scenario = try domain.scenario(from: [:], seed: GrowthMeasurement.seed)
    let learner = type.init(
      training: Training(steps: sizes.steps, rate: type.solvesInTraining ? 0.5 : 0.2))
    let metaGradient = try MetaGradient(scenario, against: learner)
    var random = SeededGenerator(seed: GrowthMeasurement.seed, stream: "growth")
    let weights = scenario.predictor.initialWeights(using: &random)
    let (rows, columns) = scenario.pipeline.perturbationShape
    let ε = Matrix(
      rows: rows, columns: columns, values: random.uniforms(rows * columns, in: -0.1...0.1))
    return { _ = try metaGradient.value(at: ε, from: [weights]) }
  }

  private func median(_ body: () throws -> Void) throws -> Double {
    let clock = ContinuousClock()
    return try (0..<repetitions).map { _ in try clock.measure(body).seconds }.median ?? .nan
  }

  /// The seconds of four pieces of work for each core, by so many jobs at once.
  private func time(jobs: Int) async throws -> Double {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let items = Array(0..<4 * cores)
    let sizes = thinned
    let start = ContinuousClock.now
    _ = try await inParallel(items, jobs: jobs) { _ in
      let iteration = try self.iteration(DecisionFocused.self, sizes)
      for _ in 0..<repetitions { try iteration() }
    }
    return (ContinuousClock.now - start).seconds
  }
}
