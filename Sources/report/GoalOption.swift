import ArgumentParser
import Experiments
import Learning
import Reproducibility
import Site

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

extension AttackCommand {
  /// The smallest budget that reaches the goal; the trials are printed.
  func search(
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
      func number(_ x: Double) -> String { NumberFormat.significant(x, digits: 4) }
      let scalesLabels = attack.budget.labels > 0
      table.add(["budget"] + (scalesLabels ? ["labels"] : []) + [goal.measure, "reached"])
      for trial in trials {
        table.add(
          [number(trial.budget.features)] + (scalesLabels ? [number(trial.budget.labels)] : [])
            + [number(trial.value), trial.isReached ? "yes" : "no"])
      }
      print(table.lines.joined(separator: "\n") + "\n")
    }
    guard let smallest else {
      let largest = attack.budget
      let labels =
        largest.labels > 0 ? " and --label-budget \(NumberFormat.exact(largest.labels))" : ""
      throw Refusal(
        "The goal is not reached within --budget \(NumberFormat.exact(largest.features))\(labels): "
          + "the attack comes to \(NumberFormat.significant(trials[0].value, digits: 4)); that is "
          + "no proof that none could.")
    }
    return smallest
  }
}
