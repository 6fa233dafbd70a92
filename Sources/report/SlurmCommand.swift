import ArgumentParser
import Experiments
import Foundation
import Reproducibility

/// `report slurm`: a script that runs a preset as an array of tasks on a cluster.
struct SlurmCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "slurm",
    abstract: "Write a Slurm batch script that runs what is missing as an array of tasks.",
    discussion: """
      Each task runs one part of the experiments (report run --shard). A task that fails or is \
      killed is put into the queue again by itself, up to three times, and goes on where it was. \
      By default all tasks work in this directory, which all nodes must see; with --scratch each \
      works in a directory of its node and merges its records into this one at the end. When all \
      are done, “report build” finds everything. \
      Time and memory come from what like experiments have taken here, unless they are given. \
      Simulated sources are made here, before any task.
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @OptionGroup var options: GridOptions
  @Option(help: "How many tasks.") var shards = 16
  @Option(help: "How many experiments a task runs at once.") var jobs = 2
  @Option(help: ArgumentHelp("The time limit of a task, as Slurm takes it.", valueName: "time"))
  var time: String?
  @Option(
    help: ArgumentHelp("The memory of a task, as Slurm takes it.", valueName: "memory"))
  var memory: String?
  @Option(
    help: ArgumentHelp(
      "A directory on the nodes, such as /tmp, in which each task works.", valueName: "directory"))
  var scratch: String?
  @Option(
    help: ArgumentHelp("Where the script goes. The default is report.sbatch.", valueName: "file"))
  var output = "report.sbatch"

  func validate() throws {
    guard Shard(1, of: shards) != nil else {
      throw ValidationError("--shards must be between 1 and \(Shard.mostParts), it is \(shards).")
    }
    guard jobs >= 1 else { throw ValidationError("--jobs must be at least 1, it is \(jobs).") }
    for (name, value) in [("time", time), ("memory", memory)] {
      if let value, value.contains(where: { $0.isWhitespace }) || value.isEmpty {
        throw ValidationError(
          "--\(name) is “\(value)”: give it as Slurm takes it, in one word.")
      }
    }
  }

  func run() async throws {
    let root = try repository.directory()
    let url = URL(filePath: output)
    try OutputFile.refuseUnlessFile(output)
    let selection = try options.selection(root: root, sources)
    let store = RecordStore(root: root)
    let missing = Runner.unique(selection.items).filter { !store.contains($0.key) }
    let script = try script(root: root, of: missing)
    try PartialFile.write(Array(script.utf8), to: url)
    let (tasks, left) = (
      English.counted(shards, "task"), English.counted(missing.count, "experiment")
    )
    print("\(output): \(tasks) for \(left) that are missing; submit it with sbatch \(output)")
  }

  /// The limits of a task: by what like experiments took, thrice the time and twice the memory, so
  /// that a slower node does not end it.
  private func limits(root: URL, of items: [KeyedExperiment]) -> (time: String, memory: String) {
    let speeds = MeasuredSpeeds(root: root)
    let seconds = speeds.seconds(of: items).map { 3 * $0 / Double(shards * jobs) }
    let minutes = max(10, Int(((seconds ?? 4 * 3600) / 60).rounded(.up)))
    let known = speeds.megabytesPerJob > 0 ? speeds.megabytesPerJob : 1000
    let megabytes = max(500, Int((2 * known * Double(jobs)).rounded(.up)))
    return (time ?? "\(minutes)", memory ?? "\(megabytes)M")
  }

  private func script(root: URL, of items: [KeyedExperiment]) throws -> String {
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path else {
      throw Refusal("The program does not know where it is: run it by its path.")
    }
    let limits = limits(root: root, of: items)
    let arguments = (options.arguments + sources.arguments(root: root)).map(Self.quoted)
      .joined(separator: " ")
    let work =
      if let scratch {
        """
        # Works on the node, and merges what there is at the end, so that another try goes on there.
        here=$(mktemp -d -p \(Self.quoted(scratch)))
        trap 'rm -rf "$here"' EXIT
        mkdir "$here/data"
        cp -r "$root/Package.swift" "$root/Templates" "$here"
        cp "$root/data/calibration.json" "$here/data"
        if [ -d "$root/data/simulated" ]; then cp -r "$root/data/simulated" "$here/data"; fi
        finish() { [ ! -d "$here/data/poisons" ] || "$report" merge --root "$root" "$here"; }
        # Files that others are just writing there may vanish.
        for part in poisons datasets; do
          cp -r "$root/data/$part" "$here/data" 2>/dev/null || true
        done
        """
      } else {
        """
        here=$root
        finish() { :; }
        """
      }
    return """
      #!/bin/bash
      #SBATCH --job-name=report
      #SBATCH --array=1-\(shards)
      #SBATCH --ntasks=1
      #SBATCH --cpus-per-task=\(jobs)
      #SBATCH --time=\(limits.time)
      #SBATCH --mem=\(limits.memory)
      #SBATCH --requeue
      #SBATCH --open-mode=append
      #SBATCH --output=report-%A_%a.log
      set -eu
      report=\(Self.quoted(program))
      root=\(Self.quoted(root.path))
      \(work)
      status=0
      "$report" run --root "$here" --shard "$SLURM_ARRAY_TASK_ID/\(shards)" \\
        --jobs "${SLURM_CPUS_PER_TASK:-\(jobs)}" \(arguments) || status=$?
      # Exit code 2: all was run; what came to nothing would come to nothing again.
      finish || status=1
      if [ "$status" -ne 0 ] && [ "$status" -ne 2 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
        scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
      fi
      exit "$status"

      """
  }

  /// A word of a shell's command line.
  private static func quoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        || "/._-+=,".utf8.contains(byte)
    }
    return plain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
  }
}
