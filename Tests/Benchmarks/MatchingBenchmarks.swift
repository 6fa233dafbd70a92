import Attacks
import Data
import Differentiation
import Domains
import Foundation
import Learning
import LinearAlgebra
import Optimization
import Reproducibility
import TestSupport

/// One matching at a time: its decision, and the gradient of a random projection of it.
enum MatchingBenchmarks {
  static let all =
    [
      decision("matching-50-cold", order: 50, warm: false, peer: qpth),
      decision("matching-50-warm", order: 50, warm: true, peer: qpth),
      decision("matching-200-cold", order: 200, warm: false, peer: nil),
    ]
    + pair(
      "matching-iteration", TwoStage(training: training(0.5)),
      peer: .realDomain(["--domain", "matching", "--steps", "40"]))
    + pair("matching-decision-focused", DecisionFocused(training: training(0.002)), peer: nil)

  private static func pair(
    _ name: String, _ learner: some Learner, peer: PeerScript?
  ) -> [Benchmark] {
    [
      iteration(name, learner: learner, peer: peer),
      TrainingRun.benchmark(name) {
        let graph = try SimulatedSources.citations()
        return (
          try MatchingDomain().scenario(from: Sources(Source(graph)), seed: 0), learner
        )
      },
    ]
  }

  private static func training(_ rate: Double) -> Training { Training(steps: 40, rate: rate) }

  /// One iteration of Algorithm 1 at the paper's size, on simulated citations.
  private static func iteration(
    _ name: String, learner: any Learner, peer: PeerScript?
  ) -> Benchmark {
    Benchmark(
      name: name,
      pairings: [
        .init(peer: peer) {
          let domain = MatchingDomain()
          let graph = try SimulatedSources.citations()
          let scenario = try domain.scenario(from: Sources(Source(graph)), seed: 0)
          let metaGradient = try MetaGradient(scenario, against: learner)
          var random = SeededGenerator(seed: 1, stream: "benchmarks/matching iteration")
          let (rows, columns) = scenario.pipeline.perturbationShape
          let start = Matrix(
            rows: rows, columns: columns,
            values: random.uniforms(rows * columns, in: -0.05...0.05))
          let weights = scenario.predictor.initialWeights(using: &random)
          return Workload(
            gflop: 1e-9
              * OperationCount.attack(
                instances: rows, inputs: columns, hidden: domain.hidden, outputs: 0,
                steps: learner.training.steps, cachesLayer: true)
          ) { _ = try metaGradient.value(at: start, from: [weights]) }
        }
      ])
  }

  /// The same matching as a program of 2500 variables; it takes half a minute.
  private static let qpth = PeerScript(
    peer: .torch, file: "bench_qp.py",
    arguments: [
      "--case", "matching", "--batch", "1", "--N", "50", "--gam", "0.1", "--reps", "2",
      "--threads", "1",
    ], reading: .member("total_median"))

  /// Values uniform in [0, 1] against γ = 0.1, which move by 0.01 (3 % of their spread) from run
  /// to run; warm runs start from the support before.
  private static func decision(_ name: String, order: Int, warm: Bool, peer: PeerScript?)
    -> Benchmark
  {
    Benchmark(
      name: name,
      pairings: [
        .init(peer: peer) {
          var random = SeededGenerator(seed: 0, stream: "benchmarks/matching")
          let tape = Tape()
          let values = tape.input(
            Matrix(
              rows: 1, columns: order * order,
              values: random.uniforms(order * order, in: 0...1)))
          let decision = DoublyStochasticProgram(order: order, curvature: 0.1).solution(values)
          let run = try BatchRun(warm: warm, moving: values, decisions: decision, by: [values])
          let support = Double(decision.value.values.count { $0 > 0 })
          return Workload(
            gflop: 1e-9 * OperationCount.matching(order: order, support: support), run: run.next)
        }
      ])
  }
}
