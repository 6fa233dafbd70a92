extension Variable {
  /// For each row the mean of the rows of this variable that belong to the nearest points,
  /// rows×columns.
  ///
  /// Which points these are is chosen and noted, like an active set: the result is linear in this
  /// variable and does not change with the points, until a neighbour is replaced by another one.
  ///
  /// - Parameters:
  ///   - count: how many neighbours a row has, its own point not among them; all others where there
  ///     are not as many.
  ///   - points: one row per row of this variable. Distances are Euclidean; of equal ones the
  ///     point further up is nearer.
  /// - Returns: the means; the variable itself where it has a single row, and so no neighbours.
  public func meansOverNearest(_ count: Int, of points: Variable) -> Variable {
    precondition(
      count >= 1 && points.rows == rows, "\(count) neighbours among \(points.shape) for \(shape)")
    if rows < 2 { return self }
    return tape.record(
      NeighbourMeans(count: min(count, rows - 1), isTransposed: false, origin: nil),
      of: [self, points], rows: rows, columns: columns)
  }
}

/// yᵢ = (1/k)·Σ xⱼ over the k nearest points j of i, or its transposed yⱼ = (1/k)·Σ xᵢ
/// over the points i that j is a neighbour of.
///
/// The inputs are x and the points.
struct NeighbourMeans: Operation {
  /// k, below the number of points.
  let count: Int
  let isTransposed: Bool
  /// Where the choices lie of the means that this is a derivative of; nil for those themselves.
  let origin: Int?

  func choiceWords(rows: Int, columns: Int) -> Int { origin == nil ? rows * count : 0 }

  func evaluate(_ frame: Frame) {
    average(frame.inputs[0].value, into: frame.result.value, frame)
  }

  func push(_ frame: Frame) {
    guard let result = frame.result.tangent else { return }
    average(frame.inputs[0].tangent, into: result, frame)
  }

  private func average(
    _ x: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>, _ frame: Frame
  ) {
    y.update(repeating: 0, count: frame.result.count)
    guard let x else { return }
    let (neighbours, columns, share) = (neighbours(frame), frame.result.columns, 1 / Double(count))
    for i in 0..<frame.result.rows {
      for k in 0..<count {
        let j = neighbours[i &* count &+ k]
        let (source, target) = isTransposed ? (i, j) : (j, i)
        let (from, to) = (x + source &* columns, y + target &* columns)
        for c in 0..<columns { to[c] += share * from[c] }
      }
    }
  }

  /// The neighbours of all points, k for each: of the slot where choices are held, else found.
  ///
  /// What is found is noted for the means themselves, which a gradient may not run again.
  private func neighbours(_ frame: Frame) -> [Int] {
    let total = frame.result.rows * count
    let words = frame.words(from: origin ?? frame.firstChoice)
    if let words, frame.branches.mode == .held { return (0..<total).map { Int(words[$0]) } }
    let found = search(frame.inputs[1])
    if let words { for (place, index) in found.enumerated() { words[place] = UInt64(index) } }
    return found
  }

  private func search(_ points: Operand) -> [Int] {
    let (n, d) = (points.rows, points.columns)
    var distances = Array(repeating: 0.0, count: n)
    return (0..<n).flatMap { i -> [Int] in
      let own = points.value + i &* d
      for j in 0..<n {
        let other = points.value + j &* d
        var square = 0.0
        for c in 0..<d {
          let difference = own[c] - other[c]
          square += difference * difference
        }
        distances[j] = square.isNaN ? .infinity : square
      }
      // The nearest so far, in order: few of many.
      var nearest: [Int] = []
      for j in 0..<n where j != i {
        if nearest.count == count, let last = nearest.last, distances[j] >= distances[last] {
          continue
        }
        let place = nearest.firstIndex { distances[j] < distances[$0] } ?? nearest.count
        nearest.insert(j, at: place)
        if nearest.count > count { nearest.removeLast() }
      }
      return nearest
    }
  }

  func pull(_ g: Variable, from y: Variable, inputs: [Variable], needs: [Bool]) -> [Variable?] {
    let first = origin ?? g.tape.nodes[y.index].firstChoice
    return [
      needs[0]
        ? g.tape.record(
          NeighbourMeans(count: count, isTransposed: !isTransposed, origin: first),
          of: [g, inputs[1]], rows: g.rows, columns: g.columns) : nil, nil,
    ]
  }
}
