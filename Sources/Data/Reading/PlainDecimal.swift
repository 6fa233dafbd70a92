/// An unsigned decimal number of at most 19 digits, as nearly every cell of a price file is one:
/// value = mantissa · 10^(−fractionDigits).
struct PlainDecimal: Equatable {
  var mantissa: UInt64
  var fractionDigits: Int

  /// Reads digits with at most one point from the start of the text and moves behind them.
  ///
  /// Nil, and `position` unmoved, unless the number has 1 to 19 digits and is followed by a comma,
  /// a line end or the end of the text.
  @inline(__always)
  static func read(
    at position: inout UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>
  ) -> PlainDecimal? {
    var place = position
    var mantissa: UInt64 = 0
    @inline(__always)
    func readDigits() -> Int {
      let start = place
      while place < end {
        let digit = place.pointee &- UInt8(ascii: "0")
        guard digit < 10 else { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        place += 1
      }
      return place - start
    }
    var digits = readDigits()
    var fractionDigits = 0
    if place < end, place.pointee == UInt8(ascii: ".") {
      place += 1
      fractionDigits = readDigits()
      digits += fractionDigits
    }
    guard digits > 0, digits <= 19, place == end || CellScanner.endsCell(place.pointee) else {
      return nil
    }
    position = place
    return PlainDecimal(mantissa: mantissa, fractionDigits: fractionDigits)
  }

  /// The nearest number of double precision (ties to even); nil where one division cannot give it.
  ///
  /// A mantissa up to 2^53 and a power of ten up to 10^22 are both exact, so their quotient is
  /// rounded once.
  ///
  /// - SeeAlso: Clinger, How to Read Floating Point Numbers Accurately (1990).
  @inline(__always)
  var value: Double? {
    guard mantissa <= 1 << 53 else { return nil }
    return Double(mantissa) / Self.powersOfTen[fractionDigits]
  }

  init(mantissa: UInt64, fractionDigits: Int) {
    (self.mantissa, self.fractionDigits) = (mantissa, fractionDigits)
  }

  /// Takes the last `count` of 16 bytes, which must be digits with at most one point; 1 to 16.
  @inline(__always)
  init(last count: Int, of16 text: UnsafePointer<UInt8>) {
    var digits = UInt128(
      littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt128.self))
    let unread = UInt128(truncatingIfNeeded: 128 &- 8 &* count)
    digits = (digits ^ Self.repeating("0")) & ~((1 &<< unread) &- 1)
    // Of the bytes 0 to 9 and of a point's, which is 30 now, only the latter has the bit of 16.
    let point = digits & Self.repeating("\u{10}")
    fractionDigits = 0
    if point != 0 {
      let place = point.trailingZeroBitCount & ~7
      let before = digits & ((1 &<< UInt128(truncatingIfNeeded: place)) &- 1)
      let behind = digits ^ before ^ (30 &<< UInt128(truncatingIfNeeded: place))
      digits = behind | before &<< 8
      fractionDigits = 15 &- place &>> 3
    }
    mantissa =
      Self.value(ofDigits: UInt64(truncatingIfNeeded: digits)) &* 100_000_000
      &+ Self.value(ofDigits: UInt64(truncatingIfNeeded: digits &>> 64))
  }

  private static func repeating(_ character: Unicode.Scalar) -> UInt128 {
    let word = 0x0101_0101_0101_0101 &* UInt64(UInt8(ascii: character))
    return UInt128(word) << 64 | UInt128(word)
  }

  /// The number of eight digits, one in a byte, the first one in the lowest.
  @inline(__always)
  private static func value(ofDigits digits: UInt64) -> UInt64 {
    let pairs = digits &* 10 &+ digits &>> 8
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let sum =
      (pairs & mask) &* (100 | 1_000_000 << 32)
      &+ (pairs &>> 16 & mask) &* (1 | 10_000 << 32)
    return sum &>> 32
  }

  /// 10^0 … 10^22, each exact in double precision.
  static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
