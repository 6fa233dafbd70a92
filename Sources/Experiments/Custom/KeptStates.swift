public import Reproducibility

/// Keeps how far a run has come, so that another run can go on from there.
public struct KeptStates: Sendable {
  /// The state that was kept of the experiment with a key; nil without one.
  public var resumed: @Sendable (Digest) -> CustomRunState?
  /// Told the state after every update of the attack and every finished part of its evaluation.
  public var keep: @Sendable (CustomRunState, Digest) -> Void

  /// A place for states.
  public init(
    resumed: @escaping @Sendable (Digest) -> CustomRunState?,
    keep: @escaping @Sendable (CustomRunState, Digest) -> Void
  ) {
    (self.resumed, self.keep) = (resumed, keep)
  }
}
