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
      Campaigns: texts (price and citation files against a second reader), files (HDF5, JSON and \
      records, damaged), programs (quadratic programs of eleven kinds against proofs in \
      double-double arithmetic), kills, calls (system calls that fail), corruptions, environments, \
      load. Without names all of them are run.
      """)

  @Argument(help: "Which campaigns.") var names: [String] = []
  @Flag(help: "The numbers of the long run instead of those of continuous integration.")
  var long = false
  @Option(help: "How often, instead of either number.") var count: Int?
  @Option(help: "Where everything random comes from.") var seed: UInt64 = 0
  @Flag(help: "Keep the figures in data/reliability.json.") var record = false

  private static var campaigns: [any Campaign.Type] {
    [
      TextCampaign.self, FileCampaign.self, ProgramCampaign.self, KillCampaign.self,
      CallCampaign.self, CorruptionCampaign.self, EnvironmentCampaign.self, LoadCampaign.self,
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
    var done: [CampaignRecord.Campaign] = []
    for kind in chosen {
      let start = ContinuousClock.now
      let size = count ?? (long ? kind.longCount : kind.shortCount)
      var campaign = kind.init(count: size, seed: seed, program: program)
      try await campaign.run()
      let result = CampaignRecord.Campaign(
        name: kind.name, task: kind.task, count: campaign.tally.count, unit: kind.unit,
        figures: campaign.tally.figures, faults: campaign.tally.faults,
        seconds: ((ContinuousClock.now - start) / .seconds(1)).rounded())
      print(result.summary)
      fflush(nil)
      done.append(result)
    }
    if record {
      try CampaignRecord(campaigns: done, machine: Machine.name, day: Machine.day)
        .add(root: program.checkout)
    }
    if done.contains(where: { !$0.faults.isEmpty }) { throw ExitCode(1) }
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
