/// The random stream of NumPy's `RandomState(seed)`, number by number.
///
/// NumPy has frozen this stream (NEP 19), so that data which published benchmarks draw from it can
/// be drawn here, too. It is not for anything of this program's own, which has `SeededGenerator`:
/// one stream serves all, so that a draw more shifts all that follow. Integers, uniform numbers and
/// coins are NumPy's to the last bit; normal numbers, too, but for the last place of a logarithm,
/// which NumPy takes from the C library.
///
/// ```swift
/// var random = NumPyRandomState(seed: 0)
/// random.uniform()  // 0.5488135039273248, as numpy.random.RandomState(0).random_sample()
/// ```
///
/// - SeeAlso: Matsumoto & Nishimura, Mersenne Twister (1998), MT19937 with 32-bit words; Marsaglia
///   & Bray, A Convenient Method for Generating Normal Variables (1964).
public struct NumPyRandomState: Sendable {
  private static let count = 624, shift = 397

  private var words: [UInt32]
  private var position = NumPyRandomState.count
  /// The second of two normal numbers that were made together; only `normal` uses it up.
  private var spareNormal: Double?

  /// The stream of a seed, which as in NumPy is an integer of 32 bits.
  public init(seed: UInt32) {
    var word = seed
    words = []
    words.reserveCapacity(Self.count)
    for index in 1...UInt32(Self.count) {
      words.append(word)
      word = 1_812_433_253 &* (word ^ (word >> 30)) &+ index
    }
  }

  /// The next 32 random bits.
  public mutating func next() -> UInt32 {
    if position == Self.count { renew() }
    var word = words[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    word ^= word >> 18
    return word
  }

  private mutating func renew() {
    for i in 0..<Self.count {
      let joined =
        (words[i] & 0x8000_0000) | (words[(i + 1) % Self.count] & 0x7fff_ffff)
      let twisted = (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_b0df)
      words[i] = words[(i + Self.shift) % Self.count] ^ twisted
    }
    position = 0
  }

  /// A number of [0, 1), a multiple of 2⁻⁵³, as `random_sample` draws it.
  public mutating func uniform() -> Double {
    let (upper, lower) = (next() >> 5, next() >> 6)
    return (Double(upper) * 0x1p26 + Double(lower)) * 0x1p-53
  }

  /// A number of [low, high), as `uniform(low, high)` draws it.
  public mutating func uniform(from low: Double, to high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// A standard normal number, as `randn` and `normal(0, 1)` draw it.
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square < 1 && square != 0 {
        let scale = (-2 * naturalLogarithm(square) / square).squareRoot()
        spareNormal = scale * x
        return scale * y
      }
    }
  }

  /// 0 or 1, each with probability ½, as `binomial(1, 0.5)` draws it.
  public mutating func coin() -> Int { uniform() > 0.5 ? 1 : 0 }

  /// An index of 0..<count, each with the same probability, as `randint(0, count)` draws it, and
  /// `choice` from as many elements, with replacement.
  ///
  /// - Precondition: `count` is from 1 to 2³² − 1.
  public mutating func index(below count: Int) -> Int {
    precondition(count >= 1 && count <= Int(UInt32.max), "an index below \(count)")
    let largest = UInt32(count - 1)
    if largest == 0 { return 0 }
    let mask = UInt32.max >> UInt32(largest.leadingZeroBitCount)
    while true {
      let word = next() & mask
      if word <= largest { return Int(word) }
    }
  }
}
