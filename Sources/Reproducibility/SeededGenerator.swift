/// A named stream of random numbers: the same seed and name give the same numbers everywhere.
///
/// The generator is xoshiro256**, its 256 bits of state being the SHA-256 of the seed (eight
/// little-endian bytes) followed by the name (UTF-8). Streams of different names are independent,
/// so that a draw added to one shifts no other. Everything is bit for bit the same on all
/// platforms.
///
/// ```swift
/// var noise = SeededGenerator(seed: 7, stream: "noise")
/// let errors = noise.normals(100)
/// ```
///
/// - SeeAlso: Blackman & Vigna, Scrambled Linear Pseudorandom Number Generators (2021).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  /// What the stream is named by: it depends on seed and names alone, never on the numbers drawn.
  private let identity: Digest
  private var state: FourWords
  /// The second of two normal numbers that were made together.
  private var spareNormal: Double?

  /// Opens the stream of that name under that seed.
  public init(seed: UInt64, stream: String) {
    var bytes = withUnsafeBytes(of: seed.littleEndian) { Array($0) }
    bytes.append(contentsOf: stream.utf8)
    self.init(identity: Digest(ofBytes: bytes))
  }

  private init(identity: Digest) {
    self.identity = identity
    state = identity.words
  }

  /// A stream of its own, named within this one.
  ///
  /// It depends on the seed and the names only: neither on how many numbers were drawn before, nor
  /// does asking for it draw one.
  public func substream(_ name: String) -> SeededGenerator {
    SeededGenerator(identity: Digest(of: "\(identity)/\(name)"))
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.turn(state.y &* 5, 7) &* 9
    let shifted = state.y &<< 17
    state.z ^= state.x
    state.w ^= state.y
    state.y ^= state.z
    state.x ^= state.w
    state.z ^= shifted
    state.w = Self.turn(state.w, 45)
    return result
  }

  private static func turn(_ x: UInt64, _ count: UInt64) -> UInt64 {
    (x &<< count) | (x &>> (64 &- count))
  }

  /// A number of [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() &>> 11) * 0x1p-53 }

  /// A number of the interval, whose upper end is reached only by rounding.
  public mutating func uniform(in interval: ClosedRange<Double>) -> Double {
    let u = uniform()
    let value = interval.lowerBound * (1 - u) + interval.upperBound * u
    return min(max(value, interval.lowerBound), interval.upperBound)
  }

  /// A standard normal number, by the polar method, which makes two at a time.
  ///
  /// - SeeAlso: Marsaglia & Bray, A Convenient Method for Generating Normal Variables (1964).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square > 0 && square < 1 {
        let scale = (-2 * naturalLogarithm(square) / square).squareRoot()
        spareNormal = y * scale
        return x * scale
      }
    }
  }

  /// +1 or −1, with equal probability.
  public mutating func sign() -> Double { next() &>> 63 == 0 ? 1 : -1 }

  /// An index of 0..<count, each with exactly the same probability.
  ///
  /// - SeeAlso: Lemire, Fast Random Integer Generation in an Interval (2019).
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "an index below \(count) does not exist")
    let bound = UInt64(count)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Puts the elements into a random order, each order with the same probability.
  public mutating func shuffle<T>(_ array: inout [T]) {
    for last in stride(from: array.count - 1, to: 0, by: -1) {
      array.swapAt(last, index(below: last + 1))
    }
  }

  /// That many standard normal numbers, as repeated calls of `normal` give them.
  public mutating func normals(_ count: Int) -> [Double] { (0..<count).map { _ in normal() } }

  /// That many numbers of the interval, as repeated calls of `uniform(in:)` give them.
  public mutating func uniforms(_ count: Int, in interval: ClosedRange<Double>) -> [Double] {
    (0..<count).map { _ in uniform(in: interval) }
  }
}
