/// Where the program departs from the rules that were fixed in advance, or reads something into
/// them.
public struct Departure: Sendable {
  /// What it is about: a claim or a part of the rules.
  public let subject: String
  /// What is done, and why.
  public let text: String

  /// That the choices for a domain were not made by the trials that the rules ask for; nil where
  /// they were.
  ///
  /// - Parameters:
  ///   - name: what the domain is called within a sentence.
  ///   - choice: the choices, with what was tried.
  public init?(untried name: String, _ choice: Calibration.DomainChoice) {
    guard choice.trials.isEmpty else { return nil }
    let remark = choice.setting.isEmpty ? "" : " The file says: \(choice.setting)"
    self.init(
      subject: "Calibration, \(name)",
      text: """
        No trial of these rules chose the rates, lengths and steps that are used here; another \
        choice may give another verdict.\(remark)
        """)
  }

  private init(subject: String, text: String) { (self.subject, self.text) = (subject, text) }

  /// Those that hold whatever was calibrated.
  public static let all = [
    Departure(
      subject: "Calibration of matchings",
      text: """
        Rates, lengths and steps are chosen once, on the training instances of fold 0, and used \
        for all folds. The rules ask that nothing of a fold’s own targets be used for it, which \
        holds for fold 0 alone: a calibration for each fold would cost five times as much.
        """),
    Departure(
      subject: "Smoothed attack",
      text: """
        Its factor is chosen first, from four values with the middle step, then the step from nine \
        values with that factor, instead of all pairs.
        """),
    Departure(
      subject: "Cells that cannot be judged",
      text: "They count like open ones, unless no deciding cell can be judged."),
    Departure(
      subject: "Synthetic data as a domain",
      text: """
        Where a rule names three domains and no size, the small data set decides, and the large \
        one is shown beside.
        """),
    Departure(
      subject: "A7",
      text: """
        The standard error of a difference holds that over the victims’ initial weights and \
        twice the variance among the unit’s re-runs, pooled over the budgets at which there are \
        some.
        """),
    Departure(
      subject: "Comparisons of W",
      text: """
        The smallest effect of interest is 0.05 G of the victim or attack that the difference \
        begins with.
        """),
    Departure(
      subject: "A16",
      text: """
        Torch, higher and qpth were timed on synthetic data alone; there are no cells for the \
        other domains. A measured ratio of times is for the claim, or against it, where that of \
        every round is.
        """),
    Departure(
      subject: "Training",
      text: """
        Of equally short trainings within 1 % of the best one the one of highest validation \
        utility is taken, and of equal ones the smallest rate.
        """),
    Departure(
      subject: "B3",
      text: """
        What is continued is the smoothed attack. Its start, its last iterate and the four that it \
        saw lowest are evaluated again, on eight draws of initial weights with the true layer.
        """),
    Departure(
      subject: "B10",
      text: """
        One defence is in the grid, a trimmed loss, against the plain attack on the two-stage \
        learner at the reference budget.
        """),
    Departure(
      subject: "Victims trained by Adam",
      text: """
        Minibatches of an eighth of the instances, a rate of 0.01 and as many epochs as the \
        learner has steps: chosen without trials.
        """),
  ]
}
