/// Products of dense row-major matrices given by address, whose bits do not depend on the machine.
///
/// Every entry is a running sum over k in order, c ← fma(aᵢₖ, bₖⱼ, c), each term rounded
/// once. Registers of any width hold different entries, never different terms of one, so that all
/// give the same bits; so does a processor without fused multiply–add, by the C library's `fma`
/// and very slowly.
public enum DenseProduct {
  /// `C ← op(A)·op(B)`, or `C ← C + op(A)·op(B)` if `adding`, with C `rows`×`columns` and
  /// `inner` the summed dimension.
  ///
  /// Each matrix is dense: op(A) is `rows`×`inner` and op(B) `inner`×`columns`, and a transposed
  /// operand is stored as `inner`×`rows` or `columns`×`inner`. C must not overlap A or B. The
  /// sums start from C's entries if `adding`, else from 0. By default nothing is transposed and C
  /// is not read. `strideA` is the distance between the starts of two rows as A is stored, if it is
  /// part of a wider matrix; the default is a dense A.
  public static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    rows: Int, columns: Int, inner: Int, transposeA: Bool = false, transposeB: Bool = false,
    strideA: Int? = nil, adding: Bool = false
  ) {
    let width = strideA ?? (transposeA ? rows : inner)
    let product = BlockedProduct(
      a: Entries(a, rowStep: transposeA ? 1 : width, columnStep: transposeA ? width : 1),
      b: Entries(b, rows: inner, columns: columns, transposed: transposeB),
      start: adding ? Entries(c, rows: rows, columns: columns) : Zeros.entries, c: c,
      cStep: columns, rows: rows, columns: columns, inner: inner)
    product.run()
  }

  /// `C ← A·Bᵀ + 1·row`: a layer of a network, with A `rows`×`inner`, B `columns`×`inner`,
  /// a row of `columns` numbers, and C `rows`×`columns`; the sums start from the row.
  public static func layer(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, adding row: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, rows: Int, columns: Int, inner: Int
  ) {
    if columns == 1 {
      c.update(repeating: row[0], count: rows)
      multiply(a, b, into: c, rows: rows, columns: 1, inner: inner, adding: true)
      return
    }
    let product = BlockedProduct(
      a: Entries(a, rows: rows, columns: inner),
      b: Entries(b, rows: inner, columns: columns, transposed: true),
      start: Entries(row, rowStep: 0, columnStep: 1), c: c, cStep: columns, rows: rows,
      columns: columns, inner: inner)
    product.run()
  }
}

/// Zeros that sums start from: one strip of them for all entries.
private enum Zeros {
  nonisolated(unsafe) private static let strip: UnsafePointer<Double> = {
    let count = 3 * NativeVector.scalarCount
    let zeros = UnsafeMutablePointer<Double>.lines(capacity: count)
    zeros.initialize(repeating: 0, count: count)
    return UnsafePointer(zeros)
  }()

  @inline(__always) static var entries: Entries { Entries(strip, rowStep: 0, columnStep: 0) }
}
