import Attacks
import Data
import Domains
import Experiments
import Foundation
import Learning
import LinearAlgebra
import Reproducibility

/// What is timed at one value of a ladder.
struct ScaleWork {
  /// The number of weights of the learner; nil where nothing is trained.
  var weights: Int?
  /// The work.
  let body: () async throws -> Void

  /// The seed of all data.
  private static let seed: UInt64 = 100

  /// The sizes of synthetic data.
  struct SyntheticSizes {
    var instances = 250, steps = 40, hidden = 16, variables = 10
  }

  static func synthetic(
    _ sizes: SyntheticSizes, _ learner: any Learner.Type, keepsEveryStep: Bool
  ) throws -> ScaleWork {
    var domain = SyntheticDomain(instances: sizes.instances)
    (domain.hidden, domain.variables) = (sizes.hidden, sizes.variables)
    // Wide networks take smaller steps, as every unit adds to the same outputs.
    let rate = (learner.solvesInTraining ? 0.5 : 0.2) * 16 / Double(max(16, sizes.hidden))
    return try iteration(
      domain.scenario(from: [:], seed: seed),
      learner.init(training: Training(steps: sizes.steps, rate: rate)),
      memoryLimit: keepsEveryStep ? .max : nil)
  }

  /// Stocks whose prices are random walks.
  static func portfolio(stocks: Int, _ learner: any Learner.Type) throws -> ScaleWork {
    var domain = PortfolioDomain()
    domain.stocks = stocks
    var random = SeededGenerator(seed: seed, stream: "scale prices")
    var prices = Matrix(rows: domain.windowLength, columns: stocks, repeating: 50)
    for day in 1..<prices.rows {
      for stock in 0..<stocks {
        prices[day, stock] = prices[day - 1, stock] * (1 + 0.01 * random.normal())
      }
    }
    return try iteration(
      domain.scenario(prices: prices), learner.init(training: Training(steps: 20, rate: 0.05)))
  }

  /// Matchings of a simulated citation graph, of which one is trained on.
  static func matching(side: Int, _ learner: any Learner.Type) throws -> ScaleWork {
    var domain = MatchingDomain()
    (domain.side, domain.instances) = (side, domain.targets + domain.heldOut + 1)
    let folder = try ScratchFolder()
    guard let source = try SourceFormats.format(of: .citations)?.simulation(in: folder.url) else {
      preconditionFailure("no format of citations")
    }
    return try iteration(
      domain.scenario(from: Sources(source), seed: 0),
      learner.init(training: Training(steps: 40, rate: 0.05)))
  }

  /// One attack iteration: training, and the meta-gradient by ε.
  private static func iteration(
    _ scenario: Scenario, _ learner: any Learner, memoryLimit: Int? = nil
  ) throws -> ScaleWork {
    let metaGradient = try MetaGradient(scenario, against: learner, memoryLimit: memoryLimit)
    var random = SeededGenerator(seed: seed, stream: "scale")
    let weights = scenario.predictor.initialWeights(using: &random)
    let (rows, columns) = scenario.pipeline.perturbationShape
    // A thousandth of what may be touched: what is timed is a training that does not diverge.
    let sides = scenario.box.sides((rows, columns))
    let shares = random.uniforms(rows * columns, in: 0...1e-3)
    let values = zip(shares, sides.upper.values).map { $0 * $1 }
    let ε = Matrix(rows: rows, columns: columns, values: values)
    return ScaleWork(weights: weights.count) { _ = try metaGradient.value(at: ε, from: [weights]) }
  }

  /// Finds so many small experiments again that have been run before.
  static func records(count: Int) async throws -> ScaleWork {
    let folder = try ScratchFolder()
    let runner = Runner(
      store: RecordStore(root: folder.url), laboratory: Laboratory(sources: [:]), jobs: 1,
      progress: nil)
    var domain = SyntheticDomain(instances: 24, constraints: 3)
    (domain.targets, domain.heldOut, domain.hidden) = (8, 6, 4)
    let learner = TwoStage(training: Training(steps: 5, rate: 0.05))
    let experiments = (0..<UInt64(count)).map { seed in
      Experiment(domain: domain, seed: seed, victims: [Victim(learner)], freshWeights: 1)
    }
    let items = try runner.keyed(experiments)
    _ = try await runner.study(of: items)
    return ScaleWork {
      _ = try await runner.study(of: items)
      withExtendedLifetime(folder) {}
    }
  }
}

/// A folder that goes with this value.
private final class ScratchFolder {
  let url = TemporaryFolder.url.appending(path: "scale-\(UUID())", directoryHint: .isDirectory)

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }
}
