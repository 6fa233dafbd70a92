import ArgumentParser
import Experiments
import Foundation
import Paper
import Reproducibility

/// `report calibrate`: chooses hyperparameters and writes them to `data/calibration.json`.
struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Choose hyperparameters on calibration seeds, into data/calibration.json.",
    discussion: """
      Presets read that file, so that changing it means new experiments. Attacks that are tried \
      are kept like all records: a second run resumes. The file is written after each domain.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Choose for these domains alone; what is chosen for others stays. The default is all of \
      them: \(CalibrationTask.all.map { $0.id.text }.joined(separator: ", ")).
      """, valueName: "domain"))
  var only: [String] = []
  @OptionGroup var jobs: JobsOption

  func validate() throws {
    let known = CalibrationTask.all.map(\.id.text)
    for name in only where !known.contains(name) {
      throw CalibrationError.unknownDomain(name, known: known)
    }
  }

  func run() async throws {
    let root = try repository.directory()
    let url = root.appending(path: Calibration.path)
    try OutputFile.refuseUnlessFile(url.path)
    let tasks = CalibrationTask.all.filter { only.isEmpty || only.contains($0.id.text) }
    let data = try sources.load(root: root, for: tasks.map(\.domain))
    let runner = jobs.runner(root: root, data)
    let calibrator = Calibrator(runner: runner) { line in
      StandardStreams.say(line + "\n")
    }
    var calibration = try Calibration.ifPresent(root: root) ?? Calibration(domains: [:])
    for task in tasks {
      calibration.domains[task.id] = try await calibrator.calibrate(task)
      try OutputFile.refuseUnlessFile(url.path)
      try PartialFile.write(Array(try calibration.text().utf8), to: url)
      print("\(url.path): wrote the choices for the domain \(task.id)")
    }
  }
}
