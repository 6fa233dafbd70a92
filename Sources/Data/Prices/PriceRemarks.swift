import Reproducibility

extension ImplausiblePrices {
  /// The lists of what was found, each with what counts and what follows from it.
  var remarks: [SourceRemark] {
    let rise = NumberFormat.percent(Self.largestRise - 1)
    let fall = NumberFormat.percent(1 - Self.largestFall)
    return [
      SourceRemark(
        "Moves of half a price or more within a day",
        "From a price to the ticker’s next one by more than \(rise) upwards, or by \(fall) "
          + "or more downwards, as at a split that the prices do not allow for. They are used "
          + "as they are.",
        columns: ["Ticker", "Day", "Move"],
        rows: moves.map { [$0.ticker, "\($0.day)", Self.change($0.ratio)] }),
      SourceRemark(
        "Slips of a price",
        "Moves by a factor of \(NumberFormat.exact(Self.slipFactor)) or more that are undone "
          + "within two days, as when a decimal point slips. No window uses a ticker with a slip "
          + "in it.",
        columns: ["Ticker", "Day", "Move", "Wrong prices"],
        rows: slips.map { [$0.ticker, "\($0.day)", Self.change($0.ratio), "\($0.prices)"] }),
      SourceRemark(
        "Prices that stand still",
        "The same price, to the last digit, on \(Self.shortestStandstill) or more consecutive days "
          + "with a price. They are used as they are.",
        columns: ["Ticker", "From", "To", "Prices", "Price"],
        rows: standstills.map {
          [
            $0.ticker, "\($0.firstDay)", "\($0.lastDay)", "\($0.prices)",
            NumberFormat.exact($0.price),
          ]
        }),
    ]
  }

  /// A ratio of prices as percents of the earlier one; as a factor where it may be a slip.
  private static func change(_ ratio: Double) -> String {
    func factor(_ x: Double) -> String { NumberFormat.significant(x, typographic: true) }
    if ratio >= slipFactor { return "× " + factor(ratio) }
    if 1 / ratio >= slipFactor { return "÷ " + factor(1 / ratio) }
    let sign = ratio > 1 ? "+" : ""
    return sign + NumberFormat.fixed(100 * (ratio - 1), decimals: 1, typographic: true) + "\u{a0}%"
  }
}
