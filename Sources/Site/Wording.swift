import Experiments
import Reproducibility
import Statistics

/// How numbers and names become words of a page.
struct Wording {
  /// Decimals of every utility of a panel.
  let decimals: Int

  /// Wording for the utilities of a panel: three digits of the largest mean.
  init(_ results: PanelResults) {
    let means = results.victims.compactMap { results.clean($0) }.map { Interval(of: $0).mean }
    self.init(utilities: means)
  }

  /// Wording for numbers of the size of some utilities: three digits of the largest.
  init(utilities: [Double]) {
    var (largest, decimals) = (utilities.map(\.magnitude).max() ?? 1, 2)
    while largest < 1, decimals < 6, largest > 0 {
      (largest, decimals) = (largest * 10, decimals + 1)
    }
    while largest >= 100, decimals > 0 { (largest, decimals) = (largest / 10, decimals - 1) }
    self.decimals = decimals
  }

  /// A utility.
  func number(_ x: Double) -> String {
    NumberFormat.fixed(x, decimals: decimals, typographic: true)
  }

  /// "3.38 (95 % interval 3.10 to 3.66)"; the mean alone where there is no interval.
  func meanWithInterval(_ values: [Double]) -> String {
    let interval = Interval(of: values)
    guard let bounds = interval.bounds else { return number(interval.mean) }
    return
      "\(number(interval.mean)) (95\u{a0}% interval \(number(bounds.lowerBound)) to \(number(bounds.upperBound)))"
  }

  /// "3.38 [3.10, 3.66]"; the mean alone where there is no interval.
  func meanWithRange(_ values: [Double]) -> String {
    let interval = Interval(of: values)
    guard let bounds = interval.bounds else { return number(interval.mean) }
    return
      "\(number(interval.mean)) [\(number(bounds.lowerBound)), \(number(bounds.upperBound))]"
  }

  /// The interval alone as in a table: "3.10 … 3.66".
  func range(_ interval: Interval) -> String? {
    interval.bounds.map { "\(number($0.lowerBound)) … \(number($0.upperBound))" }
  }

  /// A share as whole percents.
  static func percent(_ share: Double) -> String {
    NumberFormat.fixed(100 * share, decimals: 0, typographic: true) + "\u{a0}%"
  }

  /// A learner as pages call it: "two-stage", "simple joint".
  static func learner(_ name: String) -> String {
    switch name {
    case "simple-joint": "simple joint"
    case "decision-regression": "simple joint (regression on decisions)"
    default: name
    }
  }

  /// A name such as `uniform-noise` as the beginning of a label: "Uniform noise".
  static func label(ofTreatment name: String) -> String {
    switch name {
    case "none": "Clean data"
    case "meta-gradient": "Algorithm 1"
    case "metapoison": "MetaPoison"
    default: capitalised(name.replacing("-", with: " "))
    }
  }

  /// What a reference decision knows.
  static func label(ofLevel name: String) -> String {
    switch name {
    case "perfect": "perfect decision"
    case "uninformed": "uninformed decision"
    case "static": "static portfolio"
    default: name
    }
  }

  /// A number to few significant digits; a dash for none.
  static func short(_ x: Double?, digits: Int = 2) -> String {
    x.map { NumberFormat.significant($0, digits: digits, typographic: true) } ?? "–"
  }

  static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// "1 seed", "5 seeds".
  static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// A whole number with thin spaces between groups of three digits, from five digits on.
  static func grouped(_ count: Int) -> String {
    let digits = Array(String(count))
    guard digits.count > 4 else { return String(digits) }
    return digits.indices.map { index in
      let left = digits.count - index
      return (index > 0 && left.isMultiple(of: 3) ? "\u{202f}" : "") + String(digits[index])
    }.joined()
  }

  /// "a", "a and b", "a, b and c".
  static func joined(_ words: [String]) -> String {
    guard let last = words.last else { return "" }
    let others = words.dropLast().joined(separator: ", ")
    return others.isEmpty ? last : "\(others) and \(last)"
  }
}
