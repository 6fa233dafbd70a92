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
      Presets read that file, so that changing it means new experiments. What is tried is kept, as \
      records are: a second run resumes. The file is written after each domain.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @OptionGroup var selection: TaskSelection<Calibrator>
  @OptionGroup var jobs: JobsOption

  func run() async throws {
    let root = try repository.directory()
    let url = root.appending(path: Calibration.path)
    try OutputFile.refuseUnlessFile(url.path)
    let data = try sources.load(root: root, for: selection.tasks.map(\.domain))
    let runner = jobs.runner(root: root, data)
    let calibrator = Calibrator(runner: runner) { line in
      StandardStreams.say(line + "\n")
    }
    let known = try Calibration.ifPresent(root: root) ?? Calibration(domains: [:])
    try await selection.each(into: known, root: root) { task, calibration in
      calibration.domains[task.id] = try await calibrator.calibrate(task)
    }
  }
}
