import Charts
import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// The portrait of a panel's poisons beside the panel, with the words that pages and charts use.
struct PoisonView {
  let portrait: PoisonPortrait
  let results: PanelValues

  /// The portraits of a gallery whose panels a study has.
  static func all(_ gallery: PoisonGallery, _ results: [PanelValues]) -> [PoisonView] {
    gallery.portraits.compactMap { portrait in
      results.first { $0.panel.id == portrait.panel }.map {
        PoisonView(portrait: portrait, results: $0)
      }
    }
  }

  var domain: String { results.panel.domain.name }

  /// The domain in running text: "synthetic data", "portfolios", "matchings".
  var place: String {
    switch portrait.specimen {
    case .features: "synthetic data"
    case .prices: "portfolios"
    case .words: "matchings"
    case nil: "\(domain) data"
    }
  }

  var attack: String { results.panel.attack.name }

  /// The attack and then the controls.
  var treatments: [String] { [attack] + results.controls }

  func label(of series: String) -> String {
    series == attack ? "Attack" : results.label(ofSeries: series)
  }

  func role(of series: String) -> Series.Role {
    results.controls.firstIndex(of: series).map { .control($0) }
      ?? results.role(of: results.attacked)
  }

  /// "B = 1 %".
  func label(of budget: Double) -> String { "B = \(results.label(ofBudget: budget))" }

  /// The budget that findings are told of: the reference budget, where poisons are there for it.
  var displayed: Double? {
    portrait.budgets.contains(results.displayedBudget)
      ? results.displayedBudget : portrait.budgets.last
  }

  /// How the units that are here depend on each other.
  private var design: UnitDesign {
    guard case .groups(let groups) = results.records.design else { return results.records.design }
    return .groups(
      zip(results.records.seeds, groups).filter { portrait.seeds.contains($0.0) }.map(\.1))
  }

  func interval(_ values: [Double]) -> Interval { Interval(of: values, design: design) }

  func interval(
    _ value: (PoisonPortrait.Detection) -> Double, series: String, budget: Double
  ) -> Interval? {
    portrait.values(value, series: series, budget: budget).map(interval)
  }

  /// The interval of an area or a share, cut at 0 and 1.
  static func bounds(_ interval: Interval) -> ClosedRange<Double>? {
    interval.bounds.map { $0.clamped(to: 0...1) }
  }

  static func number(_ x: Double) -> String {
    NumberFormat.fixed(x, decimals: 2, typographic: true)
  }

  /// "0.87 (95 % interval 0.80 to 0.94)".
  static func text(_ interval: Interval) -> String {
    number(interval.mean)
      + (bounds(interval).map {
        " (95\u{a0}% interval \(number($0.lowerBound)) to \(number($0.upperBound)))"
      } ?? "")
  }

  /// A difference of two areas: "−0.12 (95 % interval −0.20 to −0.04)".
  static func difference(_ interval: Interval) -> String {
    number(interval.mean)
      + (interval.bounds.map {
        " (95\u{a0}% interval \(number($0.lowerBound)) to \(number($0.upperBound)))"
      } ?? "")
  }

  static func cell(_ interval: Interval?) -> Table.Cell {
    guard let interval else { return Table.Cell("not run") }
    return Table.Cell(
      number(interval.mean),
      range: bounds(interval).map { "\(number($0.lowerBound)) … \(number($0.upperBound))" })
  }
}
