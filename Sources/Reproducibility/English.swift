/// Numbers and lists as words of a sentence.
///
/// ```swift
/// English.counted(5, "seed")           // "5 seeds"
/// English.joined(["a", "b", "c"])      // "a, b and c"
/// ```
public enum English {
  /// A number with its noun: "1 seed", "5 seeds".
  ///
  /// The number is printed in groups of three digits; the default plural is the noun with an "s".
  public static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(NumberFormat.grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// A list: "a", "a and b", "a, b and c".
  public static func joined(_ words: [String]) -> String {
    guard let last = words.last else { return "" }
    let others = words.dropLast().joined(separator: ", ")
    return others.isEmpty ? last : "\(others) and \(last)"
  }

  /// The text with a capital first letter.
  public static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}

extension NumberFormat {
  /// A whole number with thin spaces between groups of three digits, from five digits on.
  public static func grouped(_ count: Int) -> String {
    let digits = Array(String(count))
    guard digits.count > 4 else { return String(digits) }
    return digits.indices.map { index in
      let left = digits.count - index
      return (index > 0 && left.isMultiple(of: 3) ? "\u{202f}" : "") + String(digits[index])
    }.joined()
  }

  /// A number as it was chosen, exactly and with a typographic minus.
  public static func chosen(_ x: Double) -> String { exact(x).replacing("-", with: "\u{2212}") }

  /// A share as whole percents, with a no-break space.
  public static func percent(_ share: Double) -> String {
    fixed(100 * share, decimals: 0, typographic: true) + "\u{a0}%"
  }
}

extension Sequence {
  /// The first element of each key, in order of first appearance.
  public func uniqued<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
    var seen: Set<Key> = []
    return filter { seen.insert(key($0)).inserted }
  }
}

extension Sequence where Element: Hashable {
  /// Every element once, in order of first appearance.
  public func uniqued() -> [Element] { uniqued { $0 } }
}
