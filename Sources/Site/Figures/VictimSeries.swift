import Charts
import Learning
import Paper
import Statistics

/// The series that a chart shows of one victim, utility along an axis: under the attack, at targets
/// and held-out instances, and under each control.
struct VictimSeries {
  let victim: VictimID
  /// The panel that names everything.
  let panel: PanelValues
  /// The positions on the horizontal axis, each with its panel and budget.
  let places: [(x: Double, results: PanelValues, budget: Double)]

  /// The attack's series: at the targets with intervals and seeds, and at held-out instances.
  var attacked: [Series] {
    PanelValues.Instances.allCases.map { instances in
      utilities(
        "\(panel.heading(of: victim)), \(instances.label)", panel.role(of: victim),
        instances == .targets ? .strong : .light, showsSeeds: instances == .targets
      ) { $0.values(victim, $0.attack, budget: $1, at: instances) }
    }
  }

  /// What is lost at the targets, paired by unit: to the attack, with intervals and seeds, and to
  /// each control.
  var losses: [Series] {
    [
      utilities(
        "\(panel.heading(of: victim)), \(PanelValues.Instances.targets.label)",
        panel.role(of: victim), .strong, showsSeeds: true
      ) { $0.losses(victim, $0.attack, budget: $1) }
    ]
      + panel.controls.enumerated().map { number, control in
        utilities(panel.label(ofSeries: control), .control(number), .strong) {
          $0.losses(victim, control, budget: $1)
        }
      }
  }

  /// The plot of what is lost, to stand below that of utilities.
  func lossPlot(along horizontal: HorizontalAxis) -> Plot {
    var plot = Plot(
      horizontal: horizontal, vertical: VerticalAxis(label: "Utility lost, paired by unit"),
      series: losses)
    plot.isLow = true
    return plot
  }

  /// One series per control, at the targets.
  var controls: [Series] {
    panel.controls.enumerated().map { number, control in
      utilities(panel.label(ofSeries: control), .control(number), .strong) {
        $0.values(victim, control, budget: $1)
      }
    }
  }

  /// A series of what a panel holds at a budget; where it holds nothing, there is no point.
  func utilities(
    _ label: String, _ role: Series.Role, _ emphasis: Series.Emphasis, showsSeeds: Bool = false,
    _ values: (_ results: PanelValues, _ budget: Double) -> [Double]?
  ) -> Series {
    Series(
      label: label, role: role, emphasis: emphasis,
      points: places.compactMap { place in
        guard let values = values(place.results, place.budget) else { return nil }
        let interval = place.results.interval(values)
        // Where seeds differ much, bands of every line hide them all: the others' intervals stand
        // in the table.
        let bounds = showsSeeds ? interval.bounds : nil
        return Series.Point(
          x: place.x, mean: interval.mean, lower: bounds?.lowerBound, upper: bounds?.upperBound,
          samples: showsSeeds ? values : [])
      })
  }

  /// The plot of some series.
  func plot(along horizontal: HorizontalAxis, _ series: [Series], levels: [Level] = []) -> Plot {
    let kind = victim == panel.attacked ? "attacked" : "transfer"
    return Plot(
      title: "\(panel.heading(of: victim)) learner: \(kind)", horizontal: horizontal,
      vertical: VerticalAxis(label: "Utility (higher is better for the learner)"), series: series,
      levels: levels)
  }
}
