/// A dense matrix of doubles, row-major; an instance is a row.
///
///     let features = Matrix([[1, 2], [3, 4], [5, 6]])
///     let gram = features.transposed * features
///     print(gram[0, 1], features.row(2))  // 44.0 [5.0, 6.0]
public struct Matrix: Sendable, Hashable, Encodable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The entries in row-major order; `rows * columns` of them.
  public var values: [Double]

  /// The matrix with the given entries in row-major order, `rows * columns` of them.
  public init(rows: Int, columns: Int, values: [Double]) {
    precondition(
      values.count == rows * columns, "\(values.count) values for a \(rows)×\(columns) matrix")
    (self.rows, self.columns, self.values) = (rows, columns, values)
  }

  /// The matrix all of whose entries are `value`, which is 0 by default.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, values: Array(repeating: value, count: rows * columns))
  }

  /// The matrix with the given rows, which must be of equal length; 0×0 without any.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows of unequal length")
    self.init(rows: rows.count, columns: columns, values: rows.flatMap { $0 })
  }

  /// The identity matrix of order `n`.
  public static func identity(_ n: Int) -> Matrix { diagonal(Array(repeating: 1, count: n)) }

  /// The square matrix with the given diagonal and zeros elsewhere.
  public static func diagonal(_ entries: [Double]) -> Matrix {
    var matrix = Matrix(rows: entries.count, columns: entries.count)
    for (index, entry) in entries.enumerated() { matrix[index, index] = entry }
    return matrix
  }

  /// The entry in the given row and column.
  public subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// The entries of one row.
  public func row(_ index: Int) -> ArraySlice<Double> {
    values[index * columns..<(index + 1) * columns]
  }

  /// The matrix of the given rows, in the given order.
  public func selectingRows(_ indices: some Sequence<Int>) -> Matrix {
    let chosen = Array(indices)
    return Matrix(rows: chosen.count, columns: columns, values: chosen.flatMap { row($0) })
  }

  /// The transposed matrix.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
    return result
  }

  /// The same entries, in the same order, as a matrix of another shape with as many entries.
  public func reshaped(rows: Int, columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, values: values)
  }

  /// This matrix with the rows of `other`, which must have as many columns, below its own.
  public func stacked(over other: Matrix) -> Matrix {
    precondition(columns == other.columns, "\(columns) columns over \(other.columns)")
    return Matrix(rows: rows + other.rows, columns: columns, values: values + other.values)
  }

  /// The largest absolute value of an entry; 0 of an empty matrix.
  public var largestMagnitude: Double { values.reduce(0) { max($0, $1.magnitude) } }

  /// The mean of all entries; NaN for an empty matrix.
  public var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// The Euclidean (Frobenius) norm.
  public var norm: Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// The sum of products of entries with those of a matrix of equal shape.
  public func dot(_ other: Matrix) -> Double {
    precondition(
      rows == other.rows && columns == other.columns,
      "\(rows)×\(columns) against \(other.rows)×\(other.columns)")
    return zip(values, other.values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The cosine of the angle between this matrix and one of equal shape; nil where either is zero
  /// or not finite.
  public func cosine(to other: Matrix) -> Double? {
    let norms = norm * other.norm
    return norms > 0 && norms.isFinite ? dot(other) / norms : nil
  }

  /// The sign of every entry, 1 or −1; 0 where it is zero.
  public var signs: Matrix { mapped { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }

  /// The entrywise sum of two matrices of equal shape.
  public static func + (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b, by: +) }

  /// The entrywise difference of two matrices of equal shape.
  public static func - (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b, by: -) }

  /// The matrix with every entry multiplied by `factor`.
  public static func * (factor: Double, a: Matrix) -> Matrix { a.mapped { factor * $0 } }

  /// The product of an m×k and a k×n matrix, m×n, by `DenseProduct`.
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(
      a.columns == b.rows, "product of \(a.rows)×\(a.columns) and \(b.rows)×\(b.columns)")
    var result = Matrix(rows: a.rows, columns: b.columns)
    DenseProduct.multiply(
      a.values, b.values, into: &result.values, rows: a.rows, columns: b.columns, inner: a.columns)
    return result
  }

  /// The matrix of `transform` applied to every entry.
  public func mapped(_ transform: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns, values: values.map(transform))
  }

  /// The matrix of `combine` applied to the entries of this one and of `other`, of equal shape.
  public func combined(with other: Matrix, by combine: (Double, Double) -> Double) -> Matrix {
    precondition(
      rows == other.rows && columns == other.columns,
      "\(rows)×\(columns) against \(other.rows)×\(other.columns)")
    return Matrix(
      rows: rows, columns: columns, values: zip(values, other.values).map { combine($0, $1) })
  }
}
