import ArgumentParser
import Attacks
import Experiments
import Foundation
import Learning

/// `report attack`: poisons the training data of a problem of one's own.
struct AttackCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attack",
    abstract: """
      Poison the training data of a problem of your own, beside noise and random signs of the same \
      budget.
      """,
    discussion: """
      The perturbation and all utilities are written to FILE, schema poison/1. What every learner \
      reaches before and after is printed: from the initial weights that the attack used, and from \
      others. If the problem has no /perturbation/features, the attack starts at a random point of \
      its box.
      """)

  @OptionGroup var source: ProblemSource
  @OptionGroup var options: AttackOptions
  @Option(help: ArgumentHelp("The file to write, schema poison/1.", valueName: "FILE"))
  var output: String

  func run() async throws {
    let file = OutputFile(output)
    try await file.check(replacing: .ofSchema("poison/1"), keeping: source.file)
    let study = try await source.study()
    let attack = CustomAttack(
      try options.method(objective: source.objective), on: source.learner.type,
      within: options.budget)
    let progress = IterationProgress(total: attack.attack.iterationCount)
    let outcome = try attack.run(on: study) { progress.show($0, adversaryLoss: $1) }
    progress.end()
    try await outcome.file.write(to: file.url)
    print(AttackTable(outcome, of: attack, on: study).text, terminator: "")
    print("written to \(output)")
  }
}
