import Statistics

/// A number that stands beside a verdict.
public struct LedgerNumber: Sendable, Equatable {
  /// In what it is measured.
  public enum Unit: Sendable, Equatable {
    /// Utility.
    case utility
    /// The learner's gain over the uninformed decision.
    case gain
    /// A share of so many cases, between 0 and 1.
    case share(of: Int)
    /// A ratio, a count or a probability.
    case plain
  }

  /// What it is.
  public var what: String
  /// The value, a mean over seeds where there are several.
  public var value: Double
  /// Its 95 % interval; nil where it has none.
  public var bounds: ClosedRange<Double>?
  /// The unit.
  public var unit: Unit
  /// The number of seeds of an interval, and their standard deviation.
  public var seeds: Int?, deviation: Double?

  init(_ what: String, _ value: Double, _ unit: Unit = .plain) {
    (self.what, self.value, self.unit) = (what, value, unit)
  }

  init(_ what: String, _ interval: Interval, _ unit: Unit) {
    (self.what, value, self.unit) = (what, interval.mean, unit)
    (bounds, seeds, deviation) = (interval.bounds, interval.count, interval.deviation)
  }
}

/// What a rule gave: the verdict, the numbers that it was computed from, and remarks.
public struct Ruling: Sendable, Equatable {
  /// The verdict.
  public var verdict: Verdict
  /// The numbers.
  public var numbers: [LedgerNumber]
  /// What is missing, cannot be judged or was read into the rule, in sentences.
  public var remarks: [String]

  init(_ verdict: Verdict, _ numbers: [LedgerNumber] = [], remarks: [String] = []) {
    (self.verdict, self.numbers, self.remarks) = (verdict, numbers, remarks)
  }

  /// The ruling about several places at once.
  init(_ parts: [Part], verdict: ([Decision]) -> Verdict = Verdict.init(all:)) {
    self.init(
      verdict(parts.map(\.decision)), parts.flatMap(\.numbers),
      remarks: parts.flatMap(\.remarks).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
  }

  /// The ruling about several places, with what each contributes or the gap that it meets.
  init<Place>(
    _ places: [Place], verdict: ([Decision]) -> Verdict = Verdict.init(all:),
    part: (Place) throws(Gap) -> Part
  ) {
    self.init(places.map { place in Part { () throws(Gap) in try part(place) } }, verdict: verdict)
  }

  /// The ruling of what one place contributes, or of the gap that it meets.
  init(_ part: () throws(Gap) -> Part) { self.init([Part(part)]) }
}

/// What one place (a size, a domain, a victim) contributes to a ruling.
struct Part {
  let decision: Decision, numbers: [LedgerNumber], remarks: [String]

  init(_ decision: Decision, _ numbers: [LedgerNumber] = [], remarks: [String] = []) {
    (self.decision, self.numbers, self.remarks) = (decision, numbers, remarks)
  }

  init(_ body: () throws(Gap) -> Part) {
    do {
      self = try body()
    } catch {
      switch error {
      case .missing(let what): self.init(.missing, remarks: [what])
      case .unjudgeable(let why, let numbers): self.init(.unjudgeable, numbers, remarks: [why])
      }
    }
  }
}

/// Why a rule has nothing to decide on, in a sentence.
enum Gap: Error {
  /// Records were not made.
  case missing(String)
  /// The records do not allow it; the numbers say why.
  case unjudgeable(String, [LedgerNumber] = [])
}
