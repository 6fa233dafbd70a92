/// Where bytes of a few kinds stand among 64 bytes of a comma-separated text.
///
/// Bit i of a mask belongs to byte i; a byte with no bit in any mask is neither part of a plain
/// number nor the end of a cell.
struct ByteMasks: Equatable {
  /// Commas and line feeds; zeros and line feeds; points; digits.
  private let words: Words

  /// Commas and line feeds.
  var ends: UInt64 { words[0] }
  /// Line feeds alone.
  var lineFeeds: UInt64 { words[0] & words[1] }
  /// Decimal points.
  var points: UInt64 { words[2] }
  /// The digit 0.
  var zeros: UInt64 { words[1] & ~words[0] }
  /// All digits.
  var digits: UInt64 { words[3] }

  private typealias Bytes = SIMD32<UInt8>
  private typealias Words = SIMD4<UInt64>

  /// Looks at the 64 bytes from there on, which need not be aligned.
  ///
  /// Each kind is told from the others in all bytes at once. Of word j of eight, bit j of every
  /// byte is taken, so that the eight words fit into one; its bits, an 8 × 8 matrix, are then
  /// transposed, for four kinds together.
  @inline(__always)
  init(at start: UnsafePointer<UInt8>) {
    let bytes = UnsafeRawPointer(start)
    let low = bytes.loadUnaligned(as: Bytes.self)
    let high = bytes.loadUnaligned(fromByteOffset: 32, as: Bytes.self)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let lowBits = Words(ones, ones << 1, ones << 2, ones << 3)
    let highBits = Words(ones << 4, ones << 5, ones << 6, ones << 7)
    @inline(__always)
    func bits(_ kind: (Bytes) -> Words) -> Words { kind(low) & lowBits | kind(high) & highBits }
    let end = bits { Self.equal($0, ",") | Self.equal($0, "\n") }
    let zeroOrLineFeed = bits { Self.equal($0, "0") | Self.equal($0, "\n") }
    let point = bits { Self.equal($0, ".") }
    let digit = bits { Self.words(($0 &- Self.repeating("0")) .< Self.repeating(10)) }
    let first = Self.joinedInPairs(end, zeroOrLineFeed)
    let second = Self.joinedInPairs(point, digit)
    var words =
      Words(lowHalf: first.lowHalf, highHalf: second.lowHalf)
      | Words(lowHalf: first.highHalf, highHalf: second.highHalf)
    Self.swap(&words, 0x00AA_00AA_00AA_00AA, 7)
    Self.swap(&words, 0x0000_CCCC_0000_CCCC, 14)
    Self.swap(&words, 0x0000_0000_F0F0_F0F0, 28)
    self.words = words
  }

  /// Joins the words 0 and 1 of each, then 2 and 3.
  @inline(__always)
  private static func joinedInPairs(_ left: Words, _ right: Words) -> Words {
    Words(left[0], right[0], left[2], right[2]) | Words(left[1], right[1], left[3], right[3])
  }

  /// Swaps the bits under a mask with those `distance` above them: a step of transposing.
  @inline(__always)
  private static func swap(_ words: inout Words, _ mask: UInt64, _ distance: UInt64) {
    let changes = (words ^ (words &>> distance)) & Words(repeating: mask)
    words = words ^ changes ^ (changes &<< distance)
  }

  @inline(__always)
  private static func equal(_ bytes: Bytes, _ character: Unicode.Scalar) -> Words {
    words(bytes .== repeating(UInt8(ascii: character)))
  }

  @inline(__always)
  private static func repeating(_ character: Unicode.Scalar) -> Bytes {
    repeating(UInt8(ascii: character))
  }

  /// Built from words, since 32 single bytes are not always joined to one constant.
  @inline(__always)
  private static func repeating(_ byte: UInt8) -> Bytes {
    unsafeBitCast(Words(repeating: 0x0101_0101_0101_0101 &* UInt64(byte)), to: Bytes.self)
  }

  /// A mask as words, all bits of a byte set where it holds.
  @inline(__always)
  private static func words(_ mask: SIMDMask<SIMD32<Int8>>) -> Words {
    unsafeBitCast(mask, to: Words.self)
  }
}
