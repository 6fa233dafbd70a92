import Foundation
import Testing

/// A report whose experiments are run in parts, in directories of their own.
struct ShardCommandTests {
  @Test func partsMergeIntoTheSiteOfAPlainBuild() throws {
    let (plain, merged) = (try ReportProcess(), try ReportProcess())
    let build = ["build", "--preset", "quick", "--only", "5a", "--output", "out"]
    #expect(try plain.run(build).status == 0)
    let parts = try (1...2).map { _ in try ReportProcess() }
    for (number, part) in parts.enumerated() {
      let run = try part.run(
        "run", "--preset", "quick", "--only", "5a", "--shard", "\(number + 1)/2")
      #expect(run.status == 0 && run.output.contains("of part \(number + 1)/2"), "\(run.errors)")
    }
    // Each directory goes with the value that it belongs to.
    let outcome = try withExtendedLifetime(parts) {
      try merged.run(["merge"] + parts.map(\.root.path))
    }
    #expect(outcome.status == 0 && outcome.output.contains(" files added"), "\(outcome.errors)")
    let built = try merged.run(build)
    #expect(built.status == 0 && built.errors.contains("all 21 experiments are known"))
    func site(_ report: ReportProcess) throws -> [String: Data] {
      try report.files().filter { $0.key.hasPrefix("out/") }
    }
    #expect(try site(merged) == site(plain))
  }

  @Test func listsWhatIsMissingAndWritesAScriptForIt() throws {
    let report = try ReportProcess()
    let list = ["list", "--preset", "quick", "--only", "5a", "--missing"]
    let before = try report.run(list)
    #expect(before.output.contains("0 of 21 experiments done"))
    #expect(before.output.contains("nothing is known of what they take"))
    #expect(
      try report.run("run", "--preset", "quick", "--only", "5a", "--shard", "1/2").status == 0)
    let after = try report.run(list)
    #expect(
      after.output.contains(" to run, about ") && after.output.contains(" minutes of one job"))
    #expect(!after.output.contains("done "))
    let script = try report.run(
      "slurm", "--preset", "quick", "--only", "5a", "--shards", "4", "--scratch", "/tmp")
    #expect(script.status == 0 && script.output.contains("4 tasks for "), "\(script.errors)")
    let text = try String(
      contentsOf: report.root.appending(path: "report.sbatch"), encoding: .utf8)
    for part in [
      "#SBATCH --array=1-4", "--shard \"$SLURM_ARRAY_TASK_ID/4\"", "--preset quick --only 5a",
      "mktemp -d -p /tmp", "merge --root", "scontrol requeue",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let checked = try report.shell("bash -n report.sbatch")
    #expect(checked.status == 0, "\(checked.errors)")
  }

  @Test func refusesPartsThatAreNone() throws {
    let report = try ReportProcess()
    for part in ["3/2", "x"] {
      let run = try report.run("run", "--preset", "quick", "--shard", part)
      #expect(run.status == 64 && run.errors.contains(part), "\(run.errors)")
    }
    #expect(try report.run("slurm", "--shards", "0").status == 64)
  }
}
