import Attacks
import Domains
import Learning
import LinearAlgebra
import Reproducibility

/// Attacks on portfolios at the size of the paper: 50 stocks, 350 training dates, T = 20.
enum PortfolioBenchmarks {
  static let all =
    pair("portfolio-two-stage", TwoStage(training: Training(steps: 20, rate: 0.2)))
    + pair("portfolio-decision-focused", DecisionFocused(training: Training(steps: 20, rate: 5)))

  private static func pair(_ name: String, _ learner: some Learner) -> [Benchmark] {
    [
      iteration(
        name, learner,
        peer: .realDomain([
          "--domain", "portfolio", "--learner",
          learner is TwoStage ? "two-stage" : "decision-focused", "--steps", "20",
        ])),
      TrainingRun.benchmark(name) {
        let domain = PortfolioBenchmarks.domain
        return (try domain.scenario(prices: prices(of: domain)), learner)
      },
    ]
  }

  /// One iteration of Algorithm 1: samples from prices, training, the exact meta-gradient, its
  /// pullback to prices, a step.
  private static func iteration(
    _ name: String, _ learner: some Learner, peer: PeerScript
  ) -> Benchmark {
    Benchmark(
      name: name,
      pairings: [
        .init(peer: peer) {
          let domain = PortfolioBenchmarks.domain
          let scenario = try domain.scenario(prices: prices(of: domain))
          let budget = Budget(features: 0.01)
          let metaGradient = try MetaGradient(scenario, against: learner)
          var random = SeededGenerator(seed: 1, stream: "benchmarks/portfolio")
          let weights = scenario.predictor.initialWeights(using: &random)
          let (rows, columns) = scenario.pipeline.perturbationShape
          let start = Matrix(
            rows: rows, columns: columns,
            values: random.uniforms(rows * columns, in: -0.001...0.001))
          return Workload(gflop: 1e-9 * operations(domain, learner)) {
            let (value, _, _) = try metaGradient.value(at: start, from: [weights])
            let moved = start.combined(with: value.perturbation) { $0 - ($1 > 0 ? 1e-3 : -1e-3) }
            let projected = budget.project(moved, in: scenario)
            precondition(projected.largestMagnitude <= budget.features)
          }
        }
      ])
  }

  /// The domain of the peers' script, which has no prior.
  private static let domain = {
    var domain = PortfolioDomain()
    domain.prior = 1
    return domain
  }()

  /// Random walks with one common factor.
  private static func prices(of domain: PortfolioDomain) -> Matrix {
    var random = SeededGenerator(seed: 0, stream: "benchmarks/portfolio/prices")
    var prices = Matrix(rows: domain.windowLength, columns: domain.stocks, repeating: 50)
    for day in 1..<prices.rows {
      let market = 0.01 * random.normal()
      for stock in 0..<prices.columns {
        prices[day, stock] = prices[day - 1, stock] * (1 + market + 0.012 * random.normal())
      }
    }
    return prices
  }

  /// Useful operations in the products of networks and embeddings; a step's gradient, then its
  /// derivative along the weights.
  private static func operations(_ domain: PortfolioDomain, _ learner: some Learner) -> Double {
    let (d, h) = (Double(PricePipeline.featureNames.count), Double(domain.hidden))
    let (e, r) = (Double(domain.dimensions), Double(PricePipeline.horizon))
    // Multiply–adds per stock and date: first layers, the embedding's layer, EᵀE and EᵀV.
    let (first, second) = (2 * d * h, h * e)
    let (gram, cross) = learner is TwoStage ? (e * e, e * r) : (0, 0)
    let step = 2 * first + 3 * second + 1.5 * gram + 2 * cross
    let sweep = 4 * first + 6 * second + 3 * gram + 4 * cross
    return 2 * Double(learner.training.steps * domain.trainingDates * domain.stocks)
      * (step + sweep)
  }
}
