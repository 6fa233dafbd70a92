import LinearAlgebra
import Reproducibility

/// Instances as a benchmark's generator draws them.
struct StandardInstances {
  /// u, n×p, and what is predicted of them, n×k.
  let features: Matrix, labels: Matrix

  /// Some of the instances, in their order.
  subscript(_ rows: Range<Int>) -> StandardInstances {
    StandardInstances(
      features: features.selectingRows(rows), labels: labels.selectingRows(rows))
  }
}

/// The law by which the benchmarks of Elmachtoub and Grigas (2022) turn features into numbers, as
/// PyEPO's generators have it (Tang and Khalil 2024).
///
/// B is k×p of zeros and ones, each with probability ½, u ~ N(0, I) of p features, and
///
///     yⱼ = s·(((Bu)ⱼ/√p + 3)^deg + 1)/3.5^deg·ε,   ε ~ U[1 − w, 1 + w]
///
/// for each j and instance. All of B is drawn first, then all u, then all ε, each row by row:
/// another number of instances is another draw of the noise.
struct PolynomialLaw {
  /// The degree, at least 1.
  let degree: Int
  /// w, from 0 to 1.
  let noise: Double
  /// s.
  var scale = 1.0

  /// The instances that the stream gives next, in doubles, before any rounding.
  func draw(
    _ count: Int, features p: Int, labels k: Int, from random: inout NumPyRandomState
  ) -> StandardInstances {
    let map = random.coins(rows: k, columns: p)
    let u = random.normals(rows: count, columns: p)
    var y = values(of: u, map: map)
    for index in y.values.indices {
      y.values[index] *= random.uniform(from: 1 - noise, to: 1 + noise)
    }
    return StandardInstances(features: u, labels: y)
  }

  /// The numbers without noise, n×k, of features u, n×p, and a map B, k×p.
  func values(of u: Matrix, map: Matrix) -> Matrix {
    precondition(degree >= 1, "a polynomial of degree \(degree)")
    let (root, divisor) = (Double(map.columns).squareRoot(), power(3.5, degree))
    return (u * map.transposed).mapped {
      scale * (power($0 / root + 3, degree) + 1) / divisor
    }
  }
}

/// A power of a whole exponent of at least 1, multiplied from left to right.
func power(_ base: Double, _ exponent: Int) -> Double {
  (1..<exponent).reduce(base) { product, _ in product * base }
}

extension NumPyRandomState {
  /// The stream of a data set's seed.
  ///
  /// - Throws: `StandardProblemError.seed` where NumPy has no such seed.
  init(dataSeed seed: UInt64) throws(StandardProblemError) {
    guard let seed = UInt32(exactly: seed) else { throw .seed(seed) }
    self.init(seed: seed)
  }

  /// Zeros and ones, row by row.
  mutating func coins(rows: Int, columns: Int) -> Matrix {
    Matrix(
      rows: rows, columns: columns, values: (0..<rows * columns).map { _ in Double(coin()) })
  }

  /// Standard normal numbers, row by row.
  mutating func normals(rows: Int, columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in normal() })
  }
}

extension Matrix {
  /// Each entry rounded to single precision, in which PyEPO hands out what is predicted.
  var inSinglePrecision: Matrix { mapped { Double(Float($0)) } }
}

/// Why there is no such instance of a standard problem.
public enum StandardProblemError: Error, Equatable, CustomStringConvertible {
  /// NumPy's `RandomState` has no such seed.
  case seed(UInt64)

  /// One sentence.
  public var description: String {
    switch self {
    case .seed(let seed):
      "the standard problems draw their data as NumPy does, whose seeds are below 2^32; \(seed) is "
        + "too large"
    }
  }
}
