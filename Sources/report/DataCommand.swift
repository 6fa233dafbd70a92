import ArgumentParser
import Data
import Domains

/// `report data`: looks at source files.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Look at source data.", subcommands: [Inspect.self])

  /// `report data inspect FILE…`.
  struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read price or citation files as a build would, and say what is in them.")

    @Argument(
      help: ArgumentHelp(
        """
        Price files or directories of them; directories with a .content and a .cites file, or \
        with the two .tab files of PubMed Diabetes.
        """, valueName: "path"))
    var files: [String]

    func run() async throws {
      var blocks: [String] = []
      for format in SourceFormats.all {
        let own = files.filter { SourceFormats.format(ofPath: $0).kind == format.kind }
        let together = format.readsSeveralPaths && !own.isEmpty ? [own] : own.map { [$0] }
        for paths in together {
          let source = try format.read(paths: paths)
          blocks.append(format.inspection(of: source))
          if let graph = source.content as? CitationGraph {
            blocks.append(MatchingInspection(of: graph).text)
          }
        }
      }
      print(blocks.joined(separator: "\n"), terminator: "")
    }
  }
}
