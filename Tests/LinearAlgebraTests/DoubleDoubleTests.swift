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

  @Test func whatIsNotFiniteIsNotANumber() {
    #expect((DoubleDouble(.nan) + DoubleDouble(1)).high.isNaN)
    #expect((DoubleDouble(1e300) * DoubleDouble(1e300)).high.isFinite == false)
    #expect(DoubleDouble(-4).magnitude.high == 4 && DoubleDouble.zero.squareRoot().high == 0)
  }
}
