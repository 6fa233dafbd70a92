import Differentiation
public import Learning
public import LinearAlgebra
public import Reproducibility

extension MetaGradient {
  /// Checks a meta-gradient: its entry of largest magnitude and some drawn ones beside differences
  /// by replay, the reach of its branches, and, where decisions were degenerate, slopes from both
  /// sides.
  ///
  /// The gradient of frozen factors is not that of the replayed loss, and is not checked.
  /// - Parameters:
  ///   - value: what the last call of `value(at:labels:from:)` returned, whose branches are held.
  ///   - ε: where it was computed.
  ///   - α: the labels' perturbation there.
  ///   - weights: the initial weights of the training that was differentiated.
  ///   - count: how many entries are checked; 0 for none.
  ///   - budget: the half-width B of the box of ε, which sets the differences' steps.
  ///   - random: where entries are drawn from.
  /// - Returns: the check.
  /// - Throws: `SolverError` where a decision problem has no answer.
  /// - Complexity: at least six trainings per entry, and 40 for the reach.
  public func certificate(
    of value: Value, at ε: Matrix, labels α: Matrix? = nil, from weights: Weights,
    entries count: Int, budget: Double, using random: inout SeededGenerator
  ) throws -> Poison.Certificate {
    let g = value.perturbation
    let scale = g.largestMagnitude
    let indices = count > 0 ? CheckedEntries.indices(of: g, count: count, using: &random) : []
    var certificate = Poison.Certificate(indices: indices)
    func unit(_ index: Int) -> Matrix {
      var direction = Matrix(rows: g.rows, columns: g.columns)
      direction.values[index] = 1
      return direction
    }
    if factors == .exact {
      certificate = try Poison.Certificate(of: g, entries: indices, budget: budget) {
        try replayedSlope(at: ε, labels: α, from: weights, along: unit($0), step: $1)
      }
      certificate.rate(sweep: value.backwardNorms, loss: value.adversaryLoss, budget: budget)
    }
    if scale > 0, g.isFinite {
      certificate.reach = try reach(
        at: ε, labels: α, from: weights, along: (-1 / scale) * g, limit: budget)
    }
    if factors == .exact, value.census.degenerate > 0, g.isFinite, count > 0 {
      let steps = RichardsonDifference.ladder(budget: budget).filter { $0 >= 1e-8 }
      let loss = try freeLoss()
      let base = try loss.value(at: ε, labels: α, from: weights)
      func slopes(_ side: Double) throws -> [Double] {
        try indices.map { index in
          try OneSidedDifference.slope(side: side, steps: steps, base: base) { distance in
            try loss.value(at: ε + distance * unit(index), labels: α, from: weights)
          }
        }
      }
      certificate.oneSided = Poison.OneSidedSlopes(lower: try slopes(-1), upper: try slopes(1))
    }
    return certificate
  }

  /// The same check of the gradient by labels: its entry of largest magnitude and some drawn ones
  /// beside differences by replay.
  ///
  /// To be called before the check by features, whose reach leaves other branches behind.
  /// - Parameters:
  ///   - value: what the last call of `value(at:labels:from:)` returned, whose branches are held.
  ///   - ε: where it was computed.
  ///   - α: the labels' perturbation there.
  ///   - weights: the initial weights of the training that was differentiated.
  ///   - count: how many entries are checked; 0 for none.
  ///   - budget: the half-width of the box of α, which sets the differences' steps.
  ///   - random: where entries are drawn from.
  /// - Returns: the check.
  /// - Throws: `SolverError` where a decision problem has no answer.
  public func labelCertificate(
    of value: Value, at ε: Matrix, labels α: Matrix? = nil, from weights: Weights,
    entries count: Int, budget: Double, using random: inout SeededGenerator
  ) throws -> Poison.Certificate {
    let g = value.labels
    let indices = count > 0 ? CheckedEntries.indices(of: g, count: count, using: &random) : []
    guard factors == .exact else { return Poison.Certificate(indices: indices) }
    let still = Matrix(rows: ε.rows, columns: ε.columns)
    var certificate = try Poison.Certificate(of: g, entries: indices, budget: budget) {
      var direction = Matrix(rows: g.rows, columns: g.columns)
      direction.values[$0] = 1
      return try replayedSlope(
        at: ε, labels: α, from: weights, along: still, labelDirection: direction, step: $1)
    }
    certificate.rate(sweep: value.backwardNorms, loss: value.adversaryLoss, budget: budget)
    return certificate
  }
}

extension Matrix {
  var isFinite: Bool { values.allSatisfy(\.isFinite) }
}
