/// The Secure Hash Algorithm with 256 bits of output, fed piece by piece.
///
/// The result depends on the concatenated bytes only, not on how they were divided among the calls
/// of `update`. Cost: one pass, no allocation after the first.
///
/// - SeeAlso: FIPS 180-4, Secure Hash Standard (2015), sections 4.1.2, 5 and 6.2.
public struct SHA256: Sendable {
  static let blockSize = 64

  private var state = State.initial
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  /// Starts with no bytes.
  public init() {
    pending.reserveCapacity(2 * Self.blockSize)
  }

  /// Appends bytes to the hashed message.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let taken = rest.prefix(Self.blockSize - pending.count)
      pending.append(contentsOf: taken)
      rest = rest.dropFirst(taken.count)
      guard pending.count == Self.blockSize else { return }
      pending.withUnsafeBytes { state.absorb($0) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count / Self.blockSize * Self.blockSize
    if whole > 0 {
      state.absorb(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
    }
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// The digest of all bytes given so far; more bytes may follow afterwards.
  public func finalised() -> Digest {
    var last = pending
    last.append(0x80)
    let zeros = (2 * Self.blockSize - 8 - last.count) % Self.blockSize
    last.append(contentsOf: repeatElement(0, count: zeros))
    withUnsafeBytes(of: (byteCount &* 8).bigEndian) { last.append(contentsOf: $0) }
    var final = state
    last.withUnsafeBytes { final.absorb($0) }
    return Digest(words: (final.a, final.b, final.c, final.d, final.e, final.f, final.g, final.h))
  }
}

extension SHA256 {
  /// The eight working words, named as in the standard.
  struct State: Sendable {
    var a, b, c, d, e, f, g, h: UInt32

    /// The first 32 bits of the fractional parts of the square roots of the first eight primes.
    static let initial = State(
      a: 0x6a09_e667, b: 0xbb67_ae85, c: 0x3c6e_f372, d: 0xa54f_f53a,
      e: 0x510e_527f, f: 0x9b05_688c, g: 0x1f83_d9ab, h: 0x5be0_cd19)

    /// Compresses whole blocks; the message schedule lives in sixteen words used in turn.
    mutating func absorb(_ blocks: UnsafeRawBufferPointer) {
      precondition(
        blocks.count % SHA256.blockSize == 0, "\(blocks.count) bytes are no whole blocks of 64")
      guard var block = blocks.baseAddress else { return }
      SHA256.roundConstants.withUnsafeBufferPointer { constants in
        guard let k = constants.baseAddress else { return }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { schedule in
          guard let w = schedule.baseAddress else { return }
          for _ in 0..<blocks.count / SHA256.blockSize {
            compress(block, w, k)
            block += SHA256.blockSize
          }
        }
      }
    }

    @inline(__always)
    private mutating func compress(
      _ block: UnsafeRawPointer, _ w: UnsafeMutablePointer<UInt32>, _ k: UnsafePointer<UInt32>
    ) {
      for i in 0..<16 {
        let word = block.loadUnaligned(fromByteOffset: i &* 4, as: UInt32.self)
        w[i] = UInt32(bigEndian: word)
      }
      var s = self
      s.sixteenRounds(w, k, extending: true)
      s.sixteenRounds(w, k + 16, extending: true)
      s.sixteenRounds(w, k + 32, extending: true)
      s.sixteenRounds(w, k + 48, extending: false)
      a &+= s.a
      b &+= s.b
      c &+= s.c
      d &+= s.d
      e &+= s.e
      f &+= s.f
      g &+= s.g
      h &+= s.h
    }

    /// Sixteen rounds on the words at hand, each replaced by the word sixteen rounds later.
    @inline(__always)
    private mutating func sixteenRounds(
      _ w: UnsafeMutablePointer<UInt32>, _ k: UnsafePointer<UInt32>, extending: Bool
    ) {
      eightRounds(w, k, 0, extending)
      eightRounds(w, k, 8, extending)
    }

    /// Eight rounds: after each the roles of the words have moved on by one, so nothing is copied.
    @inline(__always)
    private mutating func eightRounds(
      _ w: UnsafeMutablePointer<UInt32>, _ k: UnsafePointer<UInt32>, _ i: Int, _ more: Bool
    ) {
      Self.round(a, b, c, &d, e, f, g, &h, Self.word(w, k, i, more))
      Self.round(h, a, b, &c, d, e, f, &g, Self.word(w, k, i &+ 1, more))
      Self.round(g, h, a, &b, c, d, e, &f, Self.word(w, k, i &+ 2, more))
      Self.round(f, g, h, &a, b, c, d, &e, Self.word(w, k, i &+ 3, more))
      Self.round(e, f, g, &h, a, b, c, &d, Self.word(w, k, i &+ 4, more))
      Self.round(d, e, f, &g, h, a, b, &c, Self.word(w, k, i &+ 5, more))
      Self.round(c, d, e, &f, g, h, a, &b, Self.word(w, k, i &+ 6, more))
      Self.round(b, c, d, &e, f, g, h, &a, Self.word(w, k, i &+ 7, more))
    }

    /// Kᵢ + Wᵢ of this round; with `more`, Wᵢ₊₁₆ takes the place of Wᵢ.
    @inline(__always)
    private static func word(
      _ w: UnsafeMutablePointer<UInt32>, _ k: UnsafePointer<UInt32>, _ i: Int, _ more: Bool
    ) -> UInt32 {
      let current = w[i]
      if more {
        let early = w[(i &+ 1) & 15]
        let late = w[(i &+ 14) & 15]
        let σ0 = turn(early, 7) ^ turn(early, 18) ^ (early &>> 3)
        let σ1 = turn(late, 17) ^ turn(late, 19) ^ (late &>> 10)
        w[i] = current &+ σ0 &+ w[(i &+ 9) & 15] &+ σ1
      }
      return k[i] &+ current
    }

    @inline(__always)
    private static func round(
      _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
      _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ word: UInt32
    ) {
      let Σ1 = turn(e ^ turn(e ^ turn(e, 14), 5), 6)  // by 6, 11 and 25 in all
      let choice = g ^ (e & (f ^ g))
      let t = h &+ Σ1 &+ choice &+ word
      let Σ0 = turn(a ^ turn(a ^ turn(a, 9), 11), 2)  // by 2, 13 and 22
      let majority = (a & b) ^ (c & (a ^ b))
      d = d &+ t
      h = t &+ Σ0 &+ majority
    }

    /// `x` rotated to the right by `count` bits.
    @inline(__always)
    private static func turn(_ x: UInt32, _ count: UInt32) -> UInt32 {
      (x &>> count) | (x &<< (32 &- count))
    }
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  static let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
