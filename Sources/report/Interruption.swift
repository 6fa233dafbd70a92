import Dispatch
import Foundation
import Synchronization

/// Ends the command on Ctrl-C (exit code 130) or at the end of a session (143), with one sentence
/// on standard error that says what is kept.
final class Interruption {
  /// What to say: what is kept, and how to go on.
  typealias Sentence = @Sendable () -> String

  private final class Farewell: Sendable {
    let sentence: Mutex<Sentence>

    init(_ sentence: @escaping Sentence) { self.sentence = Mutex(sentence) }

    func end(by signalNumber: Int32) {
      let text = sentence.withLock { $0() }
      let clearing = isatty(STDERR_FILENO) == 1 ? StandardStreams.clearing : ""
      StandardStreams.say(clearing + text + "\n")
      fflush(nil)
      // Others may still be computing: nothing is torn down under them.
      _exit(128 + signalNumber)
    }
  }

  private let farewell: Farewell
  private let sources: [any DispatchSourceSignal]

  /// Waits for signals from now on.
  init(_ sentence: @escaping Sentence) {
    let farewell = Farewell(sentence)
    self.farewell = farewell
    sources = [SIGINT, SIGTERM].map { signalNumber in
      signal(signalNumber, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: signalNumber, queue: .global())
      source.setEventHandler { farewell.end(by: signalNumber) }
      source.activate()
      return source
    }
  }

  /// From now on something else is said.
  func say(_ sentence: @escaping Sentence) { farewell.sentence.withLock { $0 = sentence } }
}
