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
    // `Double` reads that grammar, and words and hexadecimal digits besides.
    guard text.allSatisfy("+-.0123456789Ee".utf8.contains),
      let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite
    else { return nil }
    return value
  }
}
