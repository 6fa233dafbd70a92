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

      A run that is stopped keeps its state in FILE.state, from which the same command goes on.

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
  @Option(
    help: ArgumentHelp(
      """
      Search the smallest budget, up to --budget, within which the attacked learner's mean utility \
      at the targets falls to U, or the decision at target I (from 0) becomes another one: some \
      entry moves by half of the largest.
      """, valueName: "utility=U|flip=I"))
  var minimal: GoalOption?
  @Flag(help: "Print the result as JSON instead of tables.") var json = false
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
      try await OutputFile(place).check(replacing: .ofSchema("poison/1"), keeping: source.file)
    }
    let study = try await source.study()
    var exitCodes: [Int32] = []
    for (budget, place) in zip(budgets, places) {
      var attack = try self.attack(within: budget)
      if let minimal { attack.budget = try search(attack, minimal, on: study) }
      exitCodes.append(try await run(attack, on: study, writing: place).verdict.exitCode)
    }
    if let worst = exitCodes.filter({ $0 != 0 }).min() { throw ExitCode(worst) }
  }

  /// Makes one poison, writes it and says what came of it.
  private func run(
    _ attack: CustomAttack, on study: CustomStudy, writing place: String
  ) async throws -> CustomOutcome {
    let (progress, states) = (StageProgress(), AttackStateFile(beside: place))
    let kept = states.states { progress.say("going on after iteration \($0)") }
    let outcome = try attack.run(on: study, keeping: kept) { progress.show($0) }
    progress.end()
    try await OutputFile(place).write(outcome.file(title: study.title))
    states.remove()
    if json {
      print(try AttackSummary(outcome, file: place).json)
    } else {
      print(AttackTable(outcome, on: study).text, terminator: "")
      print("written to \(place)")
    }
    return outcome
  }

  private func attack(within budget: Budget) throws -> CustomAttack {
    CustomAttack(
      try options.method(within: budget, objective: source.objective), on: source.learner.type,
      within: budget, evaluating: evaluate, draws: controls)
  }

  /// The smallest budget that reaches the goal; the trials are printed.
  private func search(
    _ attack: CustomAttack, _ goal: GoalOption, on study: CustomStudy
  ) throws -> Budget {
    if case .flip(let target) = goal.goal, target >= study.problem.target.features.rows {
      throw Refusal(
        "There is no target \(target): they are counted from 0 to "
          + "\(study.problem.target.features.rows - 1).")
    }
    let progress = StageProgress()
    let (trials, smallest) = try BudgetSearch(attack, goal: goal.goal).run(on: study) {
      progress.show($0)
    }
    progress.end()
    if !json {
      var table = TextTable()
      table.add(["budget", goal.measure, "reached"])
      for trial in trials {
        table.add([
          NumberFormat.significant(trial.budget.features, digits: 4),
          NumberFormat.significant(trial.value, digits: 4), trial.isReached ? "yes" : "no",
        ])
      }
      print(table.lines.joined(separator: "\n") + "\n")
    }
    guard let smallest else {
      throw Refusal(
        "The goal is not reached within --budget \(NumberFormat.exact(attack.budget.features)): "
          + "the attack comes to \(NumberFormat.significant(trials[0].value, digits: 4)); that is "
          + "no proof that none could.")
    }
    return smallest
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

/// What a search for the smallest budget is to reach: `utility=U` or `flip=I`.
struct GoalOption: ExpressibleByArgument {
  let goal: BudgetGoal

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return nil }
    if parts[0] == "utility", let value = Double(parts[1]), value.isFinite {
      goal = .utility(value)
    } else if parts[0] == "flip", let target = Int(parts[1]), target >= 0 {
      goal = .flip(target: target)
    } else {
      return nil
    }
  }

  /// What a trial's value is called.
  var measure: String {
    switch goal {
    case .utility: "mean utility"
    case .flip: "largest move / half of the largest entry"
    }
  }
}
