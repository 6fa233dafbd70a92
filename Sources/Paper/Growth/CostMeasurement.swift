import Attacks
public import Data
import Domains
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import Statistics

/// Times an attack iteration against the two-stage and the decision-focused learner in every
/// domain, at equal numbers of training instances and steps: what claim A16 is about.
public struct CostMeasurement: Sendable {
  /// How often each is timed, for the median and the range; both learners take turns.
  public var repetitions: Int

  /// A measurement.
  ///
  /// - Parameter repetitions: at least 1. The default is 7.
  public init(repetitions: Int = 7) {
    precondition(repetitions >= 1)
    self.repetitions = repetitions
  }

  /// The domains whose source data have to be there.
  public static func domains(of grid: Grid) -> [any Domain] {
    places(of: grid).map(\.panel.domain)
  }

  private static func places(of grid: Grid) -> [(label: String, panel: Panel)] {
    Place.domains.compactMap { place in
      grid.panels.first { $0.id == place.twoStage }.map { (place.label, $0) }
    }
  }

  /// Measures all domains of a grid; takes some minutes with the paper's sizes.
  ///
  /// Each learner has its calibrated rate, and both train for as many steps as are calibrated for
  /// the decision-focused one. ε is drawn in the box of the reference budget.
  /// - Parameters:
  ///   - grid: whose domains and learners.
  ///   - sources: the files that domains read.
  ///   - log: told what is being measured.
  /// - Returns: one measurement per domain.
  /// - Throws: what a domain or a training throws.
  public func run(
    _ grid: Grid, on sources: Sources, log: (String) -> Void
  ) throws -> [IterationCost] {
    try CostMeasurement.places(of: grid).map { place in
      log("iterations, \(place.label)")
      let (panel, plan) = (place.panel, place.panel.plan)
      let seed = plan.seeds.first ?? 0
      let scenario = try panel.domain.scenario(from: sources, seed: seed)
      let steps = plan.decisionFocused.training.steps
      var twoStage = plan.twoStage
      twoStage.training.steps = steps
      let own = try iteration(twoStage, scenario, budget: plan.referenceBudget, seed: seed)
      let direct = try iteration(
        plan.decisionFocused, scenario, budget: plan.referenceBudget, seed: seed)
      var (first, second): ([Double], [Double]) = ([], [])
      // The first round fills caches and makes tapes.
      for round in 0...repetitions {
        let (one, other) = (try seconds(own), try seconds(direct))
        if round > 0 {
          first.append(one)
          second.append(other)
        }
      }
      var cost = IterationCost(
        place: place.label, twoStage: first.median ?? .nan, decisionFocused: second.median ?? .nan,
        instances: panel.domain.size.training, steps: steps)
      let ratios = zip(first, second).map { $1 / $0 }
      (cost.leastRatio, cost.mostRatio) = (ratios.min(), ratios.max())
      return cost
    }
  }

  /// One attack iteration: training, and the meta-gradient by ε.
  private func iteration(
    _ learner: any Learner, _ scenario: Scenario, budget: Double, seed: UInt64
  ) throws -> () throws -> Void {
    let metaGradient = try MetaGradient(scenario, against: learner)
    var random = SeededGenerator(seed: seed, stream: "costs")
    let weights = scenario.predictor.initialWeights(using: &random)
    let (rows, columns) = scenario.pipeline.perturbationShape
    let sides = scenario.box.sides((rows, columns))
    let shares = random.uniforms(rows * columns, in: 0...1)
    let values = zip(shares, zip(sides.lower.values, sides.upper.values)).map { share, side in
      budget * (side.0 + share * (side.1 - side.0))
    }
    let ε = Matrix(rows: rows, columns: columns, values: values)
    return { _ = try metaGradient.value(at: ε, from: [weights]) }
  }

  /// The processor time of this program that some work takes, in seconds.
  ///
  /// It hardly depends on what else the machine does; waiting does not count.
  private func seconds(_ body: () throws -> Void) throws -> Double {
    let start = clock()
    try body()
    // POSIX counts in microseconds whatever the clock's resolution.
    return Double(clock() - start) / 1e6
  }
}
