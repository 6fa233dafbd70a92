/// The arithmetic of residuals that are compared with the size of what is in them; what is not a
/// number never passes for a small one.
public enum RelativeResidual {
  /// The largest magnitude; 0 of nothing.
  public static func largest(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0) { max($0, $1.magnitude) }
  }

  /// The inner product of equally many numbers, summed in their order.
  public static func product(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// A residual as a share of a scale; 0 if it is exactly zero, whatever the scale.
  public static func ratio(_ residual: Double, _ scale: Double) -> Double {
    residual == 0 ? 0 : residual / scale
  }

  /// The larger of two residuals, of which the second may be NaN: infinity then.
  public static func larger(_ a: Double, _ b: Double) -> Double {
    b.isNaN ? .infinity : max(a, b)
  }
}
