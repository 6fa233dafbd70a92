import ArgumentParser
import Experiments
import Foundation
import Paper
import Reproducibility

/// `report causes`: measures why attacks through a decision layer fail, for the page about that.
struct CausesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "causes",
    abstract: "Measure why attacks through a decision layer fail, one factor at a time.",
    discussion: """
      On calibration units, against the decision-focused learner: attacks that differ in one \
      factor, and what gradients promise at their start. The numbers go to data/causes.json, from \
      which the next build makes causes.html. Attacks are kept like all records: a second run \
      resumes. The file is written after each domain.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @OptionGroup var selection: TaskSelection<CauseMeasurement>
  @Option(help: "The iterations of every attack.") var iterations = 20
  @OptionGroup var jobs: JobsOption

  func validate() throws {
    guard iterations >= 1 else {
      throw ValidationError("--iterations must be at least 1, it is \(iterations).")
    }
  }

  func run() async throws {
    let root = try repository.directory()
    let url = root.appending(path: CauseStudy.path)
    try OutputFile.refuseUnlessFile(url.path)
    let calibration = try Calibration(root: root)
    let data = try sources.load(root: root, for: selection.tasks.map(\.domain))
    let runner = jobs.runner(root: root, data)
    var measurement = CauseMeasurement(runner: runner) { StandardStreams.say($0 + "\n") }
    measurement.iterations = iterations
    let known = try CauseStudy.ifPresent(root: root) ?? CauseStudy(places: [])
    try await selection.each(into: known, root: root) { task, study in
      study.put(try await measurement.measure(task, calibration))
    }
  }
}
