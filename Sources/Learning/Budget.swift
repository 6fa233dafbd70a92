public import LinearAlgebra

/// How far an attacker may go: half-widths of the boxes of ε and of α, as multiples of the
/// scenario's boxes at 1, and what else is agreed on.
///
/// ```swift
/// var budget = Budget(features: 0.5)
/// budget.limit = .euclidean(3)  // ‖ε‖₂ ≤ 3 within the box
/// budget.share = .init(0.2)  // a fifth of the rows, which the attacker chooses
/// ```
public struct Budget: Sendable, Hashable, Encodable {
  /// A bound on all of ε together, beside the box of each entry; labels have their box alone.
  ///
  /// Plain steps make the most of it: steps of one length for all entries spread a total over many.
  public enum Limit: Sendable, Hashable, Encodable {
    /// ‖ε‖₂ ≤ R, in the unit of ε.
    case euclidean(Double)
    /// ‖ε‖₁ ≤ R, in the unit of ε.
    case total(Double)
  }

  /// How many rows an attacker may touch, of its own choice.
  ///
  /// An attack that steps along a gradient takes the rows where it is largest, a control draws
  /// them. The same rows of the labels may be touched where rows are instances; else those of the
  /// largest gradient by labels.
  public struct Share: Sendable, Hashable, Encodable {
    /// The share of all rows of ε, from 0 to 1.
    public var fraction: Double
    /// Whether rows are chosen anew in every iteration, instead of once, by the first gradient.
    ///
    /// Rows that are left go back to zero. The default is false.
    public var rechosen: Bool

    /// A share of the rows.
    public init(_ fraction: Double, rechosen: Bool = false) {
      precondition(fraction >= 0 && fraction <= 1, "a share of \(fraction)")
      (self.fraction, self.rechosen) = (fraction, rechosen)
    }

    /// How many of `rows` rows may be touched: rounded down, but at least 1 of a positive share.
    public func count(of rows: Int) -> Int {
      // 0.29 · 100 is below 29 in binary.
      let whole = (fraction * Double(rows) * (1 + 4 * .ulpOfOne)).rounded(.down)
      return fraction > 0 ? min(rows, max(1, Int(whole))) : 0
    }
  }

  /// B, for the source data.
  public var features: Double
  /// The budget for labels, a multiple of their box; 0 leaves them alone.
  public var labels: Double
  /// A bound on all of ε together; nil, the default, for none.
  public var limit: Limit?
  /// How many rows may be touched; nil, the default, for all that the boxes let.
  public var share: Share?

  /// The given budgets.
  public init(
    features: Double, labels: Double = 0, limit: Limit? = nil, share: Share? = nil
  ) {
    precondition(features >= 0 && labels >= 0, "budgets \(features), \(labels)")
    switch limit {
    case .euclidean(let radius), .total(let radius): precondition(radius >= 0, "radius \(radius)")
    case nil: break
    }
    (self.features, self.labels, self.limit, self.share) = (features, labels, limit, share)
  }

  /// The nearest perturbation within the budget: in the box of every entry, and within the limit,
  /// both to the last bit.
  ///
  /// - Parameters:
  ///   - ε: of any size.
  ///   - scenario: whose box it is.
  ///   - rows: whether each row may be touched; the others become zero. The default is nil: all
  ///     that the box lets.
  /// - Returns: ε itself if it lies within.
  public func project(_ ε: Matrix, in scenario: Scenario, rows: [Bool]? = nil) -> Matrix {
    let kept = rows.map { ε.keeping($0) } ?? ε
    let clipped = scenario.box.clip(kept, scale: features)
    guard let limit else { return clipped }
    return limit.nearest(to: kept, clipped: clipped) { index in
      let (low, high) = scenario.box.bounds(at: index)
      return kept.values[index] > 0 ? features * high : -features * low
    }
  }

  /// α moved into its box, and to zero in the rows that may not be touched.
  public func projectLabels(
    _ α: Matrix, in scenario: Scenario, rows: [Bool]? = nil
  ) -> Matrix {
    scenario.labelBox.clip(rows.map { α.keeping($0) } ?? α, scale: labels)
  }
}

extension Matrix {
  /// The matrix with zeros in the rows that are not kept.
  func keeping(_ rows: [Bool]) -> Matrix {
    precondition(rows.count == self.rows, "\(rows.count) answers for \(self.rows) rows")
    var result = self
    for row in rows.indices where !rows[row] {
      for column in 0..<columns { result[row, column] = 0 }
    }
    return result
  }
}
