import Experiments
import Learning
import Reproducibility

/// What the tutorial's numbers say, in sentences that the numbers choose.
struct TutorialFindings {
  /// What an attack and its stronger control cost a victim, in mean utility at the targets.
  struct Loss {
    let clean, poisoned: Double
    let control: String
    let controlLoss: Double

    /// The given numbers.
    init(clean: Double, poisoned: Double, control: String, controlLoss: Double) {
      (self.clean, self.poisoned) = (clean, poisoned)
      (self.control, self.controlLoss) = (control, controlLoss)
    }

    /// Nil where nothing was measured.
    init?(
      _ victim: VictimID, _ start: ProblemResults.Start, in results: ProblemResults, at place: Int
    ) {
      let record = results.records[place]
      func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
      let (clean, poisoned) = (
        results.clean(victim, start, record), results.poisoned(victim, start, record)
      )
      let controls = results.controls.compactMap { name -> (String, Double)? in
        let values = results.poisoned(victim, start, record, control: name)
        return values.isEmpty ? nil : (name, mean(clean) - mean(values))
      }
      guard !clean.isEmpty, !poisoned.isEmpty, let worst = controls.max(by: { $0.1 < $1.1 })
      else { return nil }
      self.init(
        clean: mean(clean), poisoned: mean(poisoned),
        control: worst.0.replacing("-", with: " "), controlLoss: worst.1)
    }

    var loss: Double { clean - poisoned }
    var exceedsChance: Bool { loss > controlLoss && loss > 0 }
  }

  let known, other, transfer, sweep, verdict: String

  /// The findings of one attack and of a sweep of the same.
  ///
  /// - Precondition: all of them measured the attacked learner and controls.
  init(_ results: ProblemResults, sweep: ProblemResults) {
    let attacked = VictimID(results.first.record.learner?.text ?? "")
    guard let given = Loss(attacked, .given, in: results, at: 0),
      let fresh = Loss(attacked, .fresh, in: results, at: 0)
    else { preconditionFailure("the tutorial's attack was not measured") }
    known = TutorialFindings.known(given, results.label(attacked))
    other = TutorialFindings.other(fresh, beside: given)
    let others = results.victims.filter { $0 != attacked }
    transfer = TutorialFindings.transfer(
      others.compactMap { Loss($0, .fresh, in: results, at: 0) }.map(\.exceedsChance))
    self.sweep = TutorialFindings.sweep(
      sweep.records.indices.compactMap { place in
        Loss(attacked, .given, in: sweep, at: place)
          .map { (sweep.budget(sweep.records[place]), $0.loss, $0.exceedsChance) }
      })
    verdict = TutorialFindings.verdict(results.first.verdict)
  }

  private static func number(_ x: Double) -> String { Wording.short(x, digits: 3) }

  private static func level(_ x: Double) -> String { Wording.short(x, digits: 4) }

  /// From the initial weights that the attacker knows.
  static func known(_ loss: Loss, _ learner: String) -> String {
    let change =
      loss.loss < 0 ? "a gain of \(number(-loss.loss))" : "a loss of \(number(loss.loss))"
    let text =
      "From the initial weights that the attacker knows, the attack takes the \(learner) learner "
      + "from \(level(loss.clean)) to \(level(loss.poisoned)), \(change). "
    let control =
      "The stronger control, \(loss.control), "
      + (loss.controlLoss < 0
        ? "improves it by \(number(-loss.controlLoss))" : "costs \(number(loss.controlLoss))")
    guard loss.exceedsChance else {
      return text + "\(control), so that nothing is shown: chance does as much."
    }
    let ratio =
      loss.controlLoss > 0 ? ", \(NumberFormat.percent(loss.controlLoss / loss.loss)) of that" : ""
    return "\(text)\(control)\(ratio)."
  }

  /// From initial weights that no attack used.
  static func other(_ fresh: Loss, beside given: Loss) -> String {
    let share = given.loss > 0 ? fresh.loss / given.loss : nil
    var text = "From other initial weights the same poison costs \(number(fresh.loss))"
    switch share {
    case let share? where share < 0.8:
      text +=
        ", \(NumberFormat.percent(max(0, share))) of the loss from known ones: the rest of the "
        + "harm needs an attacker who knows the initial weights. Unless your pipeline always "
        + "starts from the same ones, this is the number to report. "
    case let share? where share <= 1.25:
      text += ", about as much: the harm does not hang on the initial weights. "
    case _?:
      text += ", even more: the initial weights that the attacker knows are not the worst case. "
    case nil: text += ". "
    }
    return text
      + (fresh.exceedsChance
        ? "It is still more than the stronger control costs there (\(number(fresh.controlLoss)))."
        : "The stronger control costs \(number(fresh.controlLoss)) there: without knowing the "
          + "initial weights, this attack does no more than chance.")
  }

  /// To learners that the attacker did not have in mind; whether each loses more than by chance.
  static func transfer(_ exceed: [Bool]) -> String {
    let count = exceed.count { $0 }
    let others = "Of the \(English.counted(exceed.count, "other learner"))"
    let reach =
      count == 0
      ? "none loses more from this poison than from the stronger control"
      : count == exceed.count
        ? "all lose more from this poison than from the stronger control"
        : "\(count) \(count == 1 ? "loses" : "lose") more from this poison than from the stronger "
          + "control"
    return "\(others), for which it was not made, \(reach) (other initial weights)."
  }

  /// Harm against budget.
  static func sweep(_ losses: [(budget: Double, loss: Double, exceeds: Bool)]) -> String {
    let list = English.joined(
      losses.map { "\(number($0.loss)) at B\u{a0}=\u{a0}\(NumberFormat.exact($0.budget))" })
    let grows = zip(losses, losses.dropFirst()).allSatisfy { $0.loss < $1.loss }
    let beyond = losses.filter(\.exceeds)
    let chance =
      beyond.count == losses.count
      ? "At each of these budgets the attack costs more than its controls."
      : beyond.isEmpty
        ? "At none of these budgets does the attack cost more than its controls."
        : "It costs more than its controls at "
          + English.joined(beyond.map { "B\u{a0}=\u{a0}\(NumberFormat.exact($0.budget))" })
          + " only."
    return
      (grows
      ? "The harm grows from budget to budget: \(list). "
      : "The harm does not grow with every budget: \(list). A larger box holds all of the smaller "
        + "one, so that the worst poison in it is no milder; what is found may be. ") + chance
  }

  /// What the questions come to.
  static func verdict(_ verdict: ProblemVerdict) -> String {
    let failed = verdict.findings.filter { $0.answer == .no }.map { "“\($0.question.label)”" }
    if failed.isEmpty {
      return "No question is answered with no here, and the exit code is 0: the numbers above are "
        + "a result."
    }
    return "\(English.joined(failed)) \(failed.count == 1 ? "is" : "are") answered with no here, "
      + "and the exit code is \(verdict.exitCode): the numbers above are not a result as they "
      + "stand."
  }
}
