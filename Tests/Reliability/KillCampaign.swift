import Foundation
import Reproducibility

/// Commands that are killed at random moments, again and again in the same repository, until one is
/// let run to its end.
struct KillCampaign: Campaign {
  static let name = "kills"
  static let task =
    "builds, verifications and packs killed at random moments, up to ten times in one repository, "
    + "before a build to the end is compared with one that nobody disturbed"
  static let unit = "kill"
  static let shortCount = 60
  static let longCount = 1_000
  static let partCount: Int? = 40

  private(set) var tally = Tally()
  private let count: Int, seed: UInt64, program: Program

  init(count: Int, seed: UInt64, program: Program) {
    (self.count, self.seed, self.program) = (count, seed, program)
  }

  mutating func run() async throws {
    let work = try SiteWork(program, figures: ["5a", "8a"])
    var random = SeededGenerator(seed: seed, stream: "kills")
    while tally.count < count {
      let place = try Place(program)
      for _ in 0..<10 where tally.count < count { try strike(place, work, &random) }
      tally.add("repositories")
      if let wrong = try work.recover(in: place) {
        tally.faults.append("after kills: \(wrong)")
        continue
      }
      let verified = try program.run("verify", "--site", "out", "--strict", in: place)
      if verified.status != 0 { tally.faults.append("verify: \(verified.output.suffix(300))") }
    }
  }

  /// Starts a command and kills it, if it is not over before.
  private mutating func strike(
    _ place: Place, _ work: SiteWork, _ random: inout SeededGenerator
  ) throws {
    let hasSite = FileManager.default.fileExists(
      atPath: place.root.appending(path: "out/manifest.json").path)
    let choice = hasSite ? random.whole(0..<6) : 0
    let (name, arguments, length) =
      switch choice {
      case 0: ("build", work.build, work.seconds)
      case 1, 2: ("verify", ["verify", "--site", "out"], 0.3 * work.seconds)
      case 3:
        ("pack", ["pack", "5", "--preset", "quick", "--output", "packs"], 0.2 * work.seconds)
      default:
        // Something to do again.
        ("build", try SiteWork.spoiled(place, work, &random), 0.5 * work.seconds)
      }
    let started = try program.start(arguments, in: place)
    usleep(UInt32(1e6 * length * Double(random.whole(0..<1000)) / 1000))
    kill(started.process.processIdentifier, SIGKILL)
    let outcome = started.outcome()
    if outcome.signal == SIGKILL {
      tally.count += 1
      tally.add("killed: \(name)")
    } else {
      tally.add("over before: \(name)")
      if let signal = outcome.signal { tally.faults.append("\(name) ended with signal \(signal)") }
    }
  }
}

extension SiteWork {
  /// Removes some records and pages, as a user may; the arguments of a build.
  fileprivate static func spoiled(
    _ place: Place, _ work: SiteWork, _ random: inout SeededGenerator
  ) throws -> [String] {
    for folder in ["out", "data/poisons"] {
      for path in try place.files(below: folder).keys.sorted()
      where path.hasSuffix(".h5") || path.hasSuffix(".html") {
        if random.whole(0..<3) == 0 {
          try FileManager.default.removeItem(at: place.root.appending(path: "\(folder)/\(path)"))
        }
      }
    }
    return work.build
  }
}
