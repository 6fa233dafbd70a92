import TestSupport
import Testing

@testable import Data

struct PriceInspectionTests {
  @Test func describesFilesAndThePanel() throws {
    let folder = try TemporaryDirectory()
    let days = ["2014-01-02", "2014-01-03", "2014-01-06", "2014-01-07"]
    let text =
      PriceText.table([("A", days), ("B", [days[0], days[1], days[3]])])
      + "B,2014-01-06,,,,,0.0,0.18,,,,,,0.0\n"
    let history = try folder.history(text)
    let inspection = PriceInspection(of: history, windowLength: 2, windowTickers: 2)
    #expect(
      inspection.text == """
        table.csv
          layout        bulk table
          tickers       2 (A B)
          rows          8, mixed order
          days          2014-01-02 to 2014-01-07
          line ends     LF
          columns       complete
          blank cells   9 (open 1, high 1, low 1, close 1, split_ratio 1, adj_open 1, adj_high 1, \
        adj_low 1, adj_close 1); rows without a price: 1
          missing days  1
          zero volume   1 row
          splits        0
          bytes         \(text.utf8.count)
          SHA-256       \(history.sources[0].file.digest)

        All files together
          files         1
          rows          8
          tickers       2, of which complete: 1
          trading days  4, 2014-01-02 to 2014-01-07
          left out      0 days with 0 prices
          implausible   0 moves, 0 slips, 0 standstills
          windows       1 disjoint, of 2 days with 2 tickers: 2014-01-02…2014-01-03

        Tickers without a price on every trading day
          ticker  first       last        prices  missing  blank
          B       2014-01-02  2014-01-07       3        1      1

        """)
  }

  @Test func saysWhyThereIsNoWindow() throws {
    let folder = try TemporaryDirectory()
    let history = try folder.history(
      PriceText.tickerHeader + PriceText.row("2014-01-02", "1"), as: "KO.csv")
    let text = PriceInspection(of: history).text
    #expect(text.contains("windows       none: 50 tickers with a price on each of 531"))
    #expect(text.contains("hold only 1 trading days"))
    #expect(!text.contains(folder.url.path))
  }
}
