import ArgumentParser
import Attacks
import Experiments
import Foundation
import Learning
import Reproducibility
import Site

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

      A run that is stopped (Ctrl-C, exit code 130) keeps its state in FILE.state, finished parts \
      of its evaluation among it, and the same command goes on from there to the same result. A \
      search for --minimal begins anew.

      The last lines say what can be believed, and the exit code says it, too: 3 where entries of \
      the gradient do not agree with differences of the replayed training, 4 where the training \
      did not lower its loss or the learner is no better than one decision without features, 5 \
      where the gradient is zero, 6 where the attack costs nothing, or no more than some draw of \
      noise or random signs; the smallest of those that hold. 0 says that none of them does.
      """)

  @OptionGroup var source: ProblemSource
  @OptionGroup var options: AttackOptions
  @Option(
    help: "Whose utility is measured: nobody's, the attacked learner's, or that of all learners.")
  var evaluate: CustomAttack.Evaluated = .all
  @Option(parsing: .unconditional, help: "Draws of each control; 0 leaves controls out.")
  var controls: Int = 3
  @Option(
    help: ArgumentHelp(
      """
      Search the smallest budget, up to --budget, within which the attacked learner's mean utility \
      at the targets falls to U, or the decision at target I (from 0) becomes another one: some \
      entry moves by half of the largest. --label-budget is scaled by the same factor as --budget; \
      --euclidean, --total and --fraction stay as they are.
      """, valueName: "utility=U|flip=I"))
  var minimal: GoalOption?
  @Flag(
    help: """
      Print the result as JSON instead of tables; with --sweep one object per line (JSON lines), \
      budgets in ascending order. The member leaderboard has one row per learner for the attack \
      and for each control, schema leaderboard-row/1: clean and attacked regret, as it is and as \
      a share of the best utility.
      """)
  var json = false
  @Option(help: ArgumentHelp("The file to write, schema poison/1.", valueName: "FILE"))
  var output: String

  func validate() throws {
    guard controls >= 0 else {
      throw ValidationError("--controls must be 0 or more, it is \(controls).")
    }
    guard minimal == nil || options.sweep == nil else {
      throw ValidationError("Give --minimal with --budget, the largest budget to be tried.")
    }
  }

  func run() async throws {
    let budgets = options.budgets
    let places = budgets.map { budget in
      options.sweep == nil ? output : Self.name(output, within: budget)
    }
    for place in [output] + places {
      try await OutputFile(place).check(
        replacing: .ofSchema("poison/1"), keeping: source.file)
    }
    let interruption = Interruption { "Stopped: nothing was done yet." }
    defer { withExtendedLifetime(interruption) {} }
    let study = try await source.study()
    for place in places {
      await OutputFile(place).remarkOnOther(than: study.dataset)
    }
    var exitCodes: [Int32] = []
    var smaller: SmallerPoison?
    for (index, (budget, place)) in zip(budgets, places).enumerated() {
      var attack = try self.attack(within: budget)
      if let minimal {
        interruption.say {
          "Stopped while budgets were searched, of which nothing is kept: the same command begins "
            + "anew."
        }
        attack.budget = try search(attack, minimal, on: study)
      }
      let states = AttackStateFile(beside: place)
      let rest = budgets[index...].map { NumberFormat.exact($0.features) }
      let (isSweep, isSearch) = (options.sweep != nil, minimal != nil)
      interruption.say {
        Self.farewell(states, sweeping: isSweep ? rest : [], afterSearch: isSearch)
      }
      if isSweep, type(of: attack.attack).keepsStart {
        (attack.smaller, attack.takesUpSmaller) = (smaller, true)
      }
      let outcome = try await run(attack, on: study, keeping: states, writing: place)
      smaller = outcome.smallerPoison
      exitCodes.append(outcome.verdict.exitCode)
    }
    if let worst = exitCodes.filter({ $0 != 0 }).min() { throw ExitCode(worst) }
  }

  /// Makes one poison, writes it and says what came of it.
  private func run(
    _ attack: CustomAttack, on study: CustomStudy, keeping states: AttackStateFile,
    writing place: String
  ) async throws -> CustomOutcome {
    let progress = StageProgress()
    let kept = states.states { progress.say("going on \($0)") }
    let outcome = try attack.run(on: study, keeping: kept) { progress.show($0) }
    progress.end()
    let file = OutputFile(place)
    try await file.write(outcome.file(title: study.title))
    states.remove()
    if json {
      let rows = try LeaderboardRow.rows(of: outcome, on: study)
      print(try AttackSummary(outcome, file: place, leaderboard: rows).json)
    } else {
      print(AttackTable(outcome, on: study).text, terminator: "")
      print("written to \(place)")
    }
    return outcome
  }

  /// What is said when the command is interrupted: what is kept, and how to go on.
  private static func farewell(
    _ states: AttackStateFile, sweeping budgets: [String], afterSearch: Bool
  ) -> String {
    let rest = budgets.isEmpty ? "" : " with --sweep \(budgets.joined(separator: ","))"
    let command = "the same command\(rest)"
    guard let phrase = states.flush() else {
      return "Stopped: nothing of this attack is kept, so that \(command) begins it anew."
    }
    return "Stopped \(phrase), which is kept in \(states.url.relativePath): \(command) goes on "
      + (afterSearch ? "from there, after another search for the budget." : "from there.")
  }

  private func attack(within budget: Budget) throws -> CustomAttack {
    CustomAttack(
      try options.method(within: budget, objective: source.objective), on: source.learner.type,
      within: budget, evaluating: evaluate, draws: controls)
  }

  /// The name of a sweep's file: `poison-0.5.h5` for `poison.h5` and B = 0.5.
  private static func name(_ output: String, within budget: Budget) -> String {
    let url = URL(filePath: output)
    let stem = url.deletingPathExtension().lastPathComponent
    let ending = url.pathExtension.isEmpty ? "" : "." + url.pathExtension
    let name = "\(stem)-\(NumberFormat.exact(budget.features))\(ending)"
    guard output.contains("/") else { return name }
    return url.deletingLastPathComponent().appending(path: name).relativePath
  }
}

extension CustomAttack.Evaluated: ExpressibleByArgument {}
