/// What the paper shows in a figure, in our words.
struct PaperNote {
  let shown: String
  let levels: String?

  /// The note on a figure number; nil for a figure without one.
  init?(figure: String) {
    switch figure {
    case "5":
      shown =
        "The paper's Figure 5 attacks the two-stage learner with Algorithm 1 and hands the same poison to a decision-focused learner, on a small and on a large training set. It reports that both lose much utility, far more than to the MetaPoison attacks of its Figure 4, and concludes that a poison made for the simpler learner transfers."
      levels = nil
    case "8":
      shown =
        "The paper's Figure 8a does the same on portfolios of stocks, with a perturbation of the raw prices. It reports that the transfer to the decision-focused learner often works but not reliably, and blames the longer way from prices to decisions."
      levels =
        "Without an attack the paper's two-stage learner reaches utilities between −0.65 and −0.32 and its decision-focused one between −0.094 and −0.005. Such levels depend on the risk aversion λ and on the split, which the paper does not state; read ours against the reference decisions in the same chart, not against the paper's axis."
    default: return nil
    }
  }
}
