import Data
import Foundation
import Learning
import Reproducibility
import TestSupport
import Testing

@testable import Domains

struct PortfolioDomainTests {
  @Test func seedsTakeDisjointWindowsAndCalibrationTakesTheOneWith2013() throws {
    let history = try SimulatedSources.prices()
    let domain = PortfolioDomain()
    let windows = try domain.windows(of: history)
    #expect(windows.count == 6 && windows.map(\.index) == Array(0..<6))
    #expect(windows.count(where: \.isCalibration) == 1)
    for window in windows {
      #expect(window.range.count == domain.windowLength && domain.windowLength == 531)
      let share = window.range.count { history.days[$0].year == 2013 }
      #expect(window.isCalibration == (share > 200))
      #expect(window.groups.count == 1)
    }
    #expect(
      zip(windows, windows.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
    let sources = Sources(Source(history))
    #expect(try domain.seedCount(in: sources) == 5)
    let error = PortfolioError.noGroup(seed: 5, groups: 5, stocks: 50, windows: 5)
    #expect(throws: error) { try domain.scenario(from: sources, seed: 5) }
    #expect(
      error.description.contains("there are 5 groups of 50 stocks in 5 windows, for seeds 0 to 4"))
    let other = PortfolioError.noCalibrationGroup(seed: 101, groups: 1, stocks: 50)
    #expect(throws: other) { try domain.scenario(from: sources, seed: 101) }
    #expect(
      other.description.contains(
        "there is 1 group of 50 stocks in the calibration window, for seed 100"))
    #expect(throws: DomainError.missingSource(.prices, domain: "portfolio")) {
      try domain.scenario(from: [:], seed: 0)
    }
  }

  @Test func aScenarioHasThePapersSizes() throws {
    let history = try SimulatedSources.prices()
    let scenario = try PortfolioDomain().scenario(
      from: Sources(Source(history)), seed: 0)
    let samples = try scenario.cleanSamples()
    #expect(samples.features.rows == 350 && samples.features.columns == 50 * 23)
    #expect(scenario.pipeline.perturbationShape == (381, 50))
    #expect(scenario.targetOutcome[0].rows == 45 && scenario.heldOutOutcome[0].rows == 45)
    #expect(samples.outcome[1].columns == 500)
  }
}

/// Groups of few stocks from the simulated panel.
struct PortfolioUnitTests {
  private let domain: PortfolioDomain = {
    var domain = PortfolioDomain()
    domain.stocks = 12
    return domain
  }()

  @Test func seedsGoThroughTheWindowsGroupByGroup() throws {
    let history = try SimulatedSources.prices()
    let windows = try domain.windows(of: history)
    let others = windows.filter { !$0.isCalibration }
    let count = try #require(try domain.seedCount(in: Sources(Source(history))))
    #expect(count == others.reduce(0) { $0 + $1.groups.count })
    let fewest = try #require(others.map(\.groups.count).min())
    #expect(fewest >= 4)
    for seed in 0..<UInt64(count) {
      let unit = try domain.unit(of: seed, in: history)
      #expect(!unit.window.isCalibration)
      if seed < UInt64(5 * fewest) {
        #expect(unit.window == others[Int(seed % 5)] && unit.group == Int(seed / 5))
      }
      #expect(unit.firstDay == history.days[unit.window.range.lowerBound])
      #expect(unit.tickers == domain.prices(of: unit, in: history).tickers)
    }
    let calibration = try #require(windows.first { $0.isCalibration })
    for group in calibration.groups.indices {
      let unit = try domain.unit(of: 100 + UInt64(group), in: history)
      #expect(unit.window == calibration && unit.group == group)
    }
  }

  @Test func groupsOfAWindowShareNoTickerAndAreDealtByChance() throws {
    let history = try SimulatedSources.prices()
    for window in try domain.windows(of: history) {
      let dealt = window.groups.flatMap(\.self)
      #expect(Set(dealt).count == dealt.count)
      #expect(window.groups.allSatisfy { $0.count == 12 && $0 == $0.sorted() })
      let usable = history.usableTickers(in: window.range)
      #expect(window.groups.count == usable.count / 12 && Set(dealt).isSubset(of: usable))
      #expect(window.groups[0] != Array(usable.prefix(12)))
    }
    let first = try domain.windows(of: history).map(\.groups[0])
    #expect(Set(first).count == first.count)
  }

  /// Days before and after, which make other windows, do not change the groups of a window.
  @Test func groupsDependOnNothingButTheirWindow() throws {
    let directory = try TemporaryDirectory()
    let whole = try SimulatedSources.prices()
    let range = try domain.windows(of: whole)[1].range
    var rows = "ticker,date,adj_close,adj_volume\n"
    for (index, ticker) in whole.tickers.enumerated() {
      for day in range {
        guard let price = whole.price(ofTicker: index, onDay: day) else { continue }
        rows += "\(ticker),\(whole.days[day]),\(price),1\n"
      }
    }
    let file = directory.url.appendingPathComponent("window.csv")
    try Data(rows.utf8).write(to: file)
    let part = try QuandlReader().history(from: [file.path])
    let alone = try domain.windows(of: part)
    #expect(alone.count == 1 && alone[0].isCalibration)
    #expect(
      alone[0].groups.map { $0.map { part.tickers[$0] } }
        == whole.groups(of: 12, in: range).map { $0.map { whole.tickers[$0] } })
    // The only window serves for both.
    #expect(
      try domain.unit(of: 0, in: part).tickers == domain.unit(of: 100, in: part).tickers)
  }

  @Test func slippingTickersAreListedAndInNoGroup() throws {
    let directory = try TemporaryDirectory()
    let whole = try SimulatedSources.prices()
    let range = try domain.windows(of: whole)[0].range
    let usable = whole.usableTickers(in: range)
    var rows = "ticker,date,adj_close,adj_volume\n"
    for (index, ticker) in whole.tickers.enumerated() {
      for day in range {
        guard let price = whole.price(ofTicker: index, onDay: day) else { continue }
        let slips = index == usable[3] && day == range.lowerBound + 40
        rows += "\(ticker),\(whole.days[day]),\(slips ? price / 100 : price),1\n"
      }
    }
    let file = directory.url.appendingPathComponent("slip.csv")
    try Data(rows.utf8).write(to: file)
    let history = try QuandlReader().history(from: [file.path])
    let window = try #require(try domain.windows(of: history).first)
    let slipping = whole.tickers[usable[3]]
    #expect(window.slipping == [slipping] && window.complete == usable.count)
    let dealt = window.groups.flatMap { $0.map { history.tickers[$0] } }
    #expect(!dealt.contains(slipping) && dealt.count >= 48)
    let facts = try domain.facts(from: Sources(Source(history)), seeds: [0])
    guard case .rows(let listed)? = facts["windows"] else {
      Issue.record("no windows among the facts")
      return
    }
    #expect(listed[0]["slipping"] == .text(slipping))
  }
}
