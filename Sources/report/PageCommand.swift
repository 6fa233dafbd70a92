import ArgumentParser
import Experiments
import Foundation
import Site

/// `report page`: one static page of the poisons of a problem of one's own.
struct PageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Make one static page from what `report attack` has written.",
    discussion: """
      Give the poisons of one problem, one learner and one attack, each of another budget: the \
      page shows the threat model, utility against budget beside the controls, all numbers, what \
      can be believed, and where everything came from. The directory must be new, empty or such a \
      page.
      """)

  @Argument(
    help: ArgumentHelp("Files of schema poison/1 by `report attack`.", valueName: "POISON.h5"))
  var poisons: [String]
  @Option(help: ArgumentHelp("The directory to write.", valueName: "DIR")) var output: String
  @OptionGroup var repository: Repository

  func run() async throws {
    guard !output.isEmpty else { throw Refusal("--output is empty: give a directory.") }
    let folder = URL(filePath: output)
    try ProblemSite.check(folder)
    var records: [CustomRecord] = []
    for poison in poisons {
      try ForeignFile(path: poison).refuseDamaged()
      records.append(try await CustomRecord(contentsOf: URL(filePath: poison)))
    }
    let site = try ProblemSite(
      records, templates: repository.directory().appending(path: "Templates"))
    try site.write(to: folder)
    print("\(output)/index.html")
  }
}
