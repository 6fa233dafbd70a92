/// The slope b of the straight line y = a + b·x that least squares fits to points (x, y).
///
/// b = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)²: the places x are taken as exact, all the error
/// lies in the values y, and every point weighs the same.
///
///     Slope(of: [1, 3, 2], on: [0, 1, 2]).value  // 0.5
///
/// - SeeAlso: Draper & Smith, Applied Regression Analysis (1998), section 1.2.
public struct Slope: Sendable, Hashable {
  /// b, in units of the values per unit of the places.
  public let value: Double

  /// The slope of values on their places.
  ///
  /// - Parameters:
  ///   - values: y, one per place.
  ///   - places: x, of which at least two differ.
  public init(of values: [Double], on places: [Double]) {
    precondition(values.count == places.count && Set(places).count > 1, "no slope")
    let n = Double(places.count)
    let (x, y) = (places.reduce(0, +) / n, values.reduce(0, +) / n)
    let products = zip(places, values).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
    value = products / places.reduce(0) { $0 + ($1 - x) * ($1 - x) }
  }
}
