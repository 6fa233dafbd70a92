/// The number that a cell's text stands for, correctly rounded and independent of the locale.
///
/// The grammar is `[+-] digits [. digits] [(e|E) [+-] digits]` with at least one digit before the
/// exponent; words such as `nan`, hexadecimal digits and digit groups are not numbers.
enum DecimalNumber {
  /// The nearest number of double precision; nil if the text is not a finite number.
  static func value(of text: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let start = text.baseAddress, !text.isEmpty else { return nil }
    let end = start + text.count
    var position = start
    if let plain = PlainDecimal.read(at: &position, before: end), position == end,
      let value = plain.value
    {
      return value
    }
    guard isNumber(text) else { return nil }
    let value = Double(String(decoding: text, as: UTF8.self))
    guard let value, value.isFinite else { return nil }
    return value
  }

  private static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") }
    func skipDigits() -> Int {
      let first = index
      while index < text.count, text[index] &- UInt8(ascii: "0") < 10 { index += 1 }
      return index - first
    }
    if isSign(text[0]) { index += 1 }
    var digits = skipDigits()
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      digits += skipDigits()
    }
    guard digits > 0 else { return false }
    if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < text.count, isSign(text[index]) { index += 1 }
      guard skipDigits() > 0 else { return false }
    }
    return index == text.count
  }
}
