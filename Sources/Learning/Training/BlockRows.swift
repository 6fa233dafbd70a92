import LinearAlgebra

/// The rows of all instances, followed by copies of the first one that fill the last block.
final class BlockRows {
  private let rows: Int, columns: Int
  private let values: UnsafeMutablePointer<Double>

  init(rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    values = .allocate(capacity: max(1, rows * columns))
    values.initialize(repeating: 0, count: max(1, rows * columns))
  }

  deinit { values.deallocate() }

  func address(ofRow row: Int) -> UnsafeMutablePointer<Double> { values + row * columns }

  func fill(with matrix: Matrix) {
    precondition(
      matrix.columns == columns && matrix.rows <= rows,
      "\(matrix.rows)×\(matrix.columns) samples in \(rows)×\(columns)")
    matrix.values.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      values.update(from: source, count: matrix.rows * columns)
      for row in matrix.rows..<rows { address(ofRow: row).update(from: source, count: columns) }
    }
  }
}
