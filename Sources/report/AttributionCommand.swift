import ArgumentParser
import Experiments
import Foundation
import Paper
import Reproducibility

/// `report attribution`: finds what moved decisions, for the page about that.
struct AttributionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attribution",
    abstract: "Find which quotations and words moved decisions, and leave them out.",
    discussion: """
      On one calibration unit of portfolios and of matching: the meta-gradient read by an auditor, \
      checked by trainings without what it names. The numbers go to data/attribution.json, from \
      which the next build makes attribution.html. The file is written after each domain. For a \
      problem of your own there is “report explain”.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @OptionGroup var selection: TaskSelection<AttributionMeasurement>

  func run() async throws {
    let root = try repository.directory()
    let url = root.appending(path: AttributionStudy.path)
    try OutputFile.refuseUnlessFile(url.path)
    let calibration = try Calibration(root: root)
    let data = try sources.load(root: root, for: selection.tasks.map(\.domain))
    let measurement = AttributionMeasurement(laboratory: Laboratory(sources: data)) {
      StandardStreams.say($0 + "\n")
    }
    let known = try AttributionStudy.ifPresent(root: root) ?? AttributionStudy(places: [])
    try await selection.each(into: known, root: root) { task, study in
      study.put(try measurement.measure(task, calibration))
    }
  }
}
