import LinearAlgebra
import Testing

struct DoubleDoubleTests {
  @Test func keepsWhatADoubleDrops() {
    let sum = DoubleDouble(1) + DoubleDouble(0x1p-80)
    #expect(sum.high == 1 && sum.low == 0x1p-80)
    #expect((sum - DoubleDouble(1)).high == 0x1p-80)
    let product = DoubleDouble.product(1 + 0x1p-40, 1 - 0x1p-40)
    #expect(product.high == 1 && product.low == -0x1p-80)
  }

  @Test(arguments: [3.0, 7, 1e-9, 12_345.678, 1e20])
  func quotientsAndRootsAreExactToThirtyDigits(_ x: Double) {
    let value = DoubleDouble(x)
    let back = DoubleDouble(1) / value * value - DoubleDouble(1)
    #expect(back.high.magnitude < 4 * DoubleDouble.precision)
    let root = value.squareRoot()
    #expect((root * root - value).high.magnitude < 8 * DoubleDouble.precision * x)
    #expect((0.1 * value - DoubleDouble.product(0.1, x)).high == 0)
  }

  @Test func sumsOfProductsSurviveCancellation() {
    let a = [1e18, 1, -1e18].map(DoubleDouble.init)
    let b = [1e10, 3.5, 1e10].map(DoubleDouble.init)
    #expect(DoubleDouble.product(a, b, count: 3).high == 3.5)
    #expect(DoubleDouble.product([1e18, 1, -1e18], b, count: 3).high == 3.5)
  }

  /// Four numbers at a time give the bits of one after another, also of zeros.
  @Test(arguments: [0, 1, 3, 4, 7, 8, 13, 40])
  func rowsHaveTheBitsOfTheirNumbers(_ count: Int) {
    func row(_ divisor: Double) -> [DoubleDouble] {
      (0..<count).map { index in
        if index % 5 == 4 { return index % 2 == 0 ? .zero : -DoubleDouble.zero }
        let sign = index % 3 == 0 ? -1.0 : 1
        return DoubleDouble(sign * Double(1 << (3 * index % 31))) / DoubleDouble(divisor)
      }
    }
    let (a, b, factor) = (row(3), row(11), DoubleDouble(2) / DoubleDouble(7))
    let plain = a.map(\.high)
    #expect(same([DoubleDouble.product(a, b, count: count)], [sum(zip(a, b).map { $0 * $1 })]))
    #expect(
      same([DoubleDouble.product(plain, b, count: count)], [sum(zip(plain, b).map { $0 * $1 })]))

    var (first, second) = (a, b)
    DoubleDouble.subtract(factor, times: b, from: &first, count: count)
    #expect(same(first, zip(a, b).map { $0 - factor * $1 }))
    first = a
    let sine = DoubleDouble(1) / DoubleDouble(3)
    DoubleDouble.rotate(&first, &second, cosine: factor, sine: sine, count: count)
    #expect(same(first, zip(a, b).map { factor * $0 + sine * $1 }))
    #expect(same(second, zip(a, b).map { factor * $1 - sine * $0 }))
  }

  /// The sum of terms in the order of the rows' products.
  private func sum(_ terms: [DoubleDouble]) -> DoubleDouble {
    var sums = Array(repeating: DoubleDouble.zero, count: 4)
    for (index, term) in terms.enumerated() {
      let lane = index < terms.count / 4 * 4 ? index % 4 : 0
      sums[lane] = sums[lane] + term
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3])
  }

  private func same(_ a: [DoubleDouble], _ b: [DoubleDouble]) -> Bool {
    a.elementsEqual(b) {
      $0.high.bitPattern == $1.high.bitPattern && $0.low.bitPattern == $1.low.bitPattern
    }
  }

  @Test func whatIsNotFiniteIsNotANumber() {
    #expect((DoubleDouble(.nan) + DoubleDouble(1)).high.isNaN)
    #expect((DoubleDouble(1e300) * DoubleDouble(1e300)).high.isFinite == false)
    #expect(DoubleDouble(-4).magnitude.high == 4 && DoubleDouble.zero.squareRoot().high == 0)
  }
}
