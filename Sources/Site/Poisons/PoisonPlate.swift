import Charts
import Reproducibility

/// A chart of poisoned data with its sentences, its table and its numbers.
struct PoisonPlate {
  /// The chart's name among the files, its title above the table, and its caption on the page.
  let name: String, title: String, caption: String
  let chart: Chart
  let sentences: [String]
  let table: Table
  /// What the first column of the table is.
  let rowHead: String
  /// The numbers behind the chart as comma-separated values.
  let csv: String

  var picture: Picture {
    Picture(
      name, href: "\(SiteMap.poisons)#\(name)", title: title, alternative: chart.description)
  }

  /// A standard deviation with the divisor n.
  static func deviation(_ values: [Double]) -> Double {
    let count = Double(max(1, values.count))
    let mean = values.reduce(0, +) / count
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  }

  static func percent(_ x: Double) -> String {
    NumberFormat.significant(100 * x, digits: 2, typographic: true) + "\u{a0}%"
  }
}
