import ArgumentParser
import Experiments
import Foundation
import Reproducibility

/// `report list`: the experiments of a preset, done or not, and the space they take.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the experiments of a preset: done or not, and disk use.",
    discussion: """
      With --missing only those that are still to be run, and what they will take by what like \
      experiments have taken in this repository (data/speeds.json).
      """)

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @OptionGroup var options: GridOptions
  @Flag(help: "List only what is still to be run, with what it will take.")
  var missing = false

  func run() async throws {
    let root = try repository.directory()
    let store = RecordStore(root: root)
    let items = Runner.unique(try options.selection(root: root, sources).items)
    let entries = store.inventory(of: items)
    for entry in entries where !(missing && entry.isDone) {
      print("\(entry.isDone ? "done" : "-   ") \(entry.key.description.prefix(12)) \(entry.label)")
    }
    let done = entries.filter(\.isDone)
    let bytes = done.reduce(0) { $0 + $1.bytes }
    print("\(done.count) of \(entries.count) experiments done, \(bytes / 1024) KiB of records")
    guard missing, done.count < entries.count else { return }
    let left = zip(items, entries).filter { !$0.1.isDone }.map(\.0)
    let speeds = MeasuredSpeeds(root: root)
    guard let seconds = speeds.seconds(of: left) else {
      print("nothing is known of what they take: no experiment was run here yet")
      return
    }
    let memory = Int(speeds.megabytesPerJob.rounded(.up))
    let minutes = NumberFormat.significant(seconds / 60, digits: 2)
    print(
      "\(English.counted(left.count, "experiment")) to run, about \(minutes) minutes of one job"
        + (memory > 0 ? ", up to \(memory) MB of memory each" : ""))
  }
}
