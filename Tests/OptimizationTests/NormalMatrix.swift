import Differentiation
import LinearAlgebra
import Reproducibility

extension Matrix {
  /// Standard normal numbers in the given shape.
  static func normal(rows: Int, columns: Int, _ random: inout SeededGenerator) -> Matrix {
    Matrix(rows: rows, columns: columns, values: random.normals(rows * columns))
  }

  /// Standard normal numbers in the shape of a variable.
  static func normal(like variable: Variable, _ random: inout SeededGenerator) -> Matrix {
    normal(rows: variable.rows, columns: variable.columns, &random)
  }
}
