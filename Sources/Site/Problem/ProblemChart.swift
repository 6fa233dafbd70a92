import Charts
import Experiments
import Learning
import Reproducibility
import Statistics

/// Utility against budget of every victim of a problem of one's own, beside its controls.
struct ProblemChart {
  let results: ProblemResults

  static let name = "utility"

  var chart: Chart {
    Chart(
      title: "\(results.first.title): \(attack) on the \(learner) learner",
      plots: results.victims.map(plot), sharesVerticalAxis: true, note: note,
      description: description)
  }

  private var attack: String { ProblemChart.label(results.first.record.attack?.text ?? "") }

  private var learner: String {
    results.label(VictimID(results.first.record.learner?.text ?? ""))
  }

  /// Type, data and finding, for those who do not see it.
  var description: String {
    "Line chart with one panel per learner: \(results.measure.lowercased()) against the attack's "
      + "budget. " + results.finding
  }

  private var note: String {
    "Lines: means over draws and initial weights. Band: 95 % t-interval over "
      + "\(CustomAttack.freshWeights) initial weights that the attack did not use. Dashed levels: "
      + "decisions that know the labels, and one decision for all that knows no features."
  }

  /// What an attack or control is called at the beginning of a phrase.
  static func label(_ name: String) -> String {
    English.capitalised(name.replacing("-", with: " "))
  }

  private func plot(of victim: VictimID) -> Plot {
    let places = results.records.map { (x: results.budget($0), record: $0) }
    func series(
      _ label: String, _ role: Series.Role, _ emphasis: Series.Emphasis,
      _ start: ProblemResults.Start, control: String? = nil
    ) -> Series {
      var points: [Series.Point] = []
      func add(_ x: Double, _ values: [Double]) {
        // What has diverged is no point of a chart; the table says it.
        guard !values.isEmpty, values.allSatisfy({ $0.magnitude < 1e100 }) else { return }
        let interval = Interval(of: values)
        let bounds = start == .fresh && control == nil ? interval.bounds : nil
        points.append(
          Series.Point(
            x: x, mean: interval.mean, lower: bounds?.lowerBound, upper: bounds?.upperBound))
      }
      add(0, results.clean(victim, start, places[0].record))
      for place in places {
        add(place.x, results.poisoned(victim, start, place.record, control: control))
      }
      return Series(label: label, role: role, emphasis: emphasis, points: points)
    }
    var all = [
      series("\(attack), other initial weights", .attack(0), .strong, .fresh),
      series("\(attack), given initial weights", .attack(0), .light, .given),
    ]
    for (number, control) in results.controls.enumerated() {
      all.append(
        series(
          "\(ProblemChart.label(control)), other initial weights", .control(number),
          number == 0 ? .strong : .light, .fresh, control: control))
    }
    let isUtility = results.first.objective == .utility
    return Plot(
      title: "\(English.capitalised(results.label(victim))) learner: "
        + (results.isAttacked(victim) ? "attacked" : "transfer"),
      horizontal: .linear(label: results.budgetAxis),
      vertical: VerticalAxis(
        label: isUtility ? "Utility at the targets" : "Half the squared distance"),
      series: all.filter { !$0.points.isEmpty },
      levels: isUtility ? levels(of: all) : [])
  }

  /// The levels near the lines; others would flatten the chart.
  private func levels(of series: [Series]) -> [Level] {
    let means = series.flatMap(\.points).map(\.mean)
    guard let low = means.min(), let high = means.max() else { return [] }
    let margin = 2 * max(high - low, 1e-9)
    return results.first.record.levels.filter {
      $0.targets >= low - margin && $0.targets <= high + margin
    }.map { Level(label: $0.id.text, value: $0.targets) }
  }

  /// The numbers behind the chart: one row per victim, budget, treatment and initial weights.
  var table: String {
    var lines = ["victim,budget,label_budget,treatment,weights,index,value"]
    for record in results.records {
      let budget = record.record.budget
      let attack = results.first.record.attack?.text ?? ""
      let treatments = [(attack, nil)] + results.controls.map { ($0, $0) }
      for victim in results.victims {
        for start in ProblemResults.Start.allCases {
          let kind = start == .given ? "given" : "fresh"
          func add(_ treatment: String, _ values: [Double]) {
            for (index, value) in values.enumerated() {
              lines.append(
                "\(victim),\(NumberFormat.exact(budget.features)),"
                  + "\(NumberFormat.exact(budget.labels)),\(treatment),\(kind),\(index),"
                  + (value.isFinite ? NumberFormat.exact(value) : ""))
            }
          }
          add("clean", results.clean(victim, start, record))
          for (name, control) in treatments {
            add(name, results.poisoned(victim, start, record, control: control))
          }
        }
      }
    }
    return lines.map { $0 + "\r\n" }.joined()
  }
}
