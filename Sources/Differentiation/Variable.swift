public import LinearAlgebra

/// A matrix on a tape: an input or the result of an operation.
///
/// It has a value once it was computed; operators and methods record operations on its tape.
///
///     let u = tape.input(features)  // n×d
///     let hidden = u.affine(weight, bias).hyperbolicTangent()
///     let loss = (1 / Double(u.rows)) * (hidden - target).power(2).sum()
///
/// It must not outlive its tape.
public struct Variable {
  /// The tape on which it was recorded.
  public unowned let tape: Tape
  let index: Int

  /// The number of rows.
  public var rows: Int { tape.nodes[index].rows }
  /// The number of columns.
  public var columns: Int { tape.nodes[index].columns }
  /// The number of entries.
  public var count: Int { rows * columns }
  /// Whether both are the same input or result of the same tape.
  public func isSame(as other: Variable) -> Bool { tape === other.tape && index == other.index }
  var shape: String { "\(rows)×\(columns)" }

  /// Whether the value has an address: false for what nothing compiled computes or reads.
  public var isAllotted: Bool { tape.nodes[index].value != nil }

  /// The address of the value, row-major; valid for inputs, and once something was compiled that
  /// computes it.
  public var address: UnsafeMutablePointer<Double> {
    guard let value = tape.nodes[index].value else {
      preconditionFailure("the value of a variable that nothing compiled computes")
    }
    return value
  }

  /// The address of the tangent, row-major; nil if nothing was compiled that computes it.
  public var tangentAddress: UnsafeMutablePointer<Double>? { tape.nodes[index].tangent }

  /// A copy of the value, from the last run that computed it.
  public var value: Matrix { copy(of: address) }

  /// A copy of the tangent; zeros if nothing was compiled that computes it.
  public var tangent: Matrix { tangentAddress.map(copy) ?? Matrix(rows: rows, columns: columns) }

  private func copy(of numbers: UnsafeMutablePointer<Double>) -> Matrix {
    let values = Array(UnsafeBufferPointer(start: numbers, count: count))
    return Matrix(rows: rows, columns: columns, values: values)
  }

  /// Sets the value of an input, in its shape.
  public func set(_ matrix: Matrix) {
    precondition(
      matrix.rows == rows && matrix.columns == columns,
      "a \(matrix.rows)×\(matrix.columns) value for a \(shape) input")
    address.update(from: matrix.values, count: count)
  }

  /// Sets the tangent of an input along which something was compiled, in its shape.
  public func setTangent(_ matrix: Matrix) {
    precondition(
      matrix.rows == rows && matrix.columns == columns,
      "a \(matrix.rows)×\(matrix.columns) tangent for a \(shape) input")
    guard let tangent = tangentAddress else {
      preconditionFailure("a tangent for an input along which nothing was compiled")
    }
    tangent.update(from: matrix.values, count: count)
  }
}
