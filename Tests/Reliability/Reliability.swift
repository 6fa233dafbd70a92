import ArgumentParser
import Foundation
import Reproducibility
import Site

/// `reliability`: campaigns against the program, as its users' machines and files would run them,
/// only harder.
///
/// Every campaign prints its figures; with `--record` they go to `data/reliability.json`, from
/// which the next build makes the page about reliability. The exit code is 1 if anything was found.
@main
struct Reliability: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reliability",
    abstract: "Kill, fuzz, corrupt and starve the program, and count what breaks.",
    discussion: """
      Campaigns: texts (price and citation files against a second reader), files (HDF5, \
      calibrations and records, damaged), manifests (of sites, changed), programs (quadratic \
      programs of eleven kinds against proofs in double-double arithmetic), kills, calls (system \
      calls that fail), corruptions, environments, load. Without names all of them are run. Built \
      with --sanitize address, the campaigns are kept under names of their own: every access to \
      memory is watched, and an error is a crash.
      """)

  @Argument(help: "Which campaigns.") var names: [String] = []
  @Flag(help: "The numbers of the long run instead of those of continuous integration.")
  var long = false
  @Option(help: "How often, instead of either number.") var count: Int?
  @Option(help: "Where everything random comes from.") var seed: UInt64 = 0
  @Flag(
    help: """
      Keep the figures in data/reliability.json; a long run goes on where one was stopped.
      """)
  var record = false
  @Flag(help: "Begin a long run anew.") var anew = false

  private static var campaigns: [any Campaign.Type] {
    [
      TextCampaign.self, FileCampaign.self, ManifestCampaign.self, ProgramCampaign.self,
      KillCampaign.self, CallCampaign.self, CorruptionCampaign.self, EnvironmentCampaign.self,
      LoadCampaign.self,
    ]
  }

  func validate() throws {
    let known = Reliability.campaigns.map { $0.name }
    if let other = names.first(where: { !known.contains($0) && $0 != FileWorker.name }) {
      throw ValidationError(
        "There is no campaign “\(other)”; known are \(English.joined(known)).")
    }
  }

  func run() async throws {
    if names.first == FileWorker.name { return try await FileWorker.run() }
    let chosen = Reliability.campaigns.filter { names.isEmpty || names.contains($0.name) }
    let program = try Program()
    var isFaulty = false
    for kind in chosen {
      let parts = parts(of: kind)
      var whole = try known(kind, parts, program)
      for part in parts where whole?.parts.contains(part) != true {
        let result = try await run(kind, part, program)
        whole = whole?.adding(result) ?? result
        guard let whole else { continue }
        print(whole.summary)
        fflush(nil)
        if record {
          try CampaignRecord(campaigns: [whole]).add(root: program.checkout)
        }
      }
      if whole?.faults.isEmpty == false { isFaulty = true }
    }
    if isFaulty { throw ExitCode(1) }
  }

  /// The parts of a campaign: of a long random one several, so that a run that is stopped loses
  /// one of them.
  private func parts(of kind: any Campaign.Type) -> [CampaignRecord.Part] {
    let whole = count ?? (long ? kind.longCount : kind.shortCount)
    guard count == nil, long, let size = kind.partCount else {
      return [CampaignRecord.Part(count: whole, seed: seed)]
    }
    return stride(from: 0, to: whole, by: size).enumerated().map { index, first in
      CampaignRecord.Part(count: min(size, whole - first), seed: seed + UInt64(index))
    }
  }

  /// What was recorded of a long campaign, if it is some of these parts, done by this version of
  /// the program, wherever that ran.
  private func known(
    _ kind: any Campaign.Type, _ parts: [CampaignRecord.Part], _ program: Program
  ) throws -> CampaignRecord.Campaign? {
    guard record, long, !anew, let file = try CampaignRecord.ifPresent(root: program.checkout)
    else { return nil }
    return file.campaigns.first {
      $0.name == kind.name + Build.suffix && $0.versions == [Release.version]
        && Set($0.parts).isSubset(of: parts)
    }
  }

  private func run(
    _ kind: any Campaign.Type, _ part: CampaignRecord.Part, _ program: Program
  ) async throws -> CampaignRecord.Campaign {
    let start = ContinuousClock.now
    var campaign = kind.init(count: part.count, seed: part.seed, program: program)
    try await campaign.run()
    return CampaignRecord.Campaign(
      name: kind.name + Build.suffix, task: kind.task, count: campaign.tally.count, unit: kind.unit,
      figures: campaign.tally.figures, faults: campaign.tally.faults,
      seconds: ((ContinuousClock.now - start) / .seconds(1)).rounded(), part: part,
      machine: Machine.name, day: Machine.day)
  }
}

/// How the campaigns were built.
private enum Build {
  /// What their names end in.
  static let suffix = isWatched ? ", address sanitizer" : ""

  /// Whether the address sanitizer watches every access to memory of this program, and so of the
  /// commands that were built with it.
  private static var isWatched: Bool {
    #if os(Linux)
      let everywhere: UnsafeMutableRawPointer? = nil
    #else
      let everywhere = UnsafeMutableRawPointer(bitPattern: -2)
    #endif
    return dlsym(everywhere, "__asan_init") != nil
  }
}

extension CampaignRecord.Campaign {
  /// Lines for a terminal.
  fileprivate var summary: String {
    let head = "\(name): \(English.counted(count, unit)), \(Int(seconds)) s"
    let found = faults.isEmpty ? "nothing wrong" : English.counted(faults.count, "fault")
    return
      ([head + ", " + found] + figures.map { "  \($0.name): \($0.value)" }
      + faults.prefix(20).map { "  FAULT \($0)" }).joined(separator: "\n")
  }
}
