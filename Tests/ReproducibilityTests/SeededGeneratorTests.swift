import Reproducibility
import Testing

struct SeededGeneratorTests {
  /// From an independent implementation: fixed for ever, since records depend on it.
  @Test func givesTheSameNumbersForEver() {
    var generator = SeededGenerator(seed: 7, stream: "weights")
    #expect(
      (0..<4).map { _ in generator.next() } == [
        581203813744133827,
        3070004910117538103,
        7382226694646241195,
        839290038377527513,
      ])
    var child = SeededGenerator(seed: 7, stream: "weights").substream("a")
    #expect(child.next() == 6032351426661817045)
  }

  @Test func separatesSeedsAndNames() {
    var firsts: Set<UInt64> = []
    for seed in 0..<50 as Range<UInt64> {
      for name in ["", "a", "b", "ab"] {
        var generator = SeededGenerator(seed: seed, stream: name)
        firsts.insert(generator.next())
      }
    }
    #expect(firsts.count == 200)
  }

  @Test func namesSubstreamsWithoutDrawing() {
    var parent = SeededGenerator(seed: 1, stream: "parent")
    var early = parent.substream("child")
    var other = parent.substream("sister")
    var undisturbed = SeededGenerator(seed: 1, stream: "parent")
    #expect(parent.normals(3) == undisturbed.normals(3))
    var late = parent.substream("child")
    let first = early.next()
    #expect(first == late.next())
    #expect(first != other.next())
  }

  @Test func fillsTheUnitInterval() {
    var generator = SeededGenerator(seed: 2, stream: "uniform")
    let values = (0..<100_000).map { _ in generator.uniform() }
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
    // Standard errors: 0.0009 of the mean, 0.0002 of the variance; five of each are allowed.
    let (mean, variance) = Self.moments(values)
    #expect(abs(mean - 0.5) < 0.005)
    #expect(abs(variance - 1.0 / 12) < 0.0015)
  }

  @Test func keepsWithinTheInterval() {
    var generator = SeededGenerator(seed: 3, stream: "interval")
    let values = generator.uniforms(10_000, in: -3...5)
    #expect(values.allSatisfy { (-3...5).contains($0) })
    #expect(abs(Self.moments(values).mean - 1) < 0.12)
    #expect(generator.uniforms(3, in: 2...2) == [2, 2, 2])
    let widest = generator.uniforms(
      3, in: -Double.greatestFiniteMagnitude...(.greatestFiniteMagnitude))
    #expect(widest.allSatisfy { $0.isFinite })
  }

  @Test func drawsStandardNormalNumbers() {
    var generator = SeededGenerator(seed: 4, stream: "normal")
    let values = generator.normals(100_000)
    // Standard errors: 0.003 of the mean, 0.0045 of the variance, 0.031 of the fourth moment.
    let (mean, variance) = Self.moments(values)
    #expect(abs(mean) < 0.016)
    #expect(abs(variance - 1) < 0.023)
    let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(values.count)
    #expect(abs(fourth - 3) < 0.16)
    // Both numbers of a pair are of use, and not correlated.
    let pairs = stride(from: 0, to: values.count, by: 2).map { values[$0] * values[$0 + 1] }
    #expect(abs(Self.moments(pairs).mean) < 0.023)
  }

  @Test func drawsBothSigns() {
    var generator = SeededGenerator(seed: 5, stream: "sign")
    let values = (0..<10_000).map { _ in generator.sign() }
    #expect(values.allSatisfy { abs($0) == 1 })
    #expect(abs(Self.moments(values).mean) < 0.05)
  }

  @Test(arguments: [1, 2, 7, 100])
  func drawsEveryIndexEquallyOften(count: Int) {
    var generator = SeededGenerator(seed: 6, stream: "index")
    var drawn = [Int](repeating: 0, count: count)
    let expected = 1000
    for _ in 0..<count * expected { drawn[generator.index(below: count)] += 1 }
    // Five standard deviations of a count with mean 1000.
    #expect(drawn.allSatisfy { abs($0 - expected) < 160 })
  }

  @Test func drawsIndicesBelowTheLargestBound() {
    var generator = SeededGenerator(seed: 7, stream: "index")
    let values = (0..<1000).map { _ in generator.index(below: .max) }
    #expect(values.allSatisfy { $0 >= 0 })
    #expect(values.contains { $0 > .max / 2 })
  }

  @Test func shufflesIntoEveryOrder() {
    var generator = SeededGenerator(seed: 8, stream: "shuffle")
    var orders: [[Int]: Int] = [:]
    for _ in 0..<6000 {
      var array = [1, 2, 3]
      generator.shuffle(&array)
      orders[array, default: 0] += 1
    }
    #expect(orders.count == 6)
    #expect(orders.values.allSatisfy { abs($0 - 1000) < 150 })
    var nothing: [Int] = []
    generator.shuffle(&nothing)
    #expect(nothing.isEmpty)
  }

  private static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, squares / Double(values.count - 1))
  }
}
