import ArgumentParser
import Experiments
import Foundation
import Reproducibility

/// `report merge`: the records of other directories, united with those here.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Unite the records of other directories with those here.",
    discussion: """
      Every record and data set is read whole and held against its digest. Two of one key with \
      different contents are refused by name, and then nothing is written.
      """)

  @OptionGroup var repository: Repository
  @Argument(
    help: ArgumentHelp("Repositories, or their directories data.", valueName: "directory"))
  var directories: [String]

  func run() async throws {
    let store = RecordStore(root: try repository.directory())
    let folders = directories.map { URL(filePath: $0, directoryHint: .isDirectory) }
    let outcome = try await RecordMerge(into: store).add(folders)
    print(
      "\(English.counted(outcome.added, "file")) added, \(outcome.known) known, into "
        + store.poisons.deletingLastPathComponent().path)
  }
}
