/// 256 bits as four words, the first the most significant.
///
/// It is not a SIMD vector, as would be natural: where vectors of 32 bytes are used (x86-64-v3),
/// the frames of async functions, which the runtime aligns to 16 bytes, are too small for them, and
/// writing to one corrupts the heap (seen with Swift 6.3.1).
struct FourWords: Hashable, Sendable {
  var x: UInt64 = 0, y: UInt64 = 0, z: UInt64 = 0, w: UInt64 = 0

  subscript(index: Int) -> UInt64 {
    get {
      switch index {
      case 0: x
      case 1: y
      case 2: z
      default: w
      }
    }
    set {
      switch index {
      case 0: x = newValue
      case 1: y = newValue
      case 2: z = newValue
      default: w = newValue
      }
    }
  }
}
