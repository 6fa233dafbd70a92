public import Statistics

/// A number that stands beside a decision.
public struct LedgerNumber: Sendable, Equatable {
  /// In what it is measured.
  public enum Unit: Sendable, Equatable {
    /// Utility.
    case utility
    /// The learner's gain over the uninformed decision.
    case gain
    /// What the perfect decision gains over it, where the learner has no clear gain.
    case stake
    /// A share of so many cases, between 0 and 1.
    case share(of: Int)
    /// A ratio, a count or a probability.
    case plain
  }

  /// What it is.
  public var what: String
  /// The value, a mean over units where there are several.
  public var value: Double
  /// Its 95 % interval; nil where it has none.
  public var bounds: ClosedRange<Double>?
  /// The unit of measurement.
  public var unit: Unit
  /// The number of units of an interval, and the smallest effect that it finds with a power of
  /// 80 %.
  public var units: Int?, detectable: Double?

  /// A number without an interval.
  public init(_ what: String, _ value: Double, _ unit: Unit = .plain) {
    (self.what, self.value, self.unit) = (what, value, unit)
  }

  /// The mean of an interval with its bounds.
  public init(_ what: String, _ interval: Interval, _ unit: Unit) {
    (self.what, value, self.unit) = (what, interval.mean, unit)
    (bounds, units, detectable) = (interval.bounds, interval.count, interval.detectable)
  }
}

/// What the records say of a claim in one cell, with the numbers that it follows from.
public struct CellFinding: Sendable, Equatable {
  /// A quantity against its threshold: what a forest plot shows.
  public struct Effect: Sendable, Equatable {
    /// The quantity, the threshold, and whether the claim wants it above.
    public var interval: Interval, threshold: Double, wantsAbove: Bool
    /// In what distances from the threshold are told: the threshold itself or, where that is 0, the
    /// smallest effect of interest.
    public var scale: Double

    /// How far the mean and the ends of the interval lie on the claim's side, in scales; negative
    /// on the other side.
    public var distance: (mean: Double, bounds: ClosedRange<Double>?) {
      let sign = wantsAbove ? 1.0 : -1.0
      func distance(_ x: Double) -> Double { sign * (x - threshold) / scale }
      let ends = interval.bounds.map {
        [distance($0.lowerBound), distance($0.upperBound)].sorted()
      }
      return (distance(interval.mean), ends.map { $0[0]...$0[1] })
    }
  }

  /// An interval that a rule asks to lie above a value, or below it.
  struct Condition: Sendable, Equatable {
    var interval: Interval, threshold: Double, wantsAbove: Bool

    /// How many units would fulfil it, if mean and spread stayed what they are: 0 where it is
    /// fulfilled; nil where no number would.
    var unitsNeeded: Int? {
      let isBeyond =
        wantsAbove ? interval.lies(above: threshold) : interval.lies(below: threshold)
      if isBeyond { return 0 }
      let isTowards = wantsAbove ? interval.mean > threshold : interval.mean < threshold
      return isTowards ? interval.countDeciding(threshold) : nil
    }
  }

  /// The decision.
  public var decision: Decision
  /// The quantity that decides; nil where several do, or none could be computed.
  public var effect: Effect?
  /// What else the rule asks for on the side of the threshold on which the effect lies.
  var conditions: [Condition] = []
  /// The numbers.
  public var numbers: [LedgerNumber]
  /// What is missing, cannot be judged or was read into the rule, in sentences.
  public var remarks: [String]

  /// A decision that was taken elsewhere.
  public init(
    _ decision: Decision, _ effect: Effect? = nil, _ numbers: [LedgerNumber] = [],
    remarks: [String] = []
  ) {
    (self.decision, self.effect) = (decision, effect)
    (self.numbers, self.remarks) = (numbers, remarks)
  }

  /// For where a quantity lies above a threshold, against where it lies below; equal where it is a
  /// difference that lies within the smallest effect of interest.
  ///
  /// - Parameters:
  ///   - quantity: its name and interval.
  ///   - threshold: a.
  ///   - equal: the smallest effect of interest if the quantity is a difference. The default is
  ///     nil.
  ///   - scale: in what the distance is told where the threshold is 0. The default is `equal`.
  ///   - unit: of the quantity.
  public init(
    _ quantity: (name: String, interval: Interval), above threshold: Double,
    equal: Double? = nil, scale: Double? = nil, unit: LedgerNumber.Unit
  ) {
    self.init(quantity, threshold, wantsAbove: true, equal, scale, unit)
  }

  /// The same for a claim that wants the quantity below.
  public init(
    _ quantity: (name: String, interval: Interval), below threshold: Double,
    equal: Double? = nil, scale: Double? = nil, unit: LedgerNumber.Unit
  ) {
    self.init(quantity, threshold, wantsAbove: false, equal, scale, unit)
  }

  private init(
    _ quantity: (name: String, interval: Interval), _ threshold: Double, wantsAbove: Bool,
    _ equal: Double?, _ scale: Double?, _ unit: LedgerNumber.Unit
  ) {
    let (above, below) = (
      quantity.interval.lies(above: threshold), quantity.interval.lies(below: threshold)
    )
    let isEqual = equal.map { quantity.interval.lies(within: -$0...$0) } ?? false
    self.init(
      isEqual
        ? .equal
        : Decision(supports: wantsAbove ? above : below, opposes: wantsAbove ? below : above),
      Effect(
        interval: quantity.interval, threshold: threshold, wantsAbove: wantsAbove,
        scale: threshold == 0 ? (scale ?? equal ?? 1) : threshold.magnitude),
      [LedgerNumber(quantity.name, quantity.interval, unit)])
  }

  /// For where the interval of a difference lies within a margin on both sides of 0, against where
  /// it lies outside.
  public init(
    _ quantity: (name: String, interval: Interval), within margin: Double, unit: LedgerNumber.Unit
  ) {
    let interval = quantity.interval
    self.init(
      Decision(
        supports: interval.lies(within: -margin...margin),
        opposes: interval.lies(above: margin) || interval.lies(below: -margin)),
      Effect(
        interval: interval, threshold: interval.mean < 0 ? -margin : margin,
        wantsAbove: interval.mean < 0, scale: margin),
      [LedgerNumber(quantity.name, interval, unit)])
  }

  /// The same with one more condition, that an interval lie above a value: without it the cell is
  /// at most open.
  public func requiring(
    _ interval: Interval, above threshold: Double, _ numbers: [LedgerNumber]
  ) -> CellFinding {
    var copy = self
    if decision == .supports && !interval.lies(above: threshold) { copy.decision = .open }
    if effect.map({ $0.distance.mean > 0 }) ?? true {
      copy.conditions.append(
        Condition(interval: interval, threshold: threshold, wantsAbove: true))
    }
    copy.numbers += numbers
    return copy
  }

  /// The same with what else has to hold before an open cell is decided on the side on which its
  /// effect lies.
  func undecided(while conditions: [Condition]) -> CellFinding {
    var copy = self
    copy.conditions += conditions
    return copy
  }

  /// The same with further numbers beside it.
  public func with(_ numbers: [LedgerNumber], remarks: [String] = []) -> CellFinding {
    var copy = self
    copy.numbers += numbers
    copy.remarks += remarks
    return copy
  }

  /// How many units would decide the cell, if means and spreads stayed what they are; nil unless it
  /// is open and units could.
  public var unitsNeeded: Int? {
    guard decision == .open, let effect else { return nil }
    let main = Condition(
      interval: effect.interval, threshold: effect.threshold,
      wantsAbove: effect.interval.mean > effect.threshold)
    let needed = ([main] + conditions).map(\.unitsNeeded)
    let most = needed.compactMap(\.self).max() ?? 0
    return needed.contains(nil) || most == 0 ? nil : most
  }
}

/// Why a cell has nothing to decide on, in a sentence.
public enum Gap: Error {
  /// Records were not made.
  case missing(String)
  /// The records do not allow it; the numbers say why.
  case unjudgeable(String, [LedgerNumber] = [])
}
