import Reproducibility

/// Daily returns of the simulated market, by a factor model whose structure persists.
///
/// Return of a stock of sector k = β · market + sector_k + ℓ_k · style + its own part.
/// - Market and sectors have volatilities that persist (GARCH(1,1), a + b = 0.98), and the loadings
///   ℓ_k wander slowly (autoregressive, 0.985 per day): which stocks move together in the next
///   ten days can therefore be told in part from those that did so lately.
/// - A sector's return tends to repeat (autoregressive, 0.15) and a stock's own part to revert
///   (−0.12): the next return can be told to a small part, about 1 % of its variance.
///
/// Only sums, products, quotients and square roots occur, so that the numbers are the same
/// everywhere.
struct SimulatedReturns {
  static let sectors = 8
  static let stocksPerSector = 8
  static var stocks: Int { sectors * stocksPerSector }

  /// The returns, days × stocks, row-major; the stocks of a sector follow each other.
  let values: [Double]

  init(days: Int, random: SeededGenerator) {
    var draw = random.substream("factors")
    var ownDraw = random.substream("stocks")
    var market = PersistentVolatility(daily: 0.009)
    var sector = [PersistentVolatility](
      repeating: PersistentVolatility(daily: 0.008), count: Self.sectors)
    var sectorReturns = [Double](repeating: 0, count: Self.sectors)
    var loadings = (0..<Self.sectors).map { _ in draw.roughNormal() }
    var own = [Double](repeating: 0, count: Self.stocks)
    let betas = (0..<Self.stocks).map { _ in 0.7 + 0.6 * ownDraw.uniform() }
    let ownDeviations = (0..<Self.stocks).map { _ in 0.008 + 0.006 * ownDraw.uniform() }
    let loadingNoise = (1 - 0.985 * 0.985).squareRoot()
    var values: [Double] = []
    values.reserveCapacity(days * Self.stocks)
    for day in -Self.settlingDays..<days {
      let marketReturn = 0.0003 + market.step(draw.roughNormal())
      let style = 0.007 * draw.roughNormal()
      for k in 0..<Self.sectors {
        sectorReturns[k] = 0.15 * sectorReturns[k] + sector[k].step(draw.roughNormal())
        loadings[k] = 0.985 * loadings[k] + loadingNoise * draw.roughNormal()
      }
      for stock in 0..<Self.stocks {
        let k = stock / Self.stocksPerSector
        own[stock] = -0.12 * own[stock] + ownDeviations[stock] * ownDraw.roughNormal()
        let total =
          betas[stock] * marketReturn + sectorReturns[k] + loadings[k] * style + own[stock]
        if day >= 0 { values.append(min(max(total, -0.25), 0.25)) }
      }
    }
    self.values = values
  }

  /// Days that pass before the first one that is kept.
  private static let settlingDays = 250
}

/// A factor's return whose variance follows its own past: h ← ω + a·x² + b·h.
private struct PersistentVolatility {
  private let floor: Double
  private var variance: Double

  init(daily deviation: Double) {
    variance = deviation * deviation
    floor = 0.02 * variance
  }

  mutating func step(_ normal: Double) -> Double {
    let value = variance.squareRoot() * normal
    variance = floor + 0.10 * value * value + 0.88 * variance
    return value
  }
}

extension SeededGenerator {
  /// Nearly a standard normal number: the sum of twelve uniform ones, less 6; never beyond ±6.
  fileprivate mutating func roughNormal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += uniform() }
    return sum
  }
}
