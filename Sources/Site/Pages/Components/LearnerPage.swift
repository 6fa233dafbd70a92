import Experiments
import Learning
import Paper
import Reproducibility

/// The content of the page of one learner.
struct LearnerPage {
  let frame: PageFrame
  let title, heading, description: String
  /// What commands call the learner.
  let command: String
  /// The charts in which it is attacked.
  let attacked: [Usage]
  /// The charts in which it receives the poison of others.
  let transfers: [Usage]
  /// What it reaches on clean data; nil where no figure trains it.
  let clean: CleanTable?
  let uses: [String: Bool]
  let usesCalibration: Bool
  /// The comparison with the variant that regresses on decisions, on the pages of both.
  let regression: RegressionTable?
  /// Where that comparison comes from.
  let comparison: Provenance?
  let references: [Citation]

  init(_ learner: any Learner.Type, _ study: PaperStudy, _ results: [PanelValues]) throws {
    let id = VictimID(learner.name)
    frame = PageFrame(of: study, page: SiteMap.learner(learner.id))
    (title, command) = (learner.label, learner.name)
    heading = "The \(title.prefix(1).lowercased() + title.dropFirst())"
    description = """
      \(title): what it minimises, how it is trained, what it reaches on clean data, where it is \
      attacked, and references.
      """
    let exhibits = Exhibit.all(results)
    attacked = Usage.of(exhibits.filter { $0.first.attacked == id })
    transfers = Usage.of(
      exhibits.filter { $0.first.attacked != id && $0.first.victims.contains(id) })
    clean = CleanTable(learner: id, DomainGroup.all(results))
    uses = study.domainNames
    usesCalibration = study.grid.calibration.domains.values.contains { !$0.trials.isEmpty }
    let compared = study.comparisons.filter {
      [$0.comparison.simpleJoint, $0.comparison.regression]
        .contains { $0.learner.name == learner.name }
    }
    regression = compared.isEmpty ? nil : RegressionTable(compared)
    comparison =
      compared.isEmpty
      ? nil
      : try Provenance(
        compared.flatMap(\.clean),
        clean: compared.flatMap { part in
          part.clean.map { (part.comparison.experiment(seed: $0.seed), $0) }
        }, sources: study.sources, id: "comparison", label: "Comparison of learners",
        unit: compared[0].comparison.domain.budgetUnit)
    references = Citation.all(of: [learner])
  }
}
