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
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Measure these domains alone; what is known of others stays. The default is all of them: \
      \(AttributionMeasurement.tasks.map { $0.id.text }.joined(separator: ", ")).
      """, valueName: "domain"))
  var only: [String] = []

  func validate() throws {
    let known = AttributionMeasurement.tasks.map(\.id.text)
    for name in only where !known.contains(name) {
      throw CalibrationError.unknownDomain(name, known: known)
    }
  }

  func run() async throws {
    let root = try repository.directory()
    let url = root.appending(path: AttributionStudy.path)
    try OutputFile.refuseUnlessFile(url.path)
    let calibration = try Calibration(root: root)
    let tasks = AttributionMeasurement.tasks.filter { only.isEmpty || only.contains($0.id.text) }
    let data = try sources.load(root: root, for: tasks.map(\.domain))
    let measurement = AttributionMeasurement(laboratory: Laboratory(sources: data)) {
      StandardStreams.say($0 + "\n")
    }
    var study = try AttributionStudy.ifPresent(root: root) ?? AttributionStudy(places: [])
    for task in tasks {
      study.put(try measurement.measure(task, calibration))
      try OutputFile.refuseUnlessFile(url.path)
      try study.write(root: root)
      print("\(url.path): wrote what was found of the domain \(task.id)")
    }
  }
}
