import ArgumentParser
import Domains

/// `report data`: looks at source files.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Look at source data.", subcommands: [Inspect.self])

  /// `report data inspect FILE…`.
  struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read price or citation files as a build would, and say what is in them.")

    @Argument(help: "Price files or folders of them; folders with a .content and a .cites file.")
    var files: [String]

    func run() async throws {
      let citations = files.filter(CitationInspection.applies)
      let prices = files.filter { !citations.contains($0) }
      var blocks = try citations.map { try CitationInspection(folder: $0).text }
      if !prices.isEmpty { blocks.append(try DataInspection(paths: prices).text) }
      print(blocks.joined(separator: "\n"), terminator: "")
    }
  }
}
