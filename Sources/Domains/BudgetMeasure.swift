import Reproducibility

/// What a budget amounts to in a quantity that people have a feeling for, computed from the data
/// that it is spent on.
public struct BudgetMeasure: Sendable, Equatable {
  /// The quantity, in the plural: "standard deviations of a feature".
  public let unit: String
  /// How much of it a budget of 1 is.
  public let perBudget: Double

  /// So much of a quantity per budget; nil where the data give no finite number.
  init?(_ unit: String, perBudget: Double) {
    guard perBudget.isFinite else { return nil }
    (self.unit, self.perBudget) = (unit, perBudget)
  }

  /// A budget in the unit: "0.50 standard deviations of a feature".
  public func text(of budget: Double) -> String {
    "\(NumberFormat.significant(budget * perBudget, digits: 2, typographic: true)) \(unit)"
  }

  /// The standard deviation of some numbers around their mean; NaN of none.
  static func deviation(_ values: some Collection<Double>) -> Double {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  }
}
