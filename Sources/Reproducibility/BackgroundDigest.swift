import Foundation
import Synchronization

/// A file's digest that is computed on a thread of its own, beside other work on the same file.
///
/// The result is that of `Digest(ofFileAt:)`. Dropping the value without asking for the result ends the thread soon.
public final class BackgroundDigest: Sendable {
  /// What the thread and its owner share.
  private final class Outcome: Sendable {
    let isCancelled = Atomic(false)
    let result = Mutex<Result<Digest, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
  }

  private let outcome = Outcome()

  /// Starts hashing the file.
  public init(ofFileAt url: URL) {
    let outcome = outcome
    let thread = Thread {
      let result = Result {
        try Digest(ofFileAt: url, unless: { outcome.isCancelled.load(ordering: .relaxed) })
      }
      outcome.result.withLock { $0 = result }
      outcome.done.signal()
    }
    thread.start()
  }

  deinit { outcome.isCancelled.store(true, ordering: .relaxed) }

  /// Waits for the digest; to be called once.
  ///
  /// - Throws: `DigestError.unreadable` if the file could not be opened or read to its end.
  public func value() throws -> Digest {
    outcome.done.wait()
    guard let result = outcome.result.withLock({ $0 }) else {
      preconditionFailure("the thread has ended without a result")
    }
    return try result.get()
  }
}
