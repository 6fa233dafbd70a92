import Foundation
import Paper
import Reproducibility
import Site

extension PaperStudy {
  /// The same study with what `report performance` measured in a repository; unchanged where
  /// nothing was.
  ///
  /// - Throws: `Refusal` if the file there is another one.
  func withMeasuredCosts(root: URL) throws -> PaperStudy {
    guard let measured = try PerformanceCommand.measured(root: root) else { return self }
    var study = self
    (study.growth, study.costs) = (measured, measured.costs)
    study.costFile = CostFile(
      digest: try Digest(ofFileAt: root.appending(path: GrowthStudy.path)),
      machine: measured.machine, instructions: measured.instructions, day: measured.day)
    return study
  }
}

/// What campaigns against the program found.
enum Campaigns {
  /// What was recorded in a repository; nil where nothing was.
  ///
  /// - Throws: `Refusal` if the file there is another one.
  static func recorded(root: URL) throws -> CampaignRecord? {
    do {
      return try CampaignRecord(root: root)
    } catch {
      throw Refusal(
        "\(CampaignRecord.path) is not what “reliability --record” writes: run that again, or "
          + "remove the file.")
    }
  }
}

/// The machine that a measurement is made on.
enum Machine {
  /// What its processor calls itself, as far as the system says.
  static var name: String {
    let facts = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = facts.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    return name ?? "processor not named by \(ProcessInfo.processInfo.operatingSystemVersionString)"
  }

  /// The most memory that this process has taken.
  static var peakMegabytes: Double {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      let unit = 1024.0
    #else
      getrusage(RUSAGE_SELF, &usage)
      let unit = 1.0
    #endif
    return Double(usage.ru_maxrss) * unit / 1e6
  }

  /// The day, in the form 2026-01-31 (UTC).
  static var day: String { String(Date.now.ISO8601Format().prefix(10)) }
}
