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
      The perturbation, all utilities, decisions and weights are written to FILE, schema poison/1. \
      What every learner reaches before and after is printed: from the initial weights that the \
      attack used, and from others. If the problem has no /perturbation/features, the attack \
      starts at a random point of its box.

      The last lines say what can be believed, and the exit code says it, too: 3 where entries of \
      the gradient do not agree with differences of the replayed training, 4 where the training \
      did not lower its loss or the learner is no better than one decision without features, 5 \
      where the gradient is zero, 6 where the attack costs no more than noise or random signs; the \
      smallest of those that hold. 0 says that none of them does.
      """)

  @OptionGroup var source: ProblemSource
  @OptionGroup var options: AttackOptions
  @Option(
    help: "Whose utility is measured: nobody's, the attacked learner's, or that of all learners.")
  var evaluate: CustomAttack.Evaluated = .all
  @Option(parsing: .unconditional, help: "Draws of each control; 0 leaves controls out.")
  var controls: Int = 3
  @Flag(help: "Print the result as JSON instead of tables.") var json = false
  @Option(help: ArgumentHelp("The file to write, schema poison/1.", valueName: "FILE"))
  var output: String

  func validate() throws {
    guard controls >= 0 else {
      throw ValidationError("--controls must be 0 or more, it is \(controls).")
    }
  }

  func run() async throws {
    let file = OutputFile(output)
    try await file.check(replacing: .ofSchema("poison/1"), keeping: source.file)
    let study = try await source.study()
    let attack = CustomAttack(
      try options.method(objective: source.objective), on: source.learner.type,
      within: options.budget, evaluating: evaluate, draws: controls)
    let progress = StageProgress()
    let outcome = try attack.run(on: study) { progress.show($0) }
    progress.end()
    try await outcome.file(title: source.title).write(to: file.url)
    if json {
      print(try AttackSummary(outcome, file: output).json)
    } else {
      print(AttackTable(outcome, on: study).text, terminator: "")
      print("written to \(output)")
    }
    try ProblemSource.exit(by: outcome.verdict)
  }
}

extension CustomAttack.Evaluated: ExpressibleByArgument {}
