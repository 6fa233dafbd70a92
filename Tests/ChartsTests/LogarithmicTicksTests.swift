import Testing

@testable import Charts

struct LogarithmicTicksTests {
  @Test func marksPowersOfTen() {
    let scale = LogarithmicTicks(covering: 2e-4...3)
    #expect(scale.ticks.map(\.label) == ["10⁻³", "10⁻²", "10⁻¹", "1"])
    #expect(scale.range.contains(2e-4) && scale.range.contains(3))
  }

  @Test func skipsPowersWhereThereAreMany() {
    let scale = LogarithmicTicks(covering: 1e-13...1)
    let labels = ["10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "1"]
    #expect(scale.ticks.map(\.label) == labels)
  }

  @Test func marksDigitsBetweenWherePowersAreFew() {
    let scale = LogarithmicTicks(covering: 0.3...4)
    #expect(scale.ticks.map(\.label) == ["0.5", "1", "2"])
    #expect(!LogarithmicTicks(covering: 1...1).ticks.isEmpty)
  }

  @Test func placesEqualRatiosAtEqualDistances() {
    func position(_ value: Double) -> Double {
      LogarithmicTicks.position(of: value, in: 0.01...100)
    }
    #expect(abs(position(1) - 0.5) < 1e-12)
    #expect(abs(position(10) - 0.75) < 1e-12)
  }
}
