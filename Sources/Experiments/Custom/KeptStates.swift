public import Attacks
public import Reproducibility

/// Keeps how far an attack has come, so that another run can go on from there.
public struct KeptStates: Sendable {
  /// The state that was kept of the experiment with a key; nil without one.
  public var resumed: @Sendable (Digest) -> AttackState?
  /// Told the state after every update.
  public var keep: @Sendable (AttackState, Digest) -> Void

  /// A place for states.
  public init(
    resumed: @escaping @Sendable (Digest) -> AttackState?,
    keep: @escaping @Sendable (AttackState, Digest) -> Void
  ) {
    (self.resumed, self.keep) = (resumed, keep)
  }
}
