import Domains
import Experiments
import Reproducibility

/// The content of the page about data.
struct DataPage {
  /// A rule of reading and what it met.
  struct Rule {
    let rule: String
    let effect: String
  }

  /// A window of the prices.
  struct Window {
    let seed: String
    let days: String
    let training: String
    let targets: String
    let heldOut: String
    let tickers: String
  }

  /// A synthetic panel's sizes.
  struct SyntheticRow {
    let id: String
    let instances: String
    let targets: String
    let heldOut: String
    let features: String
    let constraints: String
    let seeds: String
  }

  /// The synthetic domain's distributions.
  struct Synthetic {
    let rows: [SyntheticRow]
    let mapHidden: String
    let mapScale: String
    let noise: String
    let box: String
    let variables: String
  }

  /// A price file and what was found in it.
  struct PriceFile {
    let file: SourceRow
    let layout: String
    let rows: String
    let tickers: String
    let days: String
    let blankPrices: String
    let missingDays: String

    init(_ source: PriceSource) {
      file = SourceRow(source)
      layout = source.layout.rawValue
      rows = Wording.grouped(source.rows)
      let shown = source.tickers.prefix(4).joined(separator: " ")
      tickers = source.tickers.count > 4 ? "\(source.tickers.count): \(shown) …" : shown
      days = "\(source.firstDay) to \(source.lastDay)"
      blankPrices = Wording.grouped(source.blankPriceRows)
      missingDays = Wording.grouped(source.missingDays)
    }
  }

  /// The prices.
  struct Prices {
    let isSimulated: Bool
    let files: [PriceFile]
    let fileCount: String
    let span: String
    let days: String
    let tickers: String
    let complete: String
    let rules: [Rule]
    let windows: [Window]
    let windowLength: String
    let calibration: String?
    let stocks: String
    let lookback: String
    let horizon: String
  }

  let frame: PageFrame
  let synthetic: Synthetic?
  let prices: Prices?
  let citations: CitationData?

  init(_ study: Study, _ results: [PanelResults]) throws {
    frame = PageFrame(
      of: study, page: "data.html", title: "Data",
      description:
        "The data of each domain: source files with digests, rules of reading and what they met, windows, seeds, splits and distributions."
    )
    synthetic = DataPage.synthetic(results)
    let portfolio = results.first { $0.isPortfolio }
    if let portfolio, let domain = portfolio.panel.domain as? PortfolioDomain,
      let history = study.sources.prices
    {
      prices = try DataPage.prices(
        history, domain, seeds: portfolio.seeds, isSimulated: study.sources.pricesAreSimulated)
    } else {
      prices = nil
    }
    citations = try CitationData(results, study.sources)
  }

  private static func synthetic(_ results: [PanelResults]) -> Synthetic? {
    let panels = results.compactMap { result in
      (result.panel.domain as? SyntheticDomain).map { (result, $0) }
    }
    guard let first = panels.first?.1 else { return nil }
    return Synthetic(
      rows: panels.map { result, domain in
        SyntheticRow(
          id: result.panel.id, instances: "\(domain.instances)", targets: "\(domain.targets)",
          heldOut: "\(domain.heldOut)", features: "\(domain.features)",
          constraints: "\(domain.constraints)",
          seeds: result.seeds.map { "\($0)" }.joined(separator: ", "))
      }, mapHidden: "\(first.mapHidden)", mapScale: NumberFormat.exact(first.mapScale),
      noise: NumberFormat.exact(first.noise), box: NumberFormat.exact(first.box),
      variables: "\(first.variables)")
  }

  private static func prices(
    _ history: PriceHistory, _ domain: PortfolioDomain, seeds: [UInt64], isSimulated: Bool
  ) throws -> Prices {
    func span(_ range: Range<Int>) -> String {
      range.isEmpty
        ? "–" : "\(history.days[range.lowerBound]) to \(history.days[range.upperBound - 1])"
    }
    let (grid, calibration) = try domain.windows(of: history)
    let windows = try seeds.map { seed in
      let window = try domain.window(of: history, seed: seed)
      let first = window.range.lowerBound + PricePipeline.lookback
      let targets = first + domain.trainingDates + domain.gap
      let heldOut = targets + domain.targets + domain.dropped
      return Window(
        seed: "\(seed)", days: span(window.range),
        training: span(first..<first + domain.trainingDates),
        targets: span(targets..<targets + domain.targets),
        heldOut: span(heldOut..<heldOut + domain.heldOut),
        tickers: window.tickers.joined(separator: " "))
    }
    return Prices(
      isSimulated: isSimulated, files: history.sources.map(PriceFile.init),
      fileCount: Wording.counted(history.sources.count, "file"),
      span: span(history.days.indices), days: Wording.grouped(history.days.count),
      tickers: "\(history.tickers.count)",
      complete: "\(history.completeTickers(in: history.days.indices).count)",
      rules: zip(IngestReport.rules, effects(history)).map { Rule(rule: $0, effect: $1) },
      windows: windows, windowLength: "\(domain.windowLength)",
      calibration: grid.contains(calibration) ? nil : span(calibration),
      stocks: "\(domain.stocks)", lookback: "\(PricePipeline.lookback)",
      horizon: "\(PricePipeline.horizon)")
  }

  /// What each of the rules of reading met, in their order.
  static func effects(_ history: PriceHistory) -> [String] {
    let report = history.report
    let gaps = report.tickers.reduce(0) { $0 + $1.missingDays }
    let incomplete = report.tickers.count { $0.prices < history.days.count }
    return [
      "\(Wording.counted(report.rows, "row")) read; \(Wording.counted(report.splits.count, "split")) that adjusted prices allow for; \(Wording.counted(report.zeroVolumeRows, "row")) without trade, used as they are",
      "\(Wording.counted(report.blankPrices.count, "row")) without a price; \(Wording.counted(report.otherBlankCells, "other blank cell")) passed over",
      "none met: a file with such a row is not read at all",
      "\(Wording.counted(gaps, "day")) without a price between a ticker's first and last one",
      "\(Wording.counted(report.leftOutDays.count, "day")) left out with \(Wording.counted(report.leftOutPrices, "price"))",
      "\(Wording.counted(incomplete, "ticker")) of \(report.tickers.count) without a price on every day; \(Wording.counted(report.daysAfterPauses.count, "pause"))",
    ]
  }
}
