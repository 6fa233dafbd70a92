public import LinearAlgebra

/// Where a perturbation may lie at budget 1: `lower` ≤ ε ≤ `upper`, entry by entry, with lower
/// ≤ 0 ≤ upper.
///
/// An entry that may not be touched has a box of width zero; a mask is a box, too.
public struct Box: Sendable {
  /// The sides where they were given; a side that was not is the same for all entries and takes no
  /// memory.
  private let lower: Matrix?, upper: Matrix?

  /// A box of the given sides, each in the shape of ε; −1 and 1 everywhere by default.
  public init(lower: Matrix? = nil, upper: Matrix? = nil) {
    precondition(
      (lower?.values ?? []).allSatisfy { $0 <= 0 } && (upper?.values ?? []).allSatisfy { $0 >= 0 },
      "the box must contain zero")
    (self.lower, self.upper) = (lower, upper)
  }

  /// The bounds of one entry (row-major).
  public func bounds(at index: Int) -> (lower: Double, upper: Double) {
    (lower?.values[index] ?? -1, upper?.values[index] ?? 1)
  }

  /// Both sides written out for an ε of the given shape.
  public func sides(_ shape: (rows: Int, columns: Int)) -> (lower: Matrix, upper: Matrix) {
    (
      lower ?? Matrix(rows: shape.rows, columns: shape.columns, repeating: -1),
      upper ?? Matrix(rows: shape.rows, columns: shape.columns, repeating: 1)
    )
  }

  /// The same box with rows that may not be touched: their width is zero.
  ///
  /// - Parameters:
  ///   - rows: whether each row may be touched.
  ///   - columns: the columns of ε.
  /// - Returns: the box; it is this one where all rows may be touched.
  public func masked(rows: [Bool], columns: Int) -> Box {
    if rows.allSatisfy(\.self) { return self }
    var (low, high) = sides((rows.count, columns))
    precondition(
      low.rows == rows.count && low.columns == columns && fits((rows.count, columns)),
      "a mask of \(rows.count) rows and \(columns) columns for a box of another shape")
    for row in rows.indices where !rows[row] {
      for column in 0..<columns { (low[row, column], high[row, column]) = (0, 0) }
    }
    return Box(lower: low, upper: high)
  }

  /// Which rows may be touched: those with an entry whose box is wider than zero.
  ///
  /// - Parameter count: the number of rows of ε.
  /// - Returns: one answer per row.
  public func touchableRows(_ count: Int) -> [Bool] {
    // A side that was not given is wide everywhere.
    guard let lower, let upper else { return Array(repeating: true, count: count) }
    return (0..<count).map { row in
      zip(lower.row(row), upper.row(row)).contains { $0 < 0 || $1 > 0 }
    }
  }

  /// Whether the sides that were given have the shape of ε.
  func fits(_ shape: (rows: Int, columns: Int)) -> Bool {
    [lower, upper].compactMap(\.self).allSatisfy {
      $0.rows == shape.rows && $0.columns == shape.columns
    }
  }

  /// A perturbation clipped to `scale` times the box, entry by entry, exactly.
  func clip(_ ε: Matrix, scale: Double) -> Matrix {
    var result = ε
    for i in result.values.indices {
      let (low, high) = bounds(at: i)
      result.values[i] = min(max(result.values[i], scale * low), scale * high)
    }
    return result
  }
}
