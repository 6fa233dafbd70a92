import Learning
import Paper
import Reproducibility

/// What the paper shows in a figure, in our words.
struct PaperNote {
  let shown: String
  /// What has to be known before its numbers are compared with ours.
  let levels: String?
  /// Our own levels without an attack, where the paper states its.
  let ours: String?

  /// The note on a figure number; nil for a figure without one.
  init?(figure: String, _ results: [PanelValues]) {
    ours = ["8", "10"].contains(figure) ? results.first.map(PaperNote.cleanLevels) : nil
    switch figure {
    case "4":
      shown = """
        In its Figure 4 the paper makes MetaPoison’s poisons for the simple joint learner, on 250 \
        and on 750 training instances, and passes them on to the two other learners. Little is \
        lost by the simple joint learner, and what the others lose has no recognisable pattern in \
        the budget, unlike what MetaPoison is known for in image classification.
        """
      levels = """
        The paper names MetaPoison’s ensemble and its two unrolled steps, but not the number of \
        models, the step or the length of crafting. Here they follow the method’s public code \
        where it says something.
        """
    case "5":
      shown = """
        The paper's Figure 5 attacks the two-stage learner with Algorithm 1 and hands the same \
        poison to a decision-focused learner, on a small and on a large training set. It reports \
        that both lose much utility, far more than to the MetaPoison attacks of its Figure 4, and \
        concludes that a poison made for the simpler learner transfers.
        """
      levels = nil
    case "6":
      shown = """
        The paper's Figure 6 repeats the attack on the two-stage learner while rows are added to \
        A x ≤ b, each larger set containing the smaller ones. The constraints matter for how much \
        is lost, it reports, but more of them make the attack neither steadily stronger nor \
        steadily weaker, so that the outcome for a new problem is hard to foresee.
        """
      levels = """
        More constraints shrink what can be gained at all: clean utility moves with their number, \
        so read losses, and beside them the level of clean victims in the same chart.
        """
    case "7":
      shown = """
        The paper's Figure 7 turns Algorithm 1 on the decision-focused learner itself. Sometimes \
        a strong poison is found, often none, even in this small domain and more so with larger \
        budgets; together with the cost of differentiating through every solve of every training \
        step this leads the paper to call the attack impractical.
        """
      levels = """
        Such failures can stem from the step as well as from the problem. How its size was chosen \
        here, by one procedure for every learner, stands on the calibration page.
        """
    case "8":
      shown = """
        The paper's Figure 8a attacks the two-stage learner on portfolios of stocks, with a \
        perturbation of the raw prices, and passes the poison on: the transfer to the \
        decision-focused learner often works but not reliably, for which it blames the longer way \
        from prices to decisions. Its Figure 8b attacks the decision-focused learner itself and \
        takes more from it on average, mostly because that learner has more to lose; larger \
        budgets often end in weaker attacks.
        """
      levels = """
        Without an attack the paper's two-stage learner reaches utilities between −0.65 and −0.32 \
        and its decision-focused one between −0.094 and −0.005. Such levels depend on the risk \
        aversion λ and on the split, which the paper does not state; read ours against the \
        reference decisions in the same chart, not against the paper's axis.
        """
    case "9":
      shown = """
        The paper's Figure 9, in its appendix, carries the experiment of Figure 4 over to \
        portfolios (9a) and to bipartite matching (9b). As with synthetic data MetaPoison costs \
        the simple joint learner next to nothing, and the learners that merely receive the poison \
        nothing.
        """
      levels = nil
    case "10":
      shown = """
        The paper's Figure 10, in its appendix, repeats its Figure 8 for the matching of \
        scientific papers: the poison made for the two-stage learner carries over to the \
        decision-focused one (10a), and the attack on the decision-focused learner itself takes \
        more (10b), again mostly because that learner has more to lose.
        """
      levels = """
        Without an attack the paper's two-stage learner reaches utilities between 2.37 and 2.90 \
        and its decision-focused one between 2.65 and 4.59. The curvature γ, the sides of the \
        instances and the network are not stated, and levels depend on all three; the level of \
        random matching, drawn in the chart, is the one to compare with. With the literature's \
        pair network, in panel 10c, a two-stage learner comes close to that level.
        """
    default: return nil
    }
  }

  /// The range over seeds of what the clean learners reach at the targets, and of an uninformed
  /// decision.
  private static func cleanLevels(_ results: PanelValues) -> String {
    let wording = Wording(results)
    func range(_ values: [Double]) -> String {
      "\(wording.number(values.min() ?? .nan)) to \(wording.number(values.max() ?? .nan))"
    }
    var parts = [VictimID.twoStage, .decisionFocused].compactMap { id in
      results.clean(id).map { "the \(id) learner \(range($0))" }
    }
    for level in [LevelID.uninformed, .perfect] {
      if let values = results.level(level) {
        parts.append("\(results.label(ofLevel: level)) \(range(values))")
      }
    }
    return
      "Here, without an attack, over \(English.counted(results.seeds.count, "seed")): "
      + "\(English.joined(parts))."
  }
}
