import Foundation

extension Variable {
  /// The entrywise power xᵃ with a constant, finite exponent a.
  ///
  /// Entries may have any sign where a is an integer, and must be positive where it is not (the
  /// power of a negative entry is then NaN); where a < 0 they must not be zero.
  ///
  /// Where a is a multiple of ½ of at most 16 in magnitude, the power is a product of ⌊|a|⌋
  /// factors from left to right, times √x for half an odd number, and its reciprocal for a < 0:
  /// correctly rounded operations in a fixed order, which give the same bits on every processor.
  /// All other powers are the C library's `pow`, whose last bits may depend on the library and the
  /// processor.
  public func power(_ exponent: Double) -> Variable {
    precondition(exponent.isFinite, "the power \(exponent) of \(shape)")
    return applying(Power(exponent: exponent))
  }
}

/// y = xᵃ with ẏ = a·xᵃ⁻¹·ẋ, entry by entry.
struct Power: Operation {
  var pushReadsResult: Bool { false }

  let exponent: Double

  /// The largest number of factors that are multiplied one by one; beyond it `pow` is as exact.
  static let largestFactorCount = 16.0

  /// Writes xᵃ of all entries.
  private static func raise(
    _ x: UnsafePointer<Double>, to a: Double, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    let size = a.magnitude
    guard size <= largestFactorCount, (2 * size).rounded() == 2 * size else {
      for i in 0..<count { y[i] = pow(x[i], a) }
      return
    }
    let factors = Int(size)
    let hasRoot = size != Double(factors)
    for i in 0..<count {
      var product = factors == 0 ? 1 : x[i]
      for _ in 1..<max(1, factors) { product *= x[i] }
      if hasRoot { product *= x[i].squareRoot() }
      y[i] = a < 0 ? 1 / product : product
    }
  }

  func evaluate(_ frame: Frame) {
    Power.raise(
      frame.inputs[0].value, to: exponent, into: frame.result.value, count: frame.result.count)
  }

  func push(_ frame: Frame) {
    guard let dx = frame.inputs[0].tangent, let dy = frame.result.tangent else { return }
    let count = frame.result.count
    if exponent == 0 {
      dy.update(repeating: 0, count: count)
      return
    }
    Power.raise(frame.inputs[0].value, to: exponent - 1, into: dy, count: count)
    let exponent = exponent
    for i in 0..<count { dy[i] = exponent * dy[i] * dx[i] }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    exponent == 0 ? [nil] : [g * (exponent * inputs[0].power(exponent - 1))]
  }
}
