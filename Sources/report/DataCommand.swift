import ArgumentParser
import Domains

/// `report data`: looks at source files.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Look at source data.", subcommands: [Inspect.self])

  /// `report data inspect FILE…`.
  struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read price files as a build would, and say what is in them.")

    @Argument(help: "Price files or folders of them.")
    var files: [String]

    func run() async throws {
      print(try DataInspection(paths: files).text, terminator: "")
    }
  }
}
