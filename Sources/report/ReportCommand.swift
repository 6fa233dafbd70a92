import ArgumentParser
import Foundation
import LinearAlgebra
import Reproducibility

/// Where the process begins.
@main
enum Program {
  static func main() async {
    StandardStreams.prepare()
    do {
      var command = try ReportCommand.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      let code = ReportCommand.exitCode(for: error)
      let message = ReportCommand.fullMessage(for: error)
      // Help and versions are what was asked for.
      if code == .success {
        print(message)
      } else if !message.isEmpty {
        StandardStreams.say(message + "\n")
      }
      exit(code.rawValue)
    }
  }
}

/// The command: one file per subcommand.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Poisoning attacks on data-based decision making: a reproducible static report.",
    version: ([Release.version, Instructions.summary] + Instructions.warnings)
      .joined(separator: "\n"),
    subcommands: [
      BuildCommand.self, VerifyCommand.self, ListCommand.self, DataCommand.self,
      CalibrateCommand.self, PackCommand.self, RunCommand.self, SlurmCommand.self,
      MergeCommand.self,
      ExampleCommand.self, GradientCommand.self, AttackCommand.self, PageCommand.self,
      ExplainCommand.self,
      PerformanceCommand.self, ScaleCommand.self, CausesCommand.self,
      AttributionCommand.self, FieldCommand.self,
      ReadForeignCommand.self,
      ScalePointCommand.self,
    ])
}
