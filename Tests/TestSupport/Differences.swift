public import LinearAlgebra

/// The central difference (f(x + h·d) − f(x − h·d))/2h of a function along the direction d.
///
/// For a smooth function it is off by about h²·|f‴|/6 and by the rounding of f divided by h.
///
/// - Parameters:
///   - x: where the derivative is wanted.
///   - direction: d, of the shape of x.
///   - step: h > 0.
///   - function: f, whose values all have the same shape.
/// - Returns: the difference, of the shape of the function's values.
/// - Throws: what the function throws.
public func centralDifference(
  at x: Matrix, along direction: Matrix, step: Double, of function: (Matrix) throws -> Matrix
) rethrows -> Matrix {
  let ahead = try function(x + step * direction)
  let behind = try function(x - step * direction)
  return (0.5 / step) * (ahead - behind)
}

/// The gradient of a function by central differences along every entry of x.
///
/// - Parameters:
///   - x: where the gradient is wanted.
///   - step: the step h > 0 of each difference.
///   - function: the function, called twice per entry.
/// - Returns: the gradient, of the shape of x.
/// - Throws: what the function throws.
public func differenceGradient(
  at x: Matrix, step: Double, of function: (Matrix) throws -> Double
) rethrows -> Matrix {
  var gradient = Matrix(rows: x.rows, columns: x.columns)
  for index in x.values.indices {
    var unit = Matrix(rows: x.rows, columns: x.columns)
    unit.values[index] = 1
    gradient.values[index] =
      try centralDifference(at: x, along: unit, step: step) { Matrix([[try function($0)]]) }[0, 0]
  }
  return gradient
}

/// The sum of the products of corresponding entries of two matrices of equal shape.
public func innerProduct(_ a: Matrix, _ b: Matrix) -> Double {
  a.combined(with: b, by: *).values.reduce(0, +)
}
