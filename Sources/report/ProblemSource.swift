import ArgumentParser
import Experiments
import Foundation
import Learning

/// Which problem, whose training, and what the adversary wants.
struct ProblemSource: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The problem, schema decision-problem/2 or 1; start from the output of `report example`.",
      valueName: "PROBLEM.h5"))
  var file: String
  @Option(help: "Whose training is attacked.") var learner: LearnerOption
  @Option(
    help: "What is minimised: the learner's utility, or the distance from a desired decision.")
  var objective: AdversaryObjective = .utility
  @Option(help: "Where everything random comes from.") var seed: UInt64 = 0

  func validate() throws {
    guard seed <= UInt64(Int64.max) else {
      throw ValidationError("--seed must be below 2^63, it is \(seed).")
    }
  }

  func study() async throws -> CustomStudy {
    try ForeignFile(path: file).refuseDamaged()
    return try await CustomStudy(contentsOf: URL(filePath: file), seed: seed)
  }

  /// Ends the command with the exit code of a verdict that is not good.
  static func exit(by verdict: ProblemVerdict) throws {
    if verdict.exitCode != 0 { throw ExitCode(verdict.exitCode) }
  }
}

/// One of the learners that the program knows.
struct LearnerOption: ExpressibleByArgument {
  let type: any Learner.Type

  init?(argument: String) {
    guard let type = LearnerCatalog.type(of: LearnerID(argument)) else { return nil }
    self.type = type
  }

  static var allValueStrings: [String] { LearnerCatalog.all.map { $0.name } }
}

extension AdversaryObjective: ExpressibleByArgument {}
