public import Statistics

/// How easily something is found, told from the area under the curve of a score with its interval.
public enum Findability: String, Sendable, CaseIterable {
  /// The interval lies above 0.9.
  case easily
  /// Clearly better than chance, and perhaps or surely by more than a little.
  case partly
  /// Clearly better than chance, but the interval lies below 0.65.
  case hardly
  /// The interval lies within 0.4 and 0.6 and holds ½.
  case notAtAll
  /// Clearly less than ½: what was poisoned looks more ordinary than clean data do.
  case inverted
  /// The interval holds ½ and more besides than chance, or there is none.
  case open

  /// What follows from areas, one per unit.
  public init(_ interval: Interval) {
    if interval.lies(above: 0.9) {
      self = .easily
    } else if interval.lies(above: 0.5) {
      self = interval.lies(below: 0.65) ? .hardly : .partly
    } else if interval.lies(below: 0.5) {
      self = .inverted
    } else {
      self = interval.lies(within: 0.4...0.6) ? .notAtAll : .open
    }
  }
}

/// How two areas under a curve compare, told from their paired differences.
public enum AreaComparison: String, Sendable, CaseIterable {
  /// The first is clearly larger, or clearly smaller.
  case larger, smaller
  /// Within 0.05 of each other.
  case same
  /// None of these can be told.
  case open

  /// What follows from differences, one per unit.
  public init(_ interval: Interval) {
    if interval.lies(within: -0.05...0.05) {
      self = .same
    } else if interval.lies(above: 0) {
      self = .larger
    } else {
      self = interval.lies(below: 0) ? .smaller : .open
    }
  }
}
