/// How far a command on a problem of one's own has come.
public struct CustomProgress: Sendable, Equatable {
  /// What is being done, in a few words.
  public var stage: String
  /// How much is done and how much there is, in trainings of the attacked learner.
  public var done: Double, total: Double

  /// The share that is done, between 0 and 1.
  public var share: Double { total > 0 ? min(1, done / total) : 1 }

  /// Told how far a command has come.
  public typealias Observer = @Sendable (CustomProgress) -> Void
}

/// Adds up what is done, and tells an observer.
struct CustomProgressCount {
  var total: Double
  let observer: CustomProgress.Observer?
  private(set) var done = 0.0

  init(total: Double, observer: CustomProgress.Observer?) {
    (self.total, self.observer) = (total, observer)
  }

  /// Says what is being done, and how much of it beyond what counts as done.
  func show(_ stage: String, beyond work: Double = 0) {
    observer?(CustomProgress(stage: stage, done: done + work, total: total))
  }

  /// Counts work as done.
  mutating func add(_ work: Double) { done += work }
}
