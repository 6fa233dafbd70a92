import LinearAlgebra

/// A matrix as plain numbers, row-major.
struct KeptMatrix: Sendable, Equatable, Codable {
  let matrix: Matrix

  private enum Key: CodingKey { case rows, columns, values }

  init(_ matrix: Matrix) { self.matrix = matrix }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let rows = try container.decode(Int.self, forKey: .rows)
    let columns = try container.decode(Int.self, forKey: .columns)
    let values = try container.decode([Double].self, forKey: .values)
    let size = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !size.overflow, values.count == size.partialValue else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: container,
        debugDescription: "\(values.count) values for \(rows) times \(columns)")
    }
    matrix = Matrix(rows: rows, columns: columns, values: values)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(matrix.rows, forKey: .rows)
    try container.encode(matrix.columns, forKey: .columns)
    try container.encode(matrix.values, forKey: .values)
  }
}
