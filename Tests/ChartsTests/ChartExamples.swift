import Charts

/// Charts to draw in tests, made from a seed.
enum ChartExamples {
  static let budgets = [0, 0.1, 0.25, 0.5, 0.75, 1]

  /// Two series and two levels on three budgets, every number written out.
  static let small = Chart(
    title: "Utility falls with the budget",
    subtitle: "Synthetic domain, ε ≤ B",
    plots: [
      Plot(
        horizontal: .even(label: "budget B", ticks: [Tick(0), Tick(0.25), Tick(1)]),
        vertical: VerticalAxis(label: "mean utility (higher is better)"),
        series: [
          Series(
            label: "attacked, targets", role: .attack(0),
            points: [
              .init(x: 0, mean: 3.9, lower: 3.7, upper: 4.1, samples: [3.8, 4]),
              .init(x: 0.25, mean: 2, lower: 1.75, upper: 2.25, samples: [1.9, 2.1]),
              .init(x: 1, mean: 0.5, lower: 0.25, upper: 0.75, samples: [0.6, 0.4]),
            ]),
          Series(
            label: "uniform noise", role: .control(0), emphasis: .light,
            points: [.init(x: 0, mean: 3.9), .init(x: 1, mean: 3.75)]),
        ],
        levels: [
          Level(label: "perfect information", value: 6.5), Level(label: "uninformed", value: 0.1),
        ])
    ],
    note: "Band: 95 % interval",
    description: "Utility falls from 3.9 to 0.5 <as \"B\" grows> & stays under noise.")

  /// Charts of every shape: few and many plots and series, gaps, single points and seeds.
  static func varied(seed: UInt64) -> Chart {
    var random = Sequence(state: seed &* 0x9e37_79b9 &+ 1)
    let plots = (0..<(1 + random.below(5))).map { plot($0, &random) }
    return Chart(
      title: words(random.below(14), &random),
      subtitle: random.below(2) == 0 ? nil : words(8, &random), plots: plots,
      sharesVerticalAxis: random.below(2) == 0,
      note: random.below(2) == 0 ? nil : words(25, &random), description: "A chart.")
  }

  private static func plot(_ number: Int, _ random: inout Sequence) -> Plot {
    let isEven = random.below(2) == 0
    let size = [1e-3, 1, 40, 2e7][random.below(4)]
    let offset = [-1.0, 0, 5][random.below(3)] * size
    let series = (0..<random.below(9)).map { index in
      let points = budgets.filter { _ in random.below(4) > 0 }.map { x in
        let samples = (0..<random.below(6)).map { _ in offset + size * random.unit() }
        let mean = samples.isEmpty ? offset : samples.reduce(0, +) / Double(samples.count)
        let half = size * random.unit() / 2
        return Series.Point(
          x: x, mean: mean, lower: mean - half, upper: mean + half, samples: samples)
      }
      return Series(
        label: words(1 + random.below(5), &random),
        role: index.isMultiple(of: 2) ? .attack(index / 2) : .control(index / 2),
        emphasis: random.below(2) == 0 ? .light : .strong, points: points)
    }
    let ticks = budgets.map { Tick($0, label: random.below(9) == 0 ? "a long label" : nil) }
    return Plot(
      title: words(random.below(6), &random),
      horizontal: isEven
        ? .even(label: words(4, &random), ticks: ticks) : .linear(label: words(4, &random)),
      vertical: VerticalAxis(label: words(random.below(8), &random)), series: series,
      levels: (0..<random.below(3)).map {
        Level(label: words(2, &random), value: offset + Double($0) * size * 0.01)
      })
  }

  private static func words(_ count: Int, _ random: inout Sequence) -> String {
    let words = [
      "budget", "of", "utility", "decision-focused", "B", "two-stage", "noise", "ε ± 0.1",
    ]
    return (0..<count).map { _ in words[random.below(words.count)] }.joined(separator: " ")
  }

  /// A small sequence of numbers that look random.
  private struct Sequence {
    var state: UInt64

    mutating func unit() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }

    mutating func below(_ count: Int) -> Int { Int(unit() * Double(count)) }
  }
}
