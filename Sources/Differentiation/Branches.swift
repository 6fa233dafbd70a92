/// The discrete choices that piecewise operations took in one run of a tape: active sets and signs.
///
/// A decision x*(θ) is continuous but its derivative jumps where an active set changes. Everything
/// here differentiates the smooth branch that was taken; a *replay* holds the choices noted in a
/// slot, which makes differences along that branch smooth.
public final class Branches {
  /// Whether a run makes its choices or takes them from the current slot.
  public enum Mode: Sendable {
    /// Choices are made, and written to the current slot.
    case free
    /// Choices are read from the current slot and not questioned.
    case held
  }

  /// Whether choices are made or held.
  ///
  /// The default is `free`.
  public var mode = Mode.free
  /// The words of the current slot, `Tape.choiceWords` of them; without a slot nothing is noted,
  /// and choices are made even where they should be held.
  ///
  /// The default is nil.
  public var current: UnsafeMutablePointer<UInt64>?
  /// The words of the slot from which searches may start; nil for a cold start.
  ///
  /// The default is nil.
  public var hint: UnsafeMutablePointer<UInt64>?
  /// What piecewise operations met since this was last set to an empty census.
  public var census = BranchCensus()

  init() {}
}

/// Counts of what piecewise operations met: how near kinks were, and what was not unique.
public struct BranchCensus: Sendable, Hashable, Codable {
  /// The number of decision problems solved.
  public var solves = 0
  /// The number of factorisations that they took.
  public var factorisations = 0
  /// Solves whose guess of the active set was right at once.
  public var warmHits = 0
  /// Solves with an active constraint of zero multiplier or with dependent active rows, where one
  /// generalised derivative of several is taken.
  public var degenerate = 0
  /// Solves with a multiplier or a slack below 10⁻⁶ that are not degenerate.
  public var nearDegenerate = 0
  /// The largest residual of the optimality conditions.
  public var worstResidual = 0.0
  /// The smallest multiplier of an active constraint or slack of an inactive one: the distance to
  /// the next kink.
  public var smallestMargin = Double.greatestFiniteMagnitude

  /// The census of no run.
  public init() {}

  /// Notes how near a solve came to a kink: a margin of at most `zero` is degenerate, one below
  /// 10⁻⁶ nearly so.
  public mutating func note(margin: Double, degenerateBelow zero: Double) {
    if margin <= zero { degenerate += 1 } else if margin < 1e-6 { nearDegenerate += 1 }
    smallestMargin = min(smallestMargin, margin)
  }

  /// Adds the counts of another census, and takes the worse of the residuals and margins.
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

/// The choices of many runs, one slot per run (a training step of one block of instances).
public final class BranchTrail {
  /// The number of slots.
  public let slots: Int
  /// The 64-bit words in a slot.
  public let wordsPerSlot: Int
  private let words: UnsafeMutablePointer<UInt64>

  /// A trail whose words are all zero.
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

  /// The address of the words of one slot, valid as long as the trail lives.
  public subscript(slot: Int) -> UnsafeMutablePointer<UInt64> {
    precondition(slot >= 0 && slot < slots, "slot \(slot) of \(slots)")
    return words + slot * wordsPerSlot
  }
}
