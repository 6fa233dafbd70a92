import Foundation
import Testing

@testable import Charts

struct TickScaleTests {
  static let ranges: [ClosedRange<Double>] = [
    0...1, -0.3...6.5, 0...0.02, 3.9...4.1, -1e-7...2e-7, 1e6...9e6, 0.1...0.3, -5 ... -4, 99...101,
    0...1e12, 2...2, 0...0, 1e-300...2e-300, -7...0,
  ]

  @Test(arguments: ranges) func coversTheRangeWithAtMostSevenTicks(_ range: ClosedRange<Double>) {
    let scale = TickScale(covering: range)
    let slack = scale.step * 1e-8
    #expect(scale.range.lowerBound <= range.lowerBound + slack)
    #expect(scale.range.upperBound >= range.upperBound - slack)
    #expect((2...7).contains(scale.ticks.count))
    #expect(zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy { $0.value < $1.value })
  }

  @Test(arguments: ranges) func stepsAreRoundNumbers(_ range: ClosedRange<Double>) {
    let step = TickScale(covering: range).step
    let leading = step / pow(10, floor(log10(step) + 1e-9))
    #expect([1, 2, 2.5, 5].contains { abs($0 - leading) < 1e-6 }, "step \(step)")
  }

  @Test(arguments: ranges.dropLast(2)) func labelsReadAsTheirValues(_ range: ClosedRange<Double>) {
    for tick in TickScale(covering: range).ticks {
      var text = tick.label.replacing("−", with: "-").replacing("×10", with: "e")
      for (raised, digit) in zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789") {
        text = text.replacing(String(raised), with: String(digit))
      }
      let value = Double(text) ?? .nan
      #expect(abs(value - tick.value) <= 1e-12 * abs(tick.value), "\(tick.label)")
    }
  }

  @Test func writesAllLabelsWithEqualDecimals() {
    #expect(
      TickScale(covering: 0...1).ticks.map(\.label) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(TickScale(covering: -7...0).ticks.map(\.label) == ["−8", "−6", "−4", "−2", "0"])
    #expect(TickScale(covering: 0...1e7).ticks.last?.label == "10×10⁶")
  }

  @Test(arguments: [
    (0.25, "0.25"), (1, "1"), (-3, "−3"), (0, "0"), (1e-7, "1×10⁻⁷"),
    (2.5e20, "2.5×10²⁰"),
  ]) func writesAValueInShortestNotation(_ value: Double, _ label: String) {
    #expect(Tick(value).label == label)
  }
}
