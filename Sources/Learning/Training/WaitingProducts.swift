import LinearAlgebra

/// Products G·W that are only summed, C ← C + Σ GₛWₛ: done for many steps at once, so that
/// C comes from memory once and not once per step.
///
/// The bits are those of one product after the other.
final class WaitingProducts {
  /// About how many terms the sum of an entry has when it is full, and the most numbers it keeps.
  private static let terms = 1024, most = 8_000_000

  private let rows: Int, inner: Int, columns: Int
  /// How many products have room, and how many there are.
  private let room: Int
  private var count = 0
  /// The left factors side by side, and the right ones below one another.
  private let left: UnsafeMutablePointer<Double>, right: UnsafeMutablePointer<Double>

  /// Room for pairs of products of `rows`×`inner` and `inner`×`columns` matrices.
  init(rows: Int, inner: Int, columns: Int) {
    (self.rows, self.inner, self.columns) = (rows, inner, columns)
    let least = max(1, inner * (rows + columns))
    room = 2 * max(1, min(WaitingProducts.terms / max(1, inner), WaitingProducts.most / least) / 2)
    left = .lines(capacity: rows * room * inner)
    right = .lines(capacity: room * inner * columns)
  }

  deinit {
    left.deallocate()
    right.deallocate()
  }

  /// Whether there is no room for another pair.
  var isFull: Bool { count == room }

  /// Begins a pair of products with these right factors; their left ones follow by rows.
  func begin(with factors: [UnsafeMutablePointer<Double>]) {
    for factor in factors {
      (right + count * inner * columns).update(from: factor, count: inner * columns)
      count += 1
    }
  }

  /// Gives the left factors of the pair, times a number, in some of their rows.
  func set(_ factors: [UnsafeMutablePointer<Double>], times share: Double, rows: Range<Int>) {
    for (position, factor) in factors.enumerated() {
      var source = factor
      for row in rows {
        let target = left + (row * room + count - factors.count + position) * inner
        for k in 0..<inner { target[k] = share * source[k] }
        source += inner
      }
    }
  }

  /// Adds the products to C and forgets them.
  func add(to c: inout Matrix) {
    precondition(c.values.count == rows * columns, "sums of another shape")
    DenseProduct.multiply(
      left, right, into: &c.values, rows: rows, columns: columns, inner: count * inner,
      strideA: room * inner, adding: true)
    count = 0
  }
}
