/// How much of a study is known while it is being run.
public struct StudyProgress: Sendable, Codable, Equatable {
  /// Experiments that are known, and all.
  public var done: Int, total: Int

  /// So many of so many.
  public init(done: Int, total: Int) { (self.done, self.total) = (done, total) }

  /// Such as "12 of 40 experiments so far".
  public var text: String { "\(done) of \(total) experiments so far" }
}
