/// One experiment that was run and is stored.
public struct ProgressStep: Sendable {
  /// What it is.
  public var label: String
  /// The part of the study that it was first needed for, such as "Figure 5"; empty outside one.
  public var part: String
  /// Its rough relative cost, as it was announced, and the seconds that it took one job.
  public var cost, seconds: Double

  /// A step of the given parts.
  public init(label: String, part: String, cost: Double, seconds: Double) {
    (self.label, self.part, self.cost, self.seconds) = (label, part, cost, seconds)
  }
}

/// Told how a run goes.
public protocol ProgressReport: Sendable {
  /// Of `total` experiments those of the given costs have to be run.
  func begin(total: Int, missing: [Double]) async
  /// One was run and is stored.
  func finished(_ step: ProgressStep) async
  /// All are there.
  func end() async
}

extension Duration {
  /// The whole in seconds.
  public var seconds: Double { self / .seconds(1) }
}
