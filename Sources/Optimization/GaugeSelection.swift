import Differentiation
import LinearAlgebra

/// For each row y the (a, a₀) with max(1, γ(y)) = aᵀy + a₀: the scaled constraint that
/// attains γ(y) and 0, or zeros and 1 where γ(y) ≤ 1.
///
/// It is constant between kinks. The first input is the ray in its unit s, so that γ(sy) is
/// compared with s, and 1 becomes s; the second is the ray itself.
struct GaugeSelection: Operation {
  let rows: Matrix
  /// The transpose of `rows`, each row filled up to whole vectors, so that products with all
  /// constraints are computed side by side.
  private let columns: [Double]
  private let width: Int

  init(rows: Matrix) {
    self.rows = rows
    width = (rows.rows + 7) / 8 * 8
    var columns = [Double](repeating: 0, count: rows.columns * width)
    for i in 0..<rows.rows { for j in 0..<rows.columns { columns[j * width + i] = rows[i, j] } }
    self.columns = columns
  }

  var pushReadsResult: Bool { false }
  var isLinear: Bool { true }

  func choiceWords(rows count: Int, columns: Int) -> Int { count }

  func evaluate(_ frame: Frame) {
    let k = rows.columns
    let words = frame.branches.current.map { $0 + frame.firstChoice }
    let isHeld = frame.branches.mode == .held
    var census = frame.branches.census
    rows.values.withUnsafeBufferPointer { buffer in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, width)) { products in
        guard let constraints = buffer.baseAddress, let products = products.baseAddress else {
          return
        }
        for i in 0..<frame.result.rows {
          let target = frame.result.value + i &* (k &+ 1)
          let unit = RayUnit.unit(of: frame.inputs[1].value + i &* k, count: k)
          var choice = 0
          if isHeld, let words {
            choice = Int(words[i])
          } else {
            multiply(frame.inputs[0].value + i &* k, into: products)
            choice = choose(products, above: unit, &census)
            words?[i] = UInt64(choice)
          }
          if choice == 0 {
            target.update(repeating: 0, count: k)
          } else {
            target.update(from: constraints + (choice &- 1) &* k, count: k)
          }
          target[k] = choice == 0 ? unit : 0
        }
      }
    }
    frame.branches.census = census
  }

  /// Writes aᵢᵀy of all constraints i, each summed in the order of y's entries.
  private func multiply(_ y: UnsafePointer<Double>, into products: UnsafeMutablePointer<Double>) {
    products.update(repeating: 0, count: width)
    columns.withUnsafeBufferPointer { columns in
      guard let columns = columns.baseAddress else { return }
      for j in 0..<rows.columns {
        let (column, value) = (columns + j &* width, y[j])
        for i in 0..<width { products[i] += column[i] * value }
      }
    }
  }

  /// 0 where γ ≤ s, else 1 plus the index of the row that attains γ (the first, if several do).
  private func choose(
    _ products: UnsafePointer<Double>, above unit: Double, _ census: inout BranchCensus
  ) -> Int {
    var (choice, largest, second) = (0, unit, -Double.infinity)
    for row in 0..<rows.rows {
      let product = products[row]
      if product > largest {
        (choice, second, largest) = (row &+ 1, largest, product)
      } else {
        second = max(second, product)
      }
    }
    census.note(margin: (largest - second) / unit, degenerateBelow: 1e-14)
    return choice
  }

  func push(_ frame: Frame) {
    frame.result.tangent?.update(repeating: 0, count: frame.result.count)
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    [nil, nil]
  }
}

/// A matrix with each row multiplied by the unit of a ray, the row of the same number of the second
/// input.
///
/// The unit is a power of two: 1, or for a ray with entries beyond 2⁶⁴ about one over the
/// largest of them, so that neither the gauge nor powers of it leave the range of doubles. It is
/// constant between powers of two, and its choice changes no value: x̂ does not depend on the
/// unit.
struct RayUnit: Operation {
  var pushReadsResult: Bool { false }

  /// The unit of a ray; 1 for one that is not finite.
  @inline(__always)
  static func unit(of ray: UnsafePointer<Double>, count: Int) -> Double {
    var largest = 0.0
    for j in 0..<count { largest = max(largest, ray[j].magnitude) }
    guard largest > 0x1p64, largest.isFinite else { return 1 }
    return Double(sign: .plus, exponent: -Int(largest.exponent), significand: 1)
  }

  func evaluate(_ frame: Frame) {
    multiply(frame.inputs[0].value, frame, into: frame.result.value)
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    guard let tangent = frame.inputs[0].tangent else {
      return result.update(repeating: 0, count: frame.result.count)
    }
    multiply(tangent, frame, into: result)
  }

  private func multiply(
    _ x: UnsafePointer<Double>, _ frame: Frame, into result: UnsafeMutablePointer<Double>
  ) {
    let k = frame.result.columns
    for i in 0..<frame.result.rows {
      let unit = RayUnit.unit(of: frame.inputs[1].value + i &* k, count: k)
      for j in i &* k..<(i &+ 1) &* k { result[j] = unit * x[j] }
    }
  }

  func pull(_ g: Variable, from result: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?]
  {
    let ray = inputs[1]
    return [
      needs[0] ? g.tape.record(RayUnit(), of: [g, ray], rows: g.rows, columns: g.columns) : nil,
      nil,
    ]
  }
}
