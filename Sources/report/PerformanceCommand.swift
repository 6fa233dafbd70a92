import ArgumentParser
import Experiments
import Foundation
import Paper

/// `report performance`: measures how the cost of an attack grows, for the page about performance.
struct PerformanceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "performance",
    abstract: "Measure how the cost of an attack grows with its sizes.",
    discussion: """
      The numbers go to data/performance.json, from which the next build makes performance.html. \
      They are this machine's and are not among the hashed files of a site.
      """)

  @OptionGroup var repository: Repository

  func run() async throws {
    let root = try repository.directory()
    let url = root.appending(path: GrowthStudy.path)
    try OutputFile.refuseUnlessFile(url.path)
    let study = try await GrowthMeasurement().run { line in
      FileHandle.standardError.write(Data((line + "\n").utf8))
    }
    try OutputFile.refuseUnlessFile(url.path)
    try Data(try study.text().utf8).write(to: url, options: .atomic)
    for curve in study.curves {
      let times = curve.seconds.map { String(format: "%.4f", $0) }.joined(separator: " ")
      let exponent = String(format: "%.2f", curve.exponent)
      print("\(curve.size), \(curve.learner): \(times) s, exponent \(exponent)")
    }
    for jobs in study.jobs {
      print("\(jobs.count) jobs: \(String(format: "%.2f", jobs.seconds)) s")
    }
  }

  /// What was measured in a repository; nil if nothing was.
  static func measured(root: URL) throws -> GrowthStudy? {
    let url = root.appending(path: GrowthStudy.path)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do {
      return try JSONDecoder().decode(GrowthStudy.self, from: try Data(contentsOf: url))
    } catch {
      throw Refusal(
        "\(url.path) is not what “report performance” writes: run that again, or remove "
          + "the file.")
    }
  }
}
