import ArgumentParser
import Experiments
import Foundation
import Paper
import Reproducibility

/// `report performance`: measures how the cost of an attack grows, for the page about performance,
/// and what an iteration costs in every domain, for claim A16.
struct PerformanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "performance",
    abstract: "Measure how the cost of an attack grows with its sizes.",
    discussion: """
      The numbers go to data/performance.json, from which the next build makes performance.html \
      and judges claim A16: what an iteration costs \
      against the decision-focused learner and against the two-stage one, at equal n and T, in \
      every domain. The file names the machine and the day; a site names its digest. With \
      simulated sources A16 is told of simulated data.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @Option(help: "Whose domains and learners are timed for A16.")
  var preset: Preset = .paper

  func run() async throws {
    let root = try repository.directory()
    let url = root.appending(path: GrowthStudy.path)
    try OutputFile.refuseUnlessFile(url.path)
    let grid = Grid(preset, try Calibration(root: root))
    let data = try sources.load(root: root, for: CostMeasurement.domains(of: grid))
    func log(_ line: String) { StandardStreams.say(line + "\n") }
    let costs = try CostMeasurement().run(grid, on: data, log: log)
    let growth = preset == .quick ? GrowthMeasurement(repetitions: 1, thinning: 4) : .init()
    var study = try await growth.run(log: log)
    (study.costs, study.machine, study.day) = (costs, Machine.name, Machine.day)
    try OutputFile.refuseUnlessFile(url.path)
    try study.write(root: root)
    for curve in study.curves {
      let times = curve.seconds.map { String(format: "%.4f", $0) }.joined(separator: " ")
      let exponent = String(format: "%.2f", curve.exponent)
      print("\(curve.size), \(curve.learner): \(times) s, exponent \(exponent)")
    }
    for cost in study.costs {
      let times = [cost.twoStage, cost.decisionFocused].map { String(format: "%.4f", $0) }
      print(
        "\(cost.place): \(times[0]) s of an iteration against the two-stage learner, \(times[1]) s "
          + "against the decision-focused one, \(String(format: "%.1f", cost.ratio)) times as much")
    }
    for jobs in study.jobs {
      print("\(jobs.count) jobs: \(String(format: "%.2f", jobs.seconds)) s")
    }
  }
}
