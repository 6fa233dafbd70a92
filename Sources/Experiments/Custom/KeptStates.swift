public import Reproducibility

/// Keeps how far a run has come, so that another run can go on from there.
public struct KeptStates: Sendable {
  /// The state that was kept of the experiment with a key, if it fits; nil without one.
  public var resumed: Find
  /// Told the state after every update of the attack and every finished part of its evaluation.
  public var keep: @Sendable (CustomRunState, Digest) -> Void

  /// Finds a state by its key that fits.
  public typealias Find =
    @Sendable (_ key: Digest, _ fits: (CustomRunState) -> Bool) -> CustomRunState?

  /// A place for states.
  public init(
    resumed: @escaping Find,
    keep: @escaping @Sendable (CustomRunState, Digest) -> Void
  ) {
    (self.resumed, self.keep) = (resumed, keep)
  }
}
