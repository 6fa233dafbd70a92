import Data
import Reproducibility

extension PortfolioDomain {
  /// Windows with their parts, tickers, slips and groups, and the units of the given seeds.
  func unitFacts(
    _ windows: [PortfolioWindow], _ units: [(seed: UInt64, unit: PortfolioUnit)],
    in history: PriceHistory
  ) -> Facts {
    let groups = windows.reduce(0) { $0 + $1.groups.count }
    let calibration = windows.count > 1 ? windows.first(where: \.isCalibration) : nil
    return [
      "windowCount": .text(English.counted(windows.count, "window")),
      "groupCount": .text(English.counted(groups, "group")),
      "gridGroupCount": .text(English.counted(grid(windows).count, "group")),
      "dates": "\(dates)",
      "calibration": calibration.map { .text(history.span($0.range)) } ?? .flag(false),
      "calibrationSeeds": .text(
        calibration.map { PortfolioDomain.calibrationSeeds($0.groups.count) } ?? "–"),
      "windows": .rows(windows.map { facts(of: $0, units, in: history) }),
      "units": .rows(
        units.map { seed, unit in
          [
            "seed": "\(seed)", "window": "\(unit.window.index + 1)",
            "group": "\(unit.group + 1)", "firstDay": "\(unit.firstDay)",
            "tickers": .text(unit.tickers.joined(separator: " ")),
          ]
        }),
    ]
  }

  private func facts(
    of window: PortfolioWindow, _ units: [(seed: UInt64, unit: PortfolioUnit)],
    in history: PriceHistory
  ) -> Facts {
    let first = window.range.lowerBound + PricePipeline.lookback
    func days(_ dates: Range<Int>) -> Fact {
      guard order == .inOrder else { return "all dates of some stocks" }
      return .text(history.span(first + dates.lowerBound..<first + dates.upperBound))
    }
    let seeds = units.filter { $0.unit.window.index == window.index }.map { "\($0.seed)" }
    let slipping = window.slipping.isEmpty ? "none" : window.slipping.joined(separator: " ")
    return [
      "number": "\(window.index + 1)", "days": .text(history.span(window.range)),
      "training": days(0..<trainingDates), "targets": days(targetDates),
      "heldOut": days(heldOutDates), "complete": "\(window.complete)",
      "slipping": .text(slipping), "groups": "\(window.groups.count)",
      "isCalibration": .flag(window.isCalibration),
      "seeds": .text(seeds.isEmpty ? "–" : seeds.joined(separator: ", ")),
    ]
  }

  private static func calibrationSeeds(_ groups: Int) -> String {
    let last = calibrationSeed + UInt64(groups) - 1
    return groups == 1 ? "\(calibrationSeed)" : "\(calibrationSeed) to \(last)"
  }
}

extension PriceHistory {
  /// The first and the last of some days, given as indices.
  func span(_ range: Range<Int>) -> String {
    range.isEmpty ? "–" : "\(days[range.lowerBound]) to \(days[range.upperBound - 1])"
  }
}
