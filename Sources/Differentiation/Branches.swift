/// The discrete choices that piecewise operations took in one run of a tape: active sets and signs.
///
/// A decision x*(θ) is continuous but its derivative jumps where an active set changes. Everything here differentiates
/// the smooth branch that was taken; a *replay* holds the recorded choices, which makes differences along it smooth.
public final class Branches {
  /// Whether choices are made, or taken from the record.
  public enum Mode: Sendable {
    /// Choices are made, and written to the current slot.
    case free
    /// Choices are read from the current slot and not questioned.
    case held
  }

  /// Whether choices are made or taken from the record.
  public var mode = Mode.free
  /// The words of the current slot.
  public var current: UnsafeMutablePointer<UInt64>?
  /// The words of the slot from which a search may start; nil for a cold start.
  public var hint: UnsafeMutablePointer<UInt64>?
  /// What piecewise operations met since the last reset.
  public var census = BranchCensus()

  init() {}
}

/// Counts of what piecewise operations met: how near kinks were, and what was not unique.
public struct BranchCensus: Sendable, Hashable, Encodable {
  /// The number of decision problems solved.
  public var solves = 0
  /// The number of factorisations that they took.
  public var factorisations = 0
  /// Solves whose guess of the active set was right at once.
  public var warmHits = 0
  /// Solves with an active constraint of zero multiplier, or dependent active rows (one generalised derivative is taken).
  public var degenerate = 0
  /// Solves with a multiplier or a slack below 10⁻⁶, but not degenerate.
  public var nearDegenerate = 0
  /// The largest residual of the optimality conditions.
  public var worstResidual = 0.0
  /// The smallest multiplier of an active, or slack of an inactive constraint: how far the next kink is.
  public var smallestMargin = Double.greatestFiniteMagnitude

  /// Nothing met yet.
  public init() {}

  /// Notes how near a solve came to a kink: a margin of at most `zero` is degenerate, one below 10⁻⁶ nearly so.
  public mutating func note(margin: Double, degenerateBelow zero: Double) {
    if margin <= zero {
      degenerate += 1
    } else if margin < 1e-6 {
      nearDegenerate += 1
    }
    smallestMargin = min(smallestMargin, margin)
  }

  /// The counts of two runs together.
  public mutating func add(_ other: BranchCensus) {
    solves += other.solves
    factorisations += other.factorisations
    warmHits += other.warmHits
    degenerate += other.degenerate
    nearDegenerate += other.nearDegenerate
    worstResidual = max(worstResidual, other.worstResidual)
    smallestMargin = min(smallestMargin, other.smallestMargin)
  }
}

/// Room for the choices of many runs: one slot a run (a training step of a block of instances).
public final class BranchTrail {
  /// The number of slots.
  public let slots: Int
  /// The words in a slot.
  public let wordsPerSlot: Int
  private let words: UnsafeMutablePointer<UInt64>

  /// An empty trail.
  public init(slots: Int, wordsPerSlot: Int) {
    (self.slots, self.wordsPerSlot) = (slots, wordsPerSlot)
    words = .allocate(capacity: max(1, slots * wordsPerSlot))
    words.initialize(repeating: 0, count: max(1, slots * wordsPerSlot))
  }

  deinit { words.deallocate() }

  /// A copy of the words of the first `count` slots: which branches were taken there.
  public func record(ofFirst count: Int) -> [UInt64] {
    Array(UnsafeBufferPointer(start: words, count: count * wordsPerSlot))
  }

  /// The words of one slot.
  public subscript(slot: Int) -> UnsafeMutablePointer<UInt64> {
    precondition(slot >= 0 && slot < slots, "slot \(slot) of \(slots)")
    return words + slot * wordsPerSlot
  }
}
