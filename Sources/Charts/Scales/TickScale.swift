/// Round numbers at equal distances that cover a range.
struct TickScale: Equatable {
  /// The distance between two ticks is `mantissa × 10^exponent`.
  private let mantissa, exponent: Int
  private let multiples: ClosedRange<Int>

  /// Chooses the finest of the steps 1, 2, 2.5, 5 × 10ⁿ with which at most `count` ticks cover
  /// the range: the first tick is at or below its lower end, the last at or above its upper end.
  init(covering range: ClosedRange<Double>, atMost count: Int = 7) {
    precondition(count >= 3, "a tick scale needs room for 3 ticks, not \(count)")
    let (lower, upper) = TickScale.widened(range)
    // One power of ten below the mean distance: too fine; the search ends two powers later.
    var exponent = TickScale.exponent(of: (upper - lower) / Double(count)) - 1
    while true {
      // Mantissas in tenths keep 2.5 whole.
      for mantissa in [10, 20, 25, 50] {
        let step = TickScale.value(mantissa, exponent - 1)
        let slack = 1e-9
        let first = (lower / step + slack).rounded(.down)
        let last = (upper / step - slack).rounded(.up)
        if last - first + 1 <= Double(count) {
          (self.mantissa, self.exponent) = (mantissa, exponent - 1)
          multiples = Int(first)...Int(last)
          return
        }
      }
      exponent += 1
    }
  }

  /// The ticks, ascending.
  var ticks: [Tick] { multiples.map { Tick(value(at: $0), label: label(at: $0)) } }

  var range: ClosedRange<Double> {
    value(at: multiples.lowerBound)...value(at: multiples.upperBound)
  }

  var step: Double { TickScale.value(mantissa, exponent) }

  private func value(at multiple: Int) -> Double { TickScale.value(multiple * mantissa, exponent) }

  /// All labels of a scale have the same number of decimals.
  private func label(at multiple: Int) -> String {
    var (digits, power) = (mantissa, exponent)
    while digits.isMultiple(of: 10) { (digits, power) = (digits / 10, power + 1) }
    let count = multiple * digits
    let sign = count < 0 ? "−" : ""
    if count == 0 && (power < -5 || power > 4) { return "0" }
    if power > 4 || power < -5 { return sign + TickScale.scientific(String(abs(count)), power) }
    var text = String(abs(count))
    if power >= 0 { return sign + (count == 0 ? "0" : text + String(repeating: "0", count: power)) }
    text = String(repeating: "0", count: max(0, 1 - power - text.count)) + text
    text.insert(".", at: text.index(text.endIndex, offsetBy: power))
    return sign + text
  }

  /// The notation `mantissa×10ⁿ`.
  static func scientific(_ mantissa: String, _ exponent: Int) -> String {
    let raised: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶",
      "7": "⁷",
      "8": "⁸", "9": "⁹",
    ]
    return mantissa + "×10" + String(String(exponent).compactMap { raised[$0] })
  }

  /// The range, or one around it when it is too narrow to be divided.
  private static func widened(_ range: ClosedRange<Double>) -> (Double, Double) {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    let size = max(abs(lower), abs(upper))
    if upper - lower > size * 1e-9 { return (lower, upper) }
    let margin = size == 0 ? 1 : size * 0.1
    return (lower - margin, upper + margin)
  }

  /// The largest n with 10ⁿ ≤ value, for a positive value.
  private static func exponent(of value: Double) -> Int {
    var exponent = 0
    while power(exponent + 1) <= value { exponent += 1 }
    while power(exponent) > value { exponent -= 1 }
    return exponent
  }

  /// `count × 10^exponent`, correctly rounded where 10^|exponent| is exact.
  static func value(_ count: Int, _ exponent: Int) -> Double {
    exponent < 0 ? Double(count) / power(-exponent) : Double(count) * power(exponent)
  }

  static func power(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }
}
