import ArgumentParser
import LinearAlgebra
import Reproducibility

/// The command: one file per subcommand.
@main
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Poisoning attacks on data-based decision making: a reproducible static report.",
    version: ([Release.version, Instructions.summary] + Instructions.warnings)
      .joined(separator: "\n"),
    subcommands: [
      BuildCommand.self, VerifyCommand.self, ListCommand.self, DataCommand.self,
      CalibrateCommand.self, PackCommand.self,
      ExampleCommand.self, GradientCommand.self, AttackCommand.self, PageCommand.self,
      PerformanceCommand.self,
    ])
}
