import Reproducibility
import Testing

struct NumberFormatTests {
  @Test(arguments: [
    (0.1, "0.1"), (12, "12"), (-3, "-3"), (1e-7, "1e-07"), (1e22, "1e+22"), (-0.0, "-0"),
    (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"),
  ])
  func writesTheShortestText(value: Double, expected: String) {
    #expect(NumberFormat.exact(value) == expected)
  }

  @Test func readsBackTheSameNumber() throws {
    var generator = SeededGenerator(seed: 1, stream: "bits")
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      #expect(Double(NumberFormat.exact(value)) == value)
    }
  }

  @Test(arguments: [
    (0, 3, "0"), (3, 3, "3.00"), (0.012, 3, "0.0120"), (123_456, 3, "123000"), (999.6, 3, "1000"),
    (0.0001, 3, "0.000100"), (0.00009999, 3, "0.000100"), (0.000012, 3, "1.20e-5"),
    (999_999, 3, "1.00e6"), (1e6, 3, "1.00e6"), (-1234.5, 2, "-1200"), (250, 3, "250"),
    (2.5e-12, 1, "2e-12"), (1.5e300, 2, "1.5e300"), (9.996, 3, "10.0"), (7, 1, "7"),
    (.nan, 3, "nan"), (-.infinity, 3, "-inf"),
  ])
  func keepsTheSignificantDigits(value: Double, digits: Int, expected: String) {
    #expect(NumberFormat.significant(value, digits: digits) == expected)
  }

  @Test(arguments: [
    (0.125, 2, "0.12"), (0.5, 0, "0"), (1.5, 0, "2"), (-0.001, 2, "0.00"), (-1.25, 1, "-1.2"),
    (1e20, 1, "100000000000000000000.0"), (2, 3, "2.000"), (.infinity, 1, "inf"),
  ])
  func keepsTheDecimals(value: Double, decimals: Int, expected: String) {
    #expect(NumberFormat.fixed(value, decimals: decimals) == expected)
  }

  @Test func setsMinusSignsForPages() {
    #expect(NumberFormat.significant(-1.2e-7, typographic: true) == "\u{2212}1.20×10⁻⁷")
    #expect(NumberFormat.significant(1.2e10, digits: 2, typographic: true) == "1.2×10¹⁰")
    #expect(NumberFormat.fixed(-0.5, decimals: 1, typographic: true) == "\u{2212}0.5")
    #expect(NumberFormat.significant(-.infinity, typographic: true) == "\u{2212}∞")
    #expect(NumberFormat.fixed(.infinity, decimals: 1, typographic: true) == "∞")
  }

  @Test func printsTheLargestNumberInFull() {
    let text = NumberFormat.fixed(-Double.greatestFiniteMagnitude, decimals: 17)
    #expect(text.count == 1 + 309 + 1 + 17)
  }
}
