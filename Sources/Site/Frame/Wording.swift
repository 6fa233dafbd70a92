import Experiments
import Paper
import Reproducibility
import Statistics

/// How numbers become words of a page.
struct Wording {
  /// Decimals of every utility of a panel.
  let decimals: Int
  /// How the units whose values are averaged depend on each other.
  let design: UnitDesign

  init(_ results: PanelValues) {
    let means = results.victims.compactMap { results.clean($0) }.map { results.interval($0).mean }
    self.init(utilities: means, design: results.records.design)
  }

  /// Wording for numbers of the size of some utilities: three digits of the largest.
  init(utilities: [Double], design: UnitDesign = .independent) {
    self.design = design
    var (largest, decimals) = (utilities.map(\.magnitude).max() ?? 1, 2)
    while largest < 1, decimals < 6, largest > 0 {
      (largest, decimals) = (largest * 10, decimals + 1)
    }
    while largest >= 100, decimals > 0 { (largest, decimals) = (largest / 10, decimals - 1) }
    self.decimals = decimals
  }

  /// The interval of the mean of values, one per unit.
  func interval(_ values: [Double]) -> Interval { Interval(of: values, design: design) }

  /// A utility.
  func number(_ x: Double) -> String {
    NumberFormat.fixed(x, decimals: decimals, typographic: true)
  }

  /// "3.38 (95 % interval 3.10 to 3.66)"; the mean alone where there is no interval.
  func meanWithInterval(_ values: [Double]) -> String {
    mean(values) { "(95\u{a0}% interval \($0) to \($1))" }
  }

  /// "3.38 [3.10, 3.66]"; the mean alone where there is no interval.
  func meanWithRange(_ values: [Double]) -> String { mean(values) { "[\($0), \($1)]" } }

  private func mean(_ values: [Double], _ range: (String, String) -> String) -> String {
    let interval = interval(values)
    return number(interval.mean)
      + (interval.bounds.map { " " + range(number($0.lowerBound), number($0.upperBound)) } ?? "")
  }

  /// The interval alone as in a table: "3.10 … 3.66".
  func range(_ interval: Interval) -> String? {
    interval.bounds.map { "\(number($0.lowerBound)) … \(number($0.upperBound))" }
  }

  /// The least and the greatest of some numbers.
  static func shortRange(_ values: [Double], digits: Int = 2) -> String {
    "\(short(values.min(), digits: digits)) … \(short(values.max(), digits: digits))"
  }

  /// A number to few significant digits; a dash for none.
  static func short(_ x: Double?, digits: Int = 2) -> String {
    x.map { NumberFormat.significant($0, digits: digits, typographic: true) } ?? "–"
  }
}
