import ArgumentParser
import Domains
import Foundation
import Paper
import Reproducibility

/// What a command takes one after another, each with a name.
protocol NamedTask {
  /// What such tasks are called in messages.
  static var noun: String { get }
  /// What `--only` calls this one.
  var name: String { get }
  /// The domain whose data it needs.
  var domain: any Domain { get }
}

extension CalibrationTask: NamedTask {
  static let noun = "domain"
  var name: String { id.text }
}

extension FieldTask: NamedTask {
  static let noun = "problem"
  var name: String { id }
}

/// What goes through tasks.
protocol TaskTaker {
  associatedtype Task: NamedTask
  /// All of its tasks, in their order.
  static var tasks: [Task] { get }
}

extension Calibrator: TaskTaker {
  static var tasks: [CalibrationTask] { CalibrationTask.all }
}

extension FieldMeasurement: TaskTaker {
  static var tasks: [FieldTask] { FieldTask.all }
}

extension CauseMeasurement: TaskTaker {}

extension AttributionMeasurement: TaskTaker {}

/// `--only`: which of its tasks a command takes.
struct TaskSelection<Taker: TaskTaker>: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Take these \(Taker.Task.noun)s alone; what is known of others stays. The default is all of \
      them: \(Self.names.joined(separator: ", ")).
      """, valueName: Taker.Task.noun))
  var only: [String] = []

  private static var names: [String] { Taker.tasks.map(\.name) }

  func validate() throws {
    if let other = only.first(where: { !Self.names.contains($0) }) {
      throw ValidationError(
        """
        There is no \(Taker.Task.noun) “\(other)” here; known are \(English.joined(Self.names)).
        """)
    }
  }

  /// The chosen ones, in the order of all.
  var tasks: [Taker.Task] { Taker.tasks.filter { only.isEmpty || only.contains($0.name) } }

  /// Takes task after task, and writes the file after each.
  ///
  /// - Parameters:
  ///   - file: what is known so far.
  ///   - root: the repository's directory.
  ///   - take: puts what comes of a task into the file.
  /// - Throws: what `take` throws, or why the file cannot be written.
  func each<File: MeasuredFile>(
    into file: File, root: URL, _ take: (Taker.Task, inout File) async throws -> Void
  ) async throws {
    let url = root.appending(path: File.path)
    var file = file
    for task in tasks {
      try await take(task, &file)
      try OutputFile.refuseUnlessFile(url.path)
      try file.write(root: root)
      print("\(url.path): wrote what was found for the \(Taker.Task.noun) \(task.name)")
    }
  }
}
