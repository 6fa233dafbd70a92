import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// What an attack did to one victim at one budget, as numbers and as sentences made from them.
struct Finding {
  let victim: String
  let isAttacked: Bool
  let budget, clean, poisoned, loss: String
  let meanBeyond: Double
  /// Whether the interval of the loss beyond controls lies above 0.
  let exceedsChance: Bool
  let beyond: String
  let beyondRange: String?
  /// The loss as a share of the gain over the uninformed decision; nil where there is no clear
  /// gain.
  let share: String?
  let sentence, verdict: String

  /// The finding about a victim at a budget; nil where records are missing.
  init?(_ results: PanelValues, victim: VictimID, budget: Double) {
    guard let clean = results.clean(victim),
      let poisoned = results.values(victim, results.attack, budget: budget),
      let losses = results.losses(victim, results.attack, budget: budget),
      let beyond = results.lossesBeyondControls(victim, budget: budget)
    else { return nil }
    let wording = Wording(results)
    let loss = results.interval(losses)
    let excess = results.interval(beyond)
    self.victim = results.phrase(of: victim)
    isAttacked = victim == results.attacked
    self.budget = results.label(ofBudget: budget)
    self.clean = wording.number(results.interval(clean).mean)
    self.poisoned = wording.number(results.interval(poisoned).mean)
    self.loss = wording.number(loss.mean)
    meanBeyond = excess.mean
    exceedsChance = excess.lies(above: 0)
    self.beyond = wording.number(excess.mean)
    beyondRange = wording.range(excess)
    let controls = results.controls.compactMap { name in
      results.losses(victim, name, budget: budget).map { (name, results.interval($0).mean) }
    }
    let ratio = results.clearGain(victim).map { loss.mean / $0 }
    share = ratio.map { NumberFormat.percent($0) }
    verdict = Finding.verdict(excess)

    let role = isAttacked ? "for which it was made" : "to which it was only transferred"
    var text = """
      At a budget of \(self.budget) the attack takes the \(self.victim) learner, \(role), from \
      \(self.clean) to \(self.poisoned): a loss of \(wording.meanWithInterval(losses))
      """
    let part = ratio.map {
      ", \(Finding.portion($0)) what that learner gains over a decision without features"
    }
    text += "\(part ?? ""). "
    if let strongest = controls.max(by: { $0.1 < $1.1 }) {
      let name = results.label(ofSeries: strongest.0).lowercased()
      let direction =
        strongest.1 < 0
        ? "changes it by \(wording.number(-strongest.1))"
        : "costs it \(wording.number(strongest.1))"
      text += "The stronger control, \(name), \(direction). "
    }
    sentence = text + verdict
  }

  /// How much of something: a share of it, or how many times it; hundreds of per cent are not read
  /// as what they are.
  static func portion(_ ratio: Double) -> String {
    ratio < 2 ? "\(NumberFormat.percent(ratio)) of" : "\(Wording.short(ratio)) times"
  }

  private static func verdict(_ excess: Interval) -> String {
    if excess.bounds == nil { return "With one seed nothing can be said about chance." }
    if excess.lies(above: 0) { return "The attack costs more than chance at equal size does." }
    if excess.lies(below: 0) { return "The attack costs less than chance at equal size does." }
    return "That the attack costs more than chance at equal size is not established by these seeds."
  }

  /// The findings of a panel at its reference budget, the attacked victim first.
  static func all(_ results: PanelValues) -> [Finding] {
    results.victims.compactMap { Finding(results, victim: $0, budget: results.displayedBudget) }
  }

  /// The learner, other than the attacked one, that loses most beyond controls on average.
  static func bestTransfer(_ results: PanelValues) -> Finding? {
    all(results).filter { !$0.isAttacked }.max { $0.meanBeyond < $1.meanBeyond }
  }
}
