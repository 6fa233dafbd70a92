import Domains
import Foundation
import Learning
import Storage
import Testing

/// An attack that is stopped says what is kept, and goes on to the same file.
struct InterruptionTests {
  private static let arguments = [
    "attack", "own.h5", "--learner", "decision-focused", "--attack", "meta-gradient", "--budget",
    "0.5", "--iterations", "1", "--evaluate", "own", "--controls", "12",
  ]

  /// The training lengths to try: where machines are fast or busy, the run of a short problem is
  /// over before the test notices that it can be stopped, and a longer one has its turn.
  private static let lengths = [150, 600, 2400, 9600]

  /// A problem whose evaluation takes a while.
  private func report(steps: Int) async throws -> ReportProcess {
    let report = try ReportProcess()
    var problem = try CustomProblem.example()
    problem.fitting.training.steps = steps
    try await ProblemFile.contents(of: problem, title: "Long").write(
      to: report.root.appending(path: "own.h5"))
    return report
  }

  /// Starts an attack, waits until it has kept its poison and sends it a signal.
  ///
  /// - Parameter signal: what stops it.
  /// - Returns: where it ran and what it left.
  /// - Throws: `OverBeforeItWasStopped` if even the longest run was.
  private func stopped(
    by signal: Int32
  ) async throws -> (report: ReportProcess, process: Process, outcome: ReportProcess.Outcome) {
    for steps in Self.lengths {
      let report = try await report(steps: steps)
      let started = try report.start(Self.arguments + ["--output", "b.h5"])
      let state = report.root.appending(path: "b.h5.state")
      wait(for: started) {
        let kept = (try? Data(contentsOf: state)).map { String(decoding: $0, as: UTF8.self) }
        return kept?.contains("poison") ?? false
      }
      kill(started.process.processIdentifier, signal)
      let outcome = started.outcome()
      // A run that was over took no signal and has removed its state.
      if FileManager.default.fileExists(atPath: state.path) {
        return (report, started.process, outcome)
      }
    }
    throw OverBeforeItWasStopped()
  }

  private struct OverBeforeItWasStopped: Error {}

  /// Waits while a command runs, and a little longer, without giving the thread away: other tests
  /// might not give it back in time.
  private func wait(for started: ReportProcess.Started, until isReached: () -> Bool) {
    for _ in 0..<6000 where started.process.isRunning && !isReached() {
      Thread.sleep(forTimeInterval: 0.02)
    }
    Thread.sleep(forTimeInterval: 0.1)
  }

  private func partialFiles(_ report: ReportProcess) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: report.root.path)
      .filter { $0.hasSuffix(".partial") }
  }

  @Test func saysWhatIsKeptAndGoesOnToTheSameBytes() async throws {
    let (report, process, stopped) = try await stopped(by: SIGINT)
    #expect(process.terminationReason == .exit)
    #expect(stopped.status == 130 && stopped.output.isEmpty)
    let lines = stopped.errors.split(separator: "\n").filter { $0.hasPrefix("Stopped") }
    #expect(lines.count == 1, "\(stopped.errors)")
    for part in ["with the poison made", "b.h5.state", "the same command goes on"] {
      #expect(lines.first?.contains(part) ?? false, "\(stopped.errors)")
    }
    let resumed = try report.run(Self.arguments + ["--output", "b.h5"])
    #expect(resumed.errors.contains("going on with the poison made"), "\(resumed.errors)")
    let whole = try report.run(Self.arguments + ["--output", "a.h5"])
    #expect(resumed.status == whole.status)
    let file = { (name: String) in try Data(contentsOf: report.root.appending(path: name)) }
    #expect(try file("a.h5") == file("b.h5"))
    let state = report.root.appending(path: "b.h5.state")
    #expect(!FileManager.default.fileExists(atPath: state.path))
  }

  @Test func cleansUpAfterARunThatWasKilled() async throws {
    let (report, _, stopped) = try await stopped(by: SIGKILL)
    #expect(stopped.output.isEmpty)
    let left = [".b.h5.\(UUID()).partial", ".b.h5.state.\(UUID()).partial"]
    let foreign = ".c.h5.\(UUID()).partial"
    for name in left + [foreign] { try Data("x".utf8).write(to: report.root.appending(path: name)) }
    let resumed = try report.run(Self.arguments + ["--output", "b.h5"])
    #expect(resumed.errors.contains("going on"), "\(resumed.errors)")
    #expect(try partialFiles(report) == [foreign])
  }

  @Test func namesTheBudgetsThatASweepHasLeft() async throws {
    // Nothing is evaluated here, so that short problems are over at once.
    for steps in Self.lengths.dropFirst() {
      let report = try await report(steps: steps)
      let started = try report.start([
        "attack", "own.h5", "--learner", "decision-focused", "--attack", "meta-gradient",
        "--sweep", "0.25,0.5", "--iterations", "1", "--evaluate", "none", "--output", "b.h5",
      ])
      let first = report.root.appending(path: "b-0.25.h5")
      wait(for: started) { FileManager.default.fileExists(atPath: first.path) }
      kill(started.process.processIdentifier, SIGTERM)
      let stopped = started.outcome()
      let last = report.root.appending(path: "b-0.5.h5")
      if FileManager.default.fileExists(atPath: last.path) { continue }
      #expect(stopped.status == 143)
      #expect(stopped.output.contains("written to b-0.25.h5"), "\(stopped.output)")
      #expect(stopped.errors.contains("the same command with --sweep 0.5 "), "\(stopped.errors)")
      return
    }
    throw OverBeforeItWasStopped()
  }
}
