/// How the columns of a product are cut into strips.
struct StripShape {
  /// How many numbers a vector holds: those of a register, or fewer in a product of few columns.
  let lanes: Int
  /// One, two or three.
  let vectors: Int
  /// The number of columns; the last vector begins `lanes` before the end.
  let columns: Int

  /// The next strip where `remaining` of `total` columns, at least two, are left.
  ///
  /// No strip but the only one is narrower than two vectors, so that the last vector always has
  /// its columns within the strip.
  @inline(__always)
  init(remaining: Int, of total: Int) {
    var lanes = NativeVector.scalarCount
    while lanes > total { lanes &>>= 1 }
    let left = (remaining &+ lanes &- 1) &>> lanes.trailingZeroBitCount
    self.lanes = lanes
    vectors = left == 4 ? 2 : min(left, 3)
    columns = left <= 3 ? remaining : vectors &* lanes
  }

  /// Where the last vector begins, in a row of the product and in one of a packed strip.
  @inline(__always) var last: Int { columns &- lanes }
  @inline(__always) var packedLast: Int { (vectors &- 1) &* lanes }
  /// The numbers of a row of a packed strip.
  @inline(__always) var packedColumns: Int { vectors &* lanes }

  /// Does what depends on the kind of strip.
  @inline(__always)
  func apply(_ work: some StripWork) {
    if lanes == NativeVector.scalarCount {
      switch vectors {
      case 1: work.run(OneVector<NativeVector>.self)
      case 2: work.run(TwoVectors<NativeVector>.self)
      default: work.run(ThreeVectors<NativeVector>.self)
      }
    } else if lanes == 4 {
      if vectors == 1 {
        work.run(OneVector<SIMD4<Double>>.self)
      } else {
        work.run(TwoVectors<SIMD4<Double>>.self)
      }
    } else if vectors == 1 {
      work.run(OneVector<SIMD2<Double>>.self)
    } else {
      work.run(TwoVectors<SIMD2<Double>>.self)
    }
  }
}

/// Work on a strip, whatever its kind.
protocol StripWork {
  func run<S: Strip>(_ strip: S.Type)
}
