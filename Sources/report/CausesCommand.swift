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
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Measure these domains alone; what is known of others stays. The default is all of them: \
      \(CauseMeasurement.tasks.map { $0.id.text }.joined(separator: ", ")).
      """, valueName: "domain"))
  var only: [String] = []
  @Option(help: "The iterations of every attack.") var iterations = 20
  @OptionGroup var jobs: JobsOption

  func validate() throws {
    guard iterations >= 1 else {
      throw ValidationError("--iterations must be at least 1, it is \(iterations).")
    }
    let known = CauseMeasurement.tasks.map(\.id.text)
    for name in only where !known.contains(name) {
      throw CalibrationError.unknownDomain(name, known: known)
    }
  }

  func run() async throws {
    let root = try repository.directory()
    let url = root.appending(path: CauseStudy.path)
    try OutputFile.refuseUnlessFile(url.path)
    let calibration = try Calibration(root: root)
    let tasks = CauseMeasurement.tasks.filter { only.isEmpty || only.contains($0.id.text) }
    let data = try sources.load(root: root, for: tasks.map(\.domain))
    let runner = jobs.runner(root: root, data)
    var measurement = CauseMeasurement(runner: runner) { StandardStreams.say($0 + "\n") }
    measurement.iterations = iterations
    var study = try CauseStudy.ifPresent(root: root) ?? CauseStudy(places: [])
    for task in tasks {
      study.add(try await measurement.measure(task, calibration))
      try OutputFile.refuseUnlessFile(url.path)
      try study.write(root: root)
      print("\(url.path): wrote what was measured of the domain \(task.id)")
    }
  }
}
