import LinearAlgebra

extension Budget.Limit {
  /// R.
  private var radius: Double {
    switch self {
    case .euclidean(let radius), .total(let radius): radius
    }
  }

  /// The norm that is bounded: the largest of some ways to add it up.
  private func norm(_ ε: Matrix) -> Double {
    switch self {
    case .euclidean:
      func fused(_ values: some Sequence<Double>) -> Double {
        values.reduce(0) { $0.addingProduct($1, $1) }.squareRoot()
      }
      return max(ε.norm, fused(ε.values), fused(ε.values.reversed()))
    case .total: return ε.values.reduce(0) { $0 + $1.magnitude }
    }
  }

  /// By what share two ways to add up the norm may differ.
  ///
  /// Sums of n numbers differ by n − 1 units in the last place, those of two by none; a square
  /// root halves that and is rounded itself.
  private func doubt(about ε: Matrix) -> Double {
    let count = Double(ε.values.count { $0 != 0 })
    guard count > 2 else { return 0 }
    return switch self {
    case .euclidean: (0.5 * count + 1) * .ulpOfOne
    case .total: count * .ulpOfOne
    }
  }

  /// Whether a perturbation is within the limit, in whatever order somebody adds up its entries.
  ///
  /// What another order may make of the rounding is kept free, unless no order rounds.
  public func holds(_ ε: Matrix) -> Bool {
    let norm = norm(ε)
    if norm * (1 + doubt(about: ε)) <= radius { return true }
    guard norm <= radius else { return false }
    guard case .euclidean = self else { return Self.addExactly(ε.values) }
    let squares = ε.values.map { $0 * $0 }
    return Self.addExactly(squares)
      && zip(squares, ε.values).allSatisfy { (-$0).addingProduct($1, $1) == 0 }
  }

  /// Whether sums of the terms' sizes need no rounding in any order: all terms are multiples of a
  /// power of two that a double can count.
  private static func addExactly(_ terms: [Double]) -> Bool {
    let terms = terms.map(\.magnitude).filter { $0 > 0 }
    let units = terms.map { term in
      let significand = term.significandBitPattern | (term.isNormal ? 1 << 52 : 0)
      return term.ulp * Double(UInt64(1) << UInt64(significand.trailingZeroBitCount))
    }
    guard let unit = units.min() else { return true }
    return terms.reduce(0, +) / unit <= 0x1p53
  }

  /// The point of box and ball that is nearest to ε.
  ///
  /// With aᵢ = |εᵢ| and bᵢ the bound on the side of εᵢ, the nearest point has the signs
  /// of ε and the sizes min(bᵢ, taᵢ) in the Euclidean ball and min(bᵢ, max(0, aᵢ − λ))
  /// in the other one. t and λ come from the segment between two breakpoints on which the norm is
  /// R, where it has a closed form; rounding is then taken off by a factor just below 1, which
  /// leads out of no box.
  /// - Parameters:
  ///   - ε: of any size.
  ///   - clipped: ε clipped to the box.
  ///   - bound: bᵢ ≥ 0.
  /// - Returns: a point within the limit; ε clipped, if an entry is not a number.
  func nearest(to ε: Matrix, clipped: Matrix, bound: (Int) -> Double) -> Matrix {
    if holds(clipped) || clipped.values.contains(where: \.isNaN) { return clipped }
    let entries = ε.values.indices.filter { ε.values[$0] != 0 && bound($0) > 0 }
    let sizes = entries.map { ε.values[$0].magnitude }
    let bounds = entries.map(bound)
    var result = clipped
    switch self {
    case .euclidean(let radius):
      let t = Self.scale(sizes, bounds, radius: radius)
      for (place, index) in entries.enumerated() {
        let size = min(bounds[place], t * sizes[place])
        result.values[index] = ε.values[index] > 0 ? size : -size
      }
    case .total(let radius):
      let (point, δ) = Self.threshold(sizes, bounds, radius: radius)
      for (place, index) in entries.enumerated() {
        let size = min(bounds[place], max(0, sizes[place] - point + δ))
        result.values[index] = ε.values[index] > 0 ? size : -size
      }
    }
    return shrunk(result, entries)
  }

  /// A point with some entries multiplied by a factor just below 1 that takes rounding off.
  private func shrunk(_ point: Matrix, _ entries: [Int]) -> Matrix {
    var result = point
    var factor = min(1, radius / (norm(point) * (1 + doubt(about: point))))
    var step = 0.5 * Double.ulpOfOne
    while !holds(result), factor > 0 {
      for index in entries { result.values[index] = factor * point.values[index] }
      factor = max(0, factor - step)
      step *= 2
    }
    return result
  }

  /// t with Σ min(bᵢ, taᵢ)² = R², which grows with t; what is not a number is passed on.
  private static func scale(_ a: [Double], _ b: [Double], radius: Double) -> Double {
    // In units of the largest size, so that no square overflows.
    let unit = a.max() ?? 1
    let order = a.indices.sorted { b[$0] / a[$0] < b[$1] / a[$1] }
    // Σ aᵢ² over the entries that are not yet at their bound.
    var free = Array(repeating: 0.0, count: a.count + 1)
    for place in order.indices.reversed() {
      let size = a[order[place]] / unit
      free[place] = free[place + 1] + size * size
    }
    var bound = 0.0
    for (place, index) in order.enumerated() {
      let t = b[index] / a[index] * unit
      if bound + t * t * free[place] >= radius * radius {
        return ((radius * radius - bound) / free[place]).squareRoot() / unit
      }
      bound += b[index] * b[index]
    }
    return .nan
  }

  /// λ with Σ min(bᵢ, max(0, aᵢ − λ)) = R, which falls as λ grows: a breakpoint, and by
  /// how much λ is below it.
  ///
  /// Apart they keep the digits of R where ε is far outside.
  private static func threshold(
    _ a: [Double], _ b: [Double], radius: Double
  ) -> (point: Double, below: Double) {
    func total(_ λ: Double) -> Double {
      zip(a, b).reduce(0) { $0 + min($1.1, max(0, $1.0 - λ)) }
    }
    // Between neighbouring breakpoints aᵢ − bᵢ and aᵢ the sum is linear; above the last it
    // is 0.
    let points = (a + zip(a, b).map { $0 - $1 }).filter { $0 > 0 }.sorted()
    var (low, high) = (-1, points.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if total(points[middle]) >= radius { low = middle } else { high = middle }
    }
    guard high >= 0 else { return (0, 0) }
    let (near, far) = (low < 0 ? 0 : points[low], points[high])
    var (room, count) = (radius, 0.0)
    for (size, bound) in zip(a, b) {
      if size - bound >= far {
        room -= bound
      } else if size > near {
        (room, count) = (room - (size - far), count + 1)
      }
    }
    return (far, count > 0 ? min(max(room / count, 0), far - near) : 0)
  }
}
