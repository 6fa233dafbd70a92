import Domains
import Experiments
import Learning
import Reproducibility

/// The content of the page of one learner.
struct LearnerPage {
  let frame: PageFrame
  let path: String
  /// The charts in which it is attacked.
  let attacked: [Usage]
  /// The charts in which it receives the poison of others.
  let transfers: [Usage]
  let clean: CleanTable
  let usesPortfolio: Bool
  let usesMatching: Bool
  let usesCalibration: Bool
  /// The variant that regresses on decisions, on the page of the simple joint learner.
  let regression: RegressionTable?
  /// Where the comparison with that variant comes from.
  let comparison: Provenance?
  let references: [Citation]

  init(learner: any Learner, _ study: Study, _ results: [PanelResults]) throws {
    let name = type(of: learner).name
    path = LearnerPage.path(of: name)
    let title = "\(Wording.capitalised(Wording.learner(name))) learner"
    frame = PageFrame(
      of: study, page: path, title: title, heading: "The \(Wording.learner(name)) learner",
      description:
        "\(title): what it minimises, how it is trained, what it reaches on clean data, where it is attacked, and references."
    )
    let exhibits = Exhibit.all(results)
    attacked = Usage.of(exhibits.filter { $0.first.attacked == name })
    transfers = Usage.of(
      exhibits.filter { $0.first.attacked != name && $0.first.victims.contains(name) })
    clean = CleanTable(learner: name, DomainGroup.all(results))
    usesPortfolio = results.contains { $0.isPortfolio }
    usesMatching = results.contains { $0.isMatching }
    usesCalibration = study.grid.calibration.domains.values.contains { !$0.trials.isEmpty }
    let isJoint = learner is SimpleJoint && !study.comparisons.isEmpty
    regression = isJoint ? RegressionTable(study.comparisons) : nil
    comparison =
      isJoint
      ? try Provenance(
        study.comparisons.flatMap(\.clean), clean: LearnerPage.experiments(study.comparisons),
        sources: study.sources, id: "comparison", label: "Comparison of learners") : nil
    references = Citation.all(of: [learner])
  }

  private static func experiments(_ comparisons: [ComparisonRecords]) -> [(Experiment, Record)] {
    comparisons.flatMap { part in
      part.clean.map { (part.comparison.experiment(seed: $0.seed), $0) }
    }
  }

  static func path(of learner: String) -> String { "learner-\(learner).html" }

  /// The learner in a sentence; nil for one without a page.
  static func summary(of learner: String) -> String? {
    switch learner {
    case TwoStage.name: "Predicts as accurately as it can, and optimises afterwards."
    case DecisionFocused.name: "Trains its prediction through the optimisation, for the decision."
    case SimpleJoint.name: "Has a network decide at once, without solving anything."
    default: nil
    }
  }
}
