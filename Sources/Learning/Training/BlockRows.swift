import LinearAlgebra

/// Rows of instances, followed by copies of the first one that fill the last block.
final class BlockRows {
  private let rows: Int, columns: Int
  private let values: UnsafeMutablePointer<Double>

  private let ownsValues: Bool

  /// Rows in the memory of somebody who stays as long.
  init(rows: Int, columns: Int, at address: UnsafeMutablePointer<Double>) {
    (self.rows, self.columns) = (rows, columns)
    (values, ownsValues) = (address, false)
  }

  init(rows: Int, columns: Int) {
    (self.rows, self.columns, ownsValues) = (rows, columns, true)
    values = .lines(capacity: rows * columns)
    values.initialize(repeating: 0, count: max(1, rows * columns))
  }

  deinit { if ownsValues { values.deallocate() } }

  func address(ofRow row: Int) -> UnsafeMutablePointer<Double> { values + row * columns }

  func fill(with matrix: Matrix, selecting selection: [Int]) {
    precondition(
      matrix.columns == columns && selection.count <= rows,
      "\(selection.count)×\(matrix.columns) samples in \(rows)×\(columns)")
    matrix.values.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress, let first = selection.first else { return }
      for row in 0..<rows {
        let instance = row < selection.count ? selection[row] : first
        address(ofRow: row).update(from: source + instance * columns, count: columns)
      }
    }
  }
}
