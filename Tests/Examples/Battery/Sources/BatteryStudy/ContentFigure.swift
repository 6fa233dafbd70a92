import Charts
import Experiments
import Learning
import LinearAlgebra
import Paper
import Reproducibility
import Site
import Statistics

/// What the battery holds in the course of sunny and of dull days, on average over the attacker's
/// targets: decided with the prices known, by a learner trained on clean data, and by one trained
/// on poisoned data.
struct ContentFigure {
  /// A way to decide, with what is held after every block: one list per seed.
  private struct Way {
    let label: String, role: Series.Role
    var sunny: [[Double]] = [], dull: [[Double]] = []
  }

  private static let hours = (0...BatteryDomain.blocks).map { Double(2 * $0) }
  /// The forecast of the sun among the features.
  private static let sun = 2

  private var ways = [
    Way(label: "Prices known", role: .level),
    Way(label: "Trained on clean data", role: .attack(0)),
    Way(label: "Trained on poisoned data", role: .attack(1)),
  ]
  private let seeds: [UInt64], attack: String

  /// The days of a panel's seeds; poisons are read from the records, victims trained again.
  ///
  /// - Throws: where a record lacks its poison, or a solver's error.
  init(_ records: PanelRecords, in runner: Runner) async throws {
    let panel = records.panel
    seeds = records.seeds
    let budget = panel.domain.budgetUnit.label(of: panel.plan.referenceBudget)
    attack = "\(panel.attack.label) at B = \(budget)"
    for seed in seeds {
      let cell = panel.experiment(
        panel.series[0], budget: panel.plan.referenceBudget, seed: seed)
      let key = try runner.keyed([cell])[0].key
      guard let poison = try await runner.store.poison(key) else { throw MissingPoison(seed: seed) }
      let scenario = try runner.laboratory.scenario(of: panel.domain, seed: seed)
      let pipeline = TapedPipeline(scenario.pipeline)
      let samples = try pipeline.samples(at: nil)
      let isSunny = (0..<samples.targetFeatures.rows).map {
        samples.targetFeatures[$0, Self.sun] > 0
      }
      let victim = TrainedBattery(panel, in: scenario, seed: seed)
      for (index, decisions) in [
        [try scenario.problem.optimalDecisions(for: scenario.targetOutcome)],
        try victim.decisions(trainedOn: samples),
        try victim.decisions(
          trainedOn: pipeline.samples(at: poison.perturbation, labels: poison.labels)),
      ].enumerated() {
        func held(_ wanted: Bool) -> [Double] {
          let rows = isSunny.indices.filter { isSunny[$0] == wanted }
          return Self.mean(decisions.map { Self.held($0.selectingRows(rows)) })
        }
        ways[index].sunny.append(held(true))
        ways[index].dull.append(held(false))
      }
    }
  }

  /// What is held at the beginning and after every block, on average over decisions, one per row.
  static func held(_ decisions: Matrix) -> [Double] {
    var held = 0.5
    return [held]
      + (0..<decisions.columns).map { block in
        let sold = (0..<decisions.rows).reduce(0) { $0 + decisions[$1, block] }
        held -= sold / Double(decisions.rows)
        return held
      }
  }

  private static func mean(_ days: [[Double]]) -> [Double] {
    days[0].indices.map { hour in days.reduce(0) { $0 + $1[hour] } / Double(days.count) }
  }

  /// The figure under a number.
  func figure(_ number: String) -> StudyFigure {
    let count = English.counted(seeds.count, "seed")
    let title = "What the battery holds on sunny and on dull days"
    return StudyFigure(
      number: number, title: title,
      drawing: Chart(
        title: "Figure \(number). \(title)",
        subtitle: "Two-stage learner; poisoned by \(attack)",
        plots: [plot("Sunny days", \.sunny), plot("Dull days", \.dull)], sharesVerticalAxis: true,
        note: "Lines: means over \(count) of the mean over the targets. Bands: 95 % t-intervals.",
        description: "Line charts of the energy held against the hour of the day."),
      alternative: """
        Two line charts, one of sunny and one of dull days: the mean energy in the battery against \
        the hour of the day, decided with prices known, by a learner trained on clean data, and by \
        one trained on poisoned data.
        """,
      caption: """
        Mean energy in the battery over those of the attacker’s targets for which more sun than \
        usual is forecast, or less: means over \(count) with 95 % t-intervals; the two-stage \
        learner, poisoned by \(attack). The battery begins half full and must end no emptier.
        """,
      findings: [finding], table: table)
  }

  /// Where the poison changes most of what is held, and what is held there.
  private var finding: String {
    var place = (kind: "sunny", days: \Way.sunny, index: 0)
    func held(_ way: Way) -> Double {
      Interval(of: way[keyPath: place.days].map { $0[place.index] }).mean
    }
    func change() -> Double { (held(ways[2]) - held(ways[1])).magnitude }
    var (best, largest) = (place, 0.0)
    for (kind, days) in [("sunny", \Way.sunny), ("dull", \Way.dull)] {
      for index in Self.hours.indices {
        place = (kind, days, index)
        if change() > largest { (best, largest) = (place, change()) }
      }
    }
    place = best
    let shares = ways.map { NumberFormat.percent(held($0)) }
    return """
      The poison changes most at \(Int(Self.hours[place.index])) o’clock on \(place.kind) days: \
      then the battery holds \(shares[2]) of its capacity in place of \(shares[1]), and \
      \(shares[0]) where prices are known.
      """
  }

  private func plot(_ title: String, _ days: KeyPath<Way, [[Double]]>) -> Plot {
    Plot(
      title: title,
      horizontal: .linear(
        label: "Hour of the day", ticks: stride(from: 0, through: 24, by: 4).map { Tick($0) }),
      vertical: VerticalAxis(label: "Energy in the battery, share of its capacity"),
      series: ways.map { way in
        Series(
          label: way.label, role: way.role,
          points: Self.hours.indices.map { index in
            let interval = Interval(of: way[keyPath: days].map { $0[index] })
            return Series.Point(
              x: Self.hours[index], mean: interval.mean, lower: interval.bounds?.lowerBound,
              upper: interval.bounds?.upperBound)
          })
      })
  }

  private var table: [[String]] {
    [["seed", "days", "decided_with", "hour", "energy"]]
      + ways.flatMap { way in
        [("sunny", way.sunny), ("dull", way.dull)].flatMap { kind, days in
          zip(seeds, days).flatMap { seed, day in
            zip(Self.hours, day).map { hour, held in
              [
                "\(seed)", kind, way.label, NumberFormat.exact(hour), NumberFormat.exact(held),
              ]
            }
          }
        }
      }
  }
}

/// The attacked learner, trained from the initial weights of a panel's victims.
private struct TrainedBattery {
  let learner: any Learner, scenario: Scenario, weights: [Weights]

  init(_ panel: Panel, in scenario: Scenario, seed: UInt64) {
    (learner, self.scenario) = (panel.attacked, scenario)
    weights = Victim(learner).initialWeights(
      in: scenario, count: panel.plan.freshWeights, seed: seed)
  }

  /// What it decides at the targets, once per initial weights.
  func decisions(trainedOn samples: Samples) throws -> [Matrix] {
    let trainer = Trainer(learner, in: scenario, samples: samples)
    let evaluator = Evaluator(
      learner, in: scenario, outcome: scenario.targetOutcome, samples: samples, judging: true)
    return try weights.map { weights in
      _ = try evaluator.value(
        try trainer.train(from: weights), features: samples.targetFeatures,
        statistics: samples.statistics)
      return evaluator.decisions
    }
  }
}

/// A record that holds no poison, though its attack was made.
private struct MissingPoison: Error, CustomStringConvertible {
  let seed: UInt64
  var description: String { "The record of seed \(seed) holds no poison: make it again." }
}
