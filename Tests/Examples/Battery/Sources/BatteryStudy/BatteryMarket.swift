import LinearAlgebra
import Reproducibility

/// Where the prices of a battery's day come from: what is left of demand when wind and sun have
/// served it, times the price of fuel, and steeper where plants become scarce.
struct BatteryMarket {
  /// The standard deviation of what no forecast tells of a price.
  let noise: Double

  /// Over the blocks of a day: what is usually asked for, what the sun adds at noon, and what the
  /// cold adds in the morning and in the evening.
  private static let demand = [
    -0.7, -0.9, -0.8, -0.1, 0.4, 0.4, 0.3, 0.2, 0.5, 1.0, 0.7, -0.1,
  ]
  private static let sun = [0, 0, 0, 0.1, 0.5, 0.9, 1.0, 0.8, 0.4, 0.1, 0, 0]
  private static let cold = [0.1, 0, 0.1, 0.8, 0.6, 0.1, -0.2, -0.1, 0.3, 0.9, 0.6, 0.3]

  /// Days with their forecasts, one row each, and their prices.
  func days(_ count: Int, _ random: SeededGenerator) -> (forecasts: Matrix, prices: Matrix) {
    var (draws, errors) = (random.substream("forecasts"), random.substream("prices"))
    let blocks = BatteryDomain.blocks
    let u = Matrix(
      rows: count, columns: BatteryDomain.forecasts,
      values: draws.normals(count * BatteryDomain.forecasts))
    var left = Matrix(rows: count, columns: blocks)
    for day in 0..<count {
      for t in 0..<blocks {
        let asked = Self.demand[t] * (1 + 0.4 * u[day, 0]) + 0.5 * Self.cold[t] * u[day, 5]
        let given = Self.sun[t] * (0.8 + 0.7 * u[day, 2]) + 0.3 * u[day, 1]
        left[day, t] = asked - given + 0.2 * u[day, 4]
      }
    }
    // The tangent of this program has the same bits everywhere.
    var scarcity = left
    HyperbolicTangent.apply(left.values, into: &scarcity.values, count: count * blocks)
    let unforeseen = errors.normals(count * blocks)
    var prices = left
    for day in 0..<count {
      for t in 0..<blocks {
        let fuel = 1 + 0.2 * u[day, 3]
        prices[day, t] =
          fuel * (left[day, t] + 0.5 * scarcity[day, t]) + noise * unforeseen[day * blocks + t]
      }
    }
    return (u, prices)
  }
}
