import Foundation
import Reproducibility

/// Commands that are killed at random moments, again and again in the same repository, until one is
/// let run to its end.
struct KillCampaign: Campaign {
  static let name = "kills"
  static let task =
    "builds, verifications, packs and merges killed at random moments, up to ten times in one "
    + "repository, before a build to the end is compared with one that nobody disturbed"
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
    let lengths = try KillCampaign.lengths(work)
    var random = SeededGenerator(seed: seed, stream: "kills")
    while tally.count < count {
      let place = try Place(program)
      for _ in 0..<10 where tally.count < count { try strike(place, work, lengths, &random) }
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
    _ place: Place, _ work: SiteWork, _ lengths: [Command: Double],
    _ random: inout SeededGenerator
  ) throws {
    let command = try Command.any(in: place, &random)
    // A build and a merge find something to do again.
    if [.rebuild, .merge].contains(command) { try place.spoil(&random) }
    let started = try program.start(command.arguments(work), in: place)
    let length = lengths[command] ?? work.seconds
    usleep(UInt32(1e6 * length * Double(random.whole(0..<1000)) / 1000))
    kill(started.process.processIdentifier, SIGKILL)
    let outcome = started.outcome()
    if outcome.signal == SIGKILL {
      tally.count += 1
      tally.add("killed: \(command.rawValue)")
    } else {
      tally.add("over before: \(command.rawValue)")
      if let signal = outcome.signal {
        tally.faults.append("\(command.rawValue) ended with signal \(signal)")
      }
    }
  }
}

/// What is killed.
private enum Command: String {
  case build, rebuild, verify, pack, merge

  /// One of those that have something to do in a repository.
  static func any(in place: Place, _ random: inout SeededGenerator) throws -> Command {
    let manifest = place.root.appending(path: "out/manifest.json")
    let choice: [Command] =
      FileManager.default.fileExists(atPath: manifest.path)
      ? [.rebuild, .verify, .pack, .merge] : [.build, .build, .build, .merge]
    return choice[random.whole(0..<choice.count)]
  }

  /// Records are merged from the repository of the reference.
  func arguments(_ work: SiteWork) -> [String] {
    switch self {
    case .build, .rebuild: work.build
    case .verify: ["verify", "--site", "out"]
    case .pack: ["pack", "5a", "--preset", "quick", "--output", "packs"]
    case .merge: ["merge", work.reference.root.appending(path: "data").path]
    }
  }
}

extension KillCampaign {
  /// How long each command takes that nobody disturbs, in seconds.
  ///
  /// A build of a third that was removed takes about half as long as one of everything, and a
  /// verification ends soon where something is missing.
  private static func lengths(_ work: SiteWork) throws -> [Command: Double] {
    func seconds(_ command: Command, _ place: Place) throws -> Double {
      try SiteWork.seconds(of: command.arguments(work), by: work.program, in: place)
    }
    return [
      .build: work.seconds, .rebuild: 0.5 * work.seconds,
      .verify: 0.3 * (try seconds(.verify, work.reference)),
      .pack: try seconds(.pack, work.reference),
      .merge: try seconds(.merge, Place(work.program)),
    ]
  }
}

extension Place {
  /// Removes about a third of the records and pages, as a user may.
  fileprivate func spoil(_ random: inout SeededGenerator) throws {
    for folder in ["out", "data/poisons"] {
      for path in try files(below: folder).keys.sorted()
      where path.hasSuffix(".h5") || path.hasSuffix(".html") {
        if random.whole(0..<3) == 0 {
          try FileManager.default.removeItem(at: root.appending(path: "\(folder)/\(path)"))
        }
      }
    }
  }
}
