import ArgumentParser
import Experiments
import Foundation
import Paper
import Reproducibility

/// `report field`: measures the field's learners and defences under poison, for the page about
/// them.
struct FieldCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "field",
    abstract: "Measure the field's learners and defences under the same poisons.",
    discussion: """
      Every learner of the catalog under the poison made for each; defences against attackers that \
      know them and that do not; poisons of few rows; the automatic attack beside all others. The \
      numbers go to data/field.json, from which the next build makes field.html. Experiments are \
      kept like all records: a second run resumes. The file is written after each problem.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @OptionGroup var selection: TaskSelection<FieldMeasurement>
  @Option(help: "The iterations of every attack.") var iterations = 40
  @Flag(
    help: """
      Print what was measured as rows of a leaderboard, one JSON object a line, and write nothing.
      """)
  var leaderboard = false
  @OptionGroup var jobs: JobsOption

  func validate() throws {
    guard iterations >= 1 else {
      throw ValidationError("--iterations must be at least 1, it is \(iterations).")
    }
  }

  func run() async throws {
    let root = try repository.directory()
    let url = root.appending(path: FieldStudy.path)
    try OutputFile.refuseUnlessFile(url.path)
    let calibration = try Calibration(root: root)
    let data = try sources.load(root: root, for: selection.tasks.map(\.domain))
    let runner = jobs.runner(root: root, data)
    var measurement = FieldMeasurement(runner: runner) { StandardStreams.say($0 + "\n") }
    measurement.iterations = iterations
    if leaderboard {
      for task in selection.tasks {
        for row in try await measurement.leaderboard(task, calibration) { print(try row.json) }
      }
      return
    }
    let known = try FieldStudy.ifPresent(root: root) ?? FieldStudy()
    try await selection.each(into: known, root: root) { task, study in
      study.put(try await measurement.measure(task, calibration))
    }
  }
}
