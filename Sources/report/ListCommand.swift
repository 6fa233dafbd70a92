import ArgumentParser
import Domains
import Experiments
import Foundation
import Paper

/// `report list`: the experiments of a preset, done or not, and the space they take.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the experiments of a preset: done or not, and disk use.")

  @OptionGroup var repository: Repository
  @OptionGroup var sources: SourceOptions
  @Option(help: "Whose experiments are listed.") var preset: Preset = .paper
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "List only what these figures need, such as 5 or 8a. The default is all of them.",
      valueName: "figure"))
  var only: [String] = []

  func run() async throws {
    let root = try repository.directory()
    let grid = Grid(preset, try Calibration(root: root))
    let panels = try grid.panels(answering: only)
    let data = try sources.load(root: root, for: panels.map(\.domain))
    let store = RecordStore(root: root)
    var (done, bytes) = (0, 0)
    let selection = try Selection(grid, panels: only.isEmpty ? nil : panels, on: data)
    let entries = store.inventory(of: selection.items)
    for entry in entries {
      print("\(entry.isDone ? "done" : "-   ") \(entry.key.description.prefix(12)) \(entry.label)")
      done += entry.isDone ? 1 : 0
      bytes += entry.bytes
    }
    print("\(done) of \(entries.count) experiments done, \(bytes / 1024) KiB of records")
  }
}

extension Preset: ExpressibleByArgument {}

extension Grid {
  /// The panels asked for; all if none is named.
  func panels(answering names: [String]) throws -> [Panel] {
    if names.isEmpty { return panels }
    for name in names where !panels.contains(where: { $0.answers(to: name) }) {
      let known = (figures + panels.map(\.id)).joined(separator: ", ")
      throw ValidationError("there is no figure “\(name)”; known are \(known).")
    }
    return panels.filter { panel in names.contains { panel.answers(to: $0) } }
  }
}
