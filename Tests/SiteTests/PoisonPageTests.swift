import Attacks
import Charts
import Data
import Foundation
@testable import Paper
import Testing

@testable import Site

struct PoisonPageTests {
  private static func views() throws -> [PoisonView] {
    let made = try BuiltSite.simulated()
    let results = made.study.panels.map { PanelValues($0) }
    return PoisonView.all(FabricatedGallery.gallery, results)
  }

  private static func files() throws -> [SiteFile] {
    var builder = BuiltSite.builder(try BuiltSite.simulated())
    builder.poisons = FabricatedGallery.gallery
    return try builder.files()
  }

  private func cells(_ row: Table.Row) -> [String] { row.cells.map(\.text) }

  // MARK: Sentences

  @Test(
    arguments: zip(
      Findability.allCases,
      [
        "finds poisoned days easily: area under the curve 0.95.", "clearly better than chance",
        "finds poisoned days hardly better than chance", "does no better than chance",
        "look more ordinary", "cannot be told from 3 units",
      ]))
  func tellsHowEasilyRowsAreFound(outcome: Findability, words: String) {
    let sentence = DetectionSentences.rows(outcome, "days", at: "B = 1", "0.95", units: 3)
    #expect(sentence.contains("t B = 1"))
    #expect(sentence.contains("area under the curve 0.95") && sentence.hasSuffix("."))
    #expect(sentence.contains(words))
  }

  @Test func tellsHowEasilyColumnsAreFound() {
    let sentences = Findability.allCases.map {
      DetectionSentences.columns($0, "stocks", "0.7", rejected: "9 %", falseAlarms: "1 %", units: 1)
    }
    #expect(Set(sentences).count == Findability.allCases.count)
    for sentence in sentences {
      #expect(sentence.contains("rejects 9 % of all stocks (1 % in clean data)"))
    }
    #expect(sentences.last?.contains("cannot be told from 1 unit:") == true)
  }

  @Test(
    arguments: zip(
      AreaComparison.allCases,
      ["is easier to find", "is harder to find", "is about as easy to find", "cannot be told"]))
  func comparesTheAttackWithRandomSigns(outcome: AreaComparison, words: String) {
    let sentence = DetectionSentences.comparison(
      outcome, with: "random signs", "−0.10", units: 3)
    #expect(sentence.contains(words) && sentence.contains("random signs"))
    #expect(sentence.hasSuffix("−0.10."))
  }

  @Test func sumsUpDomainsByOutcome() {
    let sentence = DetectionSentences.summary([
      ("portfolios", .easily), ("matchings", .easily), ("synthetic data", .notAtAll),
    ])
    #expect(
      sentence?.hasSuffix(
        "easily in portfolios and matchings, no better than chance in synthetic "
          + "data.") == true)
    #expect(DetectionSentences.summary([(place: String, outcome: Findability?)]()) == nil)
    for outcome in Findability.allCases {
      #expect(DetectionSentences.summary([("here", outcome)])?.contains("in here") == true)
    }
    let open = DetectionSentences.summary([("portfolios", .open), ("matchings", .partly)])
    #expect(
      open?.hasSuffix("clearly better than chance in matchings; in portfolios that cannot be told.")
        == true)
    let nothing = DetectionSentences.summary([("portfolios", .open)])
    #expect(nothing?.hasPrefix("Whether an outlier score") == true)
  }

  @Test func comparesChangesOfPricesWithOrdinaryDays() {
    let less = PricePlates.comparison(change: 0.005, deviation: 0.02)
    #expect(less.hasPrefix("less than") && less.contains("0.25"))
    let more = PricePlates.comparison(change: 0.04, deviation: 0.02)
    #expect(more.hasPrefix("more than") && more.contains("2.0 times"))
    #expect(PricePlates.comparison(change: 0.02, deviation: 0.02).hasPrefix("about what"))
  }

  @Test func saysHowFeaturesSpread() {
    #expect(FeaturePlate.comparison(clean: 1, poisoned: 1.2).hasPrefix("values spread wider"))
    #expect(FeaturePlate.comparison(clean: 1, poisoned: 0.8).contains("closer together"))
    #expect(FeaturePlate.comparison(clean: 1, poisoned: 1.01).contains("hardly tells"))
  }

  @Test func saysWhetherWordsAreStillWords() {
    let plain = WordPlate.remark(clean: 0, poisoned: 1, budget: 0.25)
    #expect(plain.contains("100\u{a0}% of all values are neither") && plain.contains("Rounding"))
    #expect(!WordPlate.remark(clean: 0, poisoned: 1, budget: 0.5).contains("Rounding"))
    #expect(WordPlate.remark(clean: 0, poisoned: 0.9999, budget: 1).contains("more than 99.5"))
    #expect(WordPlate.remark(clean: 0, poisoned: 0, budget: 1).contains("all values are 0 or 1"))
    let other = WordPlate.remark(clean: 0.5, poisoned: 0.6, budget: 1)
    #expect(other.contains("in clean data 50\u{a0}%") && other.contains("60\u{a0}%"))
  }

  // MARK: Charts and tables

  @Test func drawsPricesAndTheReturnsThatFollow() throws {
    let plates = PoisonPlate.all(try #require(try Self.views().first { $0.domain == "portfolio" }))
    #expect(plates.map(\.name) == ["poison-prices", "poison-returns"])
    let lines = plates[0].chart.plots.map { plot in plot.series.map { $0.points.map(\.mean) } }
    // In per cent of the first day's price, which itself is not published.
    #expect(lines == [[[100, 102, 100], [101, 102, 100]], [[100, 102, 100], [98, 102, 102]]])
    let returns = plates[1].chart.plots[1].series[1].points
    #expect(returns.map(\.x) == [2, 3])
    #expect(abs(returns[0].mean - 100 * (102.0 / 98 - 1)) < 1e-12 && returns[1].mean == 0)
    // Clean returns are 2 % and −1.96 %: half their distance is the deviation.
    let deviation = 50 * (0.02 + 2.0 / 102)
    let levels = plates[1].chart.plots[0].levels.map(\.value)
    #expect(zip(levels, [deviation, -deviation]).allSatisfy { abs($0 - $1) < 1e-12 })
    // At 1 % one of three prices is changed by a hundredth.
    let rows = plates[0].table.bodies[0].rows
    #expect(rows.map(\.label) == ["clean", "1\u{a0}%", "2\u{a0}%"])
    #expect(cells(rows[1]) == ["0.33\u{a0}%", "1.0\u{a0}%", "0.17"])
    #expect(plates[0].csv.split(separator: "\r\n").count == 1 + 3 * 3)
    #expect(plates[0].csv.contains(",2010-01-05,0.02,102,\(102.0 / 98 - 1)"))
  }

  @Test func tellsHowReturnsDependOnTheDayBefore() {
    #expect(PricePlates.persistence(of: [1, -1, 1, -1]) == -0.75)
    #expect(PricePlates.persistence(of: [2, 2, 2]) == 0)
    #expect(PricePlates.persistence(of: []) == 0)
  }

  @Test func drawsBarsOfAllValues() throws {
    let view = try #require(try Self.views().first { $0.domain == "synthetic" })
    let plate = try #require(PoisonPlate.all(view).first)
    let clean = plate.chart.plots[0].series[0].points
    #expect(clean.map(\.mean) == [75, 75, 25, 25])
    #expect(zip(clean.map(\.x), [-1, 0, 0, 1]).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(plate.chart.plots[1].series[1].points.map(\.mean) == [25, 25, 75, 75])
    #expect(
      plate.table.bodies[0].rows.map(cells) == [
        ["0.00", "1.00", "–", "–"], ["0.10", "1.02", "0.25", "25\u{a0}%"],
        ["0.20", "1.50", "0.50", "25\u{a0}%"],
      ])
    #expect(plate.sentences[0].hasPrefix("At B = 0.5: the spread of values hardly tells"))
  }

  @Test func marksWordsApartFromEachOther() throws {
    let view = try #require(try Self.views().first { $0.domain == "matching" })
    let plate = try #require(PoisonPlate.all(view).first)
    let plot = plate.chart.plots[1]
    #expect(plot.horizontal.ticks.map(\.label) == ["4", "", "1177"])
    #expect(plot.series[1].points.map(\.x) == [0, 2])
    #expect(plot.series[1].points.map(\.lower) == [1, -0.25])
    #expect(plot.series[1].points.map(\.upper) == [1.25, 0])
    #expect(plate.table.bodies[0].rows.map(\.label) == ["4", "1177"])
    #expect(cells(plate.table.bodies[0].rows[1]) == ["0.000", "0.050", "−0.250"])
    #expect(plate.title.contains("31336"))
  }

  @Test func drawsAreasOfTheAttackAndOfControls() throws {
    let plate = DetectionPlate(views: try Self.views())
    #expect(plate.chart.plots.count == 6)
    let series = plate.chart.plots[0].series
    #expect(series.map(\.label) == ["Attack", "Uniform noise", "Random signs"])
    #expect(abs(series[0].points[0].mean - 0.911) < 1e-12)
    #expect(plate.chart.plots[3].series.allSatisfy { $0.points.allSatisfy { $0.mean == 1 } })
    for points in plate.chart.plots.flatMap(\.series).map(\.points) {
      #expect(points.allSatisfy { $0.lower >= 0 && $0.upper <= 1 })
    }
    let rows = plate.csv.split(separator: "\r\n")
    #expect(rows.count == 1 + 8 + 8 * 3 * 2)
    #expect(rows[0].split(separator: ",").map(String.init) == DetectionPlate.columns.map(\.name))
    #expect(rows.contains("5a,21,\(FabricatedGallery.attack),0.5,0.911,1,1"))
    #expect(rows.contains("8a,1,none,0,,0,"))
  }

  /// The mean of three units, with the interval of Student's distribution by hand.
  @Test func tablesHaveIntervalsOverUnits() throws {
    let view = try #require(try Self.views().first { $0.domain == "synthetic" })
    let table = DetectionPlate.table(view)
    #expect(table.bodies.map(\.title) == ["Clean data", "B = 0.5", "B = 1"])
    let attack = table.bodies[1].rows[0]
    #expect(attack.label == "Attack" && attack.cells.map(\.text) == ["0.91", "1.00", "1.00"])
    // 0.911 ± 4.303 · 0.001/√3
    #expect(attack.cells[0].range == "0.91 … 0.91")
    #expect(DetectionSentences(view: view).findability == .easily)
    #expect(DetectionSentences(view: view).all[2].hasPrefix("The attack is harder to find than"))
  }

  // MARK: The page

  @Test func showsEveryDomainWithItsFiles() throws {
    let files = try Self.files()
    let page = try BuiltSite.text("poisons.html", in: files)
    #expect(page.contains("clean data finds the rows of the two-stage attack’s poison easily in"))
    for name in ["detection", "features", "prices", "returns", "words"] {
      for ending in ["svg", "pdf", "csv"] {
        #expect(files.contains { $0.path == "figures/poison-\(name).\(ending)" })
        #expect(page.contains("\"figures/poison-\(name).\(ending)\""))
      }
    }
    for panel in ["5a", "8a", "10a"] { #expect(page.contains("#panel-\(panel)\">\(panel)</a>")) }
    #expect(page.contains("No poison is stored of 1 unit: seed 2."))
    #expect(page.contains("poisons of only 2 budgets here."))
    #expect(page.contains("&lt;B&gt;&amp;Q") && !page.contains("<B>&Q"))
    #expect(!page.contains("{{"))
    let ids = page.matches(of: try Regex(" id=\"([^\"]*)\"", as: (Substring, Substring).self))
      .map(\.output.1)
    #expect(Set(ids).count == ids.count, "no two elements have one name")
  }

  @Test func isLinkedFromEveryPageAndFromFigures() throws {
    let files = try Self.files()
    for (path, text) in BuiltSite.pages(files) {
      #expect(text.contains("href=\"poisons.html\""), "\(path)")
    }
  }

  @Test func saysThatThereIsNothingToShow() throws {
    let page = try BuiltSite.text("poisons.html", in: try BuiltSite.everything())
    #expect(page.contains("No poison of this study is at hand"))
    #expect(!page.contains("<figure") && !page.contains("<table"))
  }

  @Test func namesPanelsThatWereNotRun() throws {
    var gallery = FabricatedGallery.gallery
    gallery.portraits.removeLast()
    var builder = BuiltSite.builder(try BuiltSite.simulated())
    builder.poisons = gallery
    let page = try BuiltSite.text("poisons.html", in: try builder.files())
    #expect(page.contains("Not shown, because this study has no stored poison of it: panel 10a."))
  }
}
