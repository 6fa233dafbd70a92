import BatteryStudy
import Foundation

/// `battery DIRECTORY TEMPLATES`: builds the study.
@main
struct BatteryCommand {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count == 2, let folder = arguments.first, let templates = arguments.last else {
      let usage = """
        usage: battery DIRECTORY TEMPLATES
        Puts records into DIRECTORY/data and the site into DIRECTORY/site; TEMPLATES is the \
        directory of that name in the repository of the program that this study depends on.

        """
      FileHandle.standardError.write(Data(usage.utf8))
      exit(64)
    }
    let outcome = try await BatteryStudy.build(
      into: URL(filePath: folder, directoryHint: .isDirectory),
      templates: URL(filePath: templates, directoryHint: .isDirectory),
      jobs: ProcessInfo.processInfo.activeProcessorCount)
    print("\(folder)/site: \(outcome.written.count) files written")
  }
}
