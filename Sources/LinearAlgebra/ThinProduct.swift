/// Products in which a factor is a row or a column: too little arithmetic for a library's call.
enum ThinProduct {
  /// `C ← op(A)·op(B)`, or `C + op(A)·op(B)` if `adding`, where inner = 1, columns = 1 or rows = 1.
  static func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
    rows: Int, columns: Int, inner: Int, transposeA: Bool, transposeB: Bool, adding adds: Bool
  ) {
    // A column or a row is stored alike, transposed or not.
    if inner == 1 {
      outer(a, b, into: c, rows: rows, columns: columns, adding: adds)
    } else if columns == 1 {
      if transposeA {
        combination(of: a, by: b, into: c, rows: inner, columns: rows, adding: adds)
      } else {
        products(of: a, by: b, into: c, rows: rows, columns: inner, adding: adds)
      }
    } else if transposeB {
      products(of: b, by: a, into: c, rows: columns, columns: inner, adding: adds)
    } else {
      combination(of: b, by: a, into: c, rows: inner, columns: columns, adding: adds)
    }
  }

  private static func outer(
    _ column: UnsafePointer<Double>, _ row: UnsafePointer<Double>,
    into c: UnsafeMutablePointer<Double>, rows: Int, columns: Int, adding: Bool
  ) {
    for i in 0..<rows {
      let (factor, target) = (column[i], c + i &* columns)
      if adding {
        for j in 0..<columns { target[j] += factor * row[j] }
      } else {
        for j in 0..<columns { target[j] = factor * row[j] }
      }
    }
  }

  /// The inner products of the rows of a matrix with one row.
  private static func products(
    of matrix: UnsafePointer<Double>, by row: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>, rows: Int, columns: Int, adding: Bool
  ) {
    for i in 0..<rows {
      let product = InnerProduct.of(matrix + i &* columns, row, count: columns)
      y[i] = adding ? y[i] + product : product
    }
  }

  /// The sum of the rows of a matrix, each multiplied by its weight.
  private static func combination(
    of matrix: UnsafePointer<Double>, by weights: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>, rows: Int, columns: Int, adding: Bool
  ) {
    var j = 0
    while j &+ 8 <= columns {
      var (even, odd) = (SmallProduct.Eight.zero, SmallProduct.Eight.zero)
      var l = 0
      while l &+ 1 < rows {
        let row = matrix + (l &* columns &+ j)
        even = SmallProduct.sum(even, weights[l], SmallProduct.load(row))
        odd = SmallProduct.sum(odd, weights[l &+ 1], SmallProduct.load(row + columns))
        l &+= 2
      }
      if l < rows {
        even = SmallProduct.sum(even, weights[l], SmallProduct.load(matrix + (l &* columns &+ j)))
      }
      let sum = even + odd
      SmallProduct.store(adding ? SmallProduct.load(y + j) + sum : sum, at: y + j)
      j &+= 8
    }
    if j == columns { return }
    if !adding { (y + j).update(repeating: 0, count: columns &- j) }
    for l in 0..<rows {
      let (row, weight) = (matrix + l &* columns, weights[l])
      for k in j..<columns { y[k] += weight * row[k] }
    }
  }
}

/// The inner product of two rows of numbers.
public enum InnerProduct {
  /// Σ aᵢbᵢ, with eight sums side by side.
  @inline(__always)
  public static func of(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int
  ) -> Double {
    var total = 0.0
    var j = 0
    if count >= 8 {
      var sums = SmallProduct.load(a) * SmallProduct.load(b)
      j = 8
      while j &+ 8 <= count {
        sums += SmallProduct.load(a + j) * SmallProduct.load(b + j)
        j &+= 8
      }
      let four = sums.lowHalf + sums.highHalf
      let two = four.lowHalf + four.highHalf
      total = two[0] + two[1]
    }
    while j < count {
      total += a[j] * b[j]
      j &+= 1
    }
    return total
  }
}
