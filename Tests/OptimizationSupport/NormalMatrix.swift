public import Differentiation
public import LinearAlgebra
public import Reproducibility

extension Matrix {
  /// Standard normal numbers in the given shape.
  public static func normal(rows: Int, columns: Int, _ random: inout SeededGenerator) -> Matrix {
    Matrix(rows: rows, columns: columns, values: random.normals(rows * columns))
  }

  /// Standard normal numbers in the shape of a variable.
  public static func normal(like variable: Variable, _ random: inout SeededGenerator) -> Matrix {
    normal(rows: variable.rows, columns: variable.columns, &random)
  }
}
