import Foundation

/// Ticks of a logarithmic axis: powers of ten, or 1, 2 and 5 times them where there are few.
struct LogarithmicTicks: Equatable {
  /// The range of the data with a margin.
  let range: ClosedRange<Double>
  /// The ticks in the range, ascending.
  let ticks: [Tick]

  /// Chooses at most seven ticks for a range of positive numbers.
  init(covering range: ClosedRange<Double>) {
    precondition(range.lowerBound > 0, "a logarithmic axis from \(range.lowerBound)")
    var (low, high) = (log10(range.lowerBound), log10(range.upperBound))
    let margin = max(0.05 * (high - low), 0.05)
    (low, high) = (low - margin, high + margin)
    let shown = low...high
    let decades = Int(low.rounded(.up))...max(Int(low.rounded(.up)), Int(high.rounded(.down)))
    let stride = max(1, (decades.count + 6) / 7)
    // Counted from 10⁰, so that 1 is a tick wherever it is in the range.
    let powers = decades.filter { shown.contains(Double($0)) && $0.isMultiple(of: stride) }
    if powers.count >= 3 {
      ticks = powers.map { Tick(TickScale.power($0), label: LogarithmicTicks.label($0)) }
    } else {
      let first = Int(low.rounded(.down))
      ticks = (first...Int(high.rounded(.up))).flatMap { exponent in
        [1, 2, 5].compactMap { digit in
          let value = TickScale.value(digit, exponent)
          return shown.contains(log10(value)) ? Tick(value) : nil
        }
      }
    }
    self.range = pow(10, low)...pow(10, high)
  }

  /// The position of a value between the ends of a range: 0 and 1.
  static func position(of value: Double, in range: ClosedRange<Double>) -> Double {
    let (low, high) = (log10(range.lowerBound), log10(range.upperBound))
    return (log10(value) - low) / (high - low)
  }

  private static func label(_ exponent: Int) -> String {
    switch exponent {
    case 0: "1"
    case 1: "10"
    default: String(TickScale.scientific("", exponent).dropFirst())
    }
  }
}
