import Attacks
import Domains
import Experiments
import Paper
import Reproducibility

/// The content of the page of one figure number.
struct FigurePage {
  /// A chart with what belongs to it.
  struct ExhibitSection {
    let id: String
    let title: String
    /// How many of its experiments are known; nil for all.
    let progress: String?
    let picture: Picture
    let axis: String
    let victims: String
    let statistic: String
    let seeds: String
    let weights: String
    let attackWeights: String
    let draws: String
    let controls: String
    let levels: String
    let isFamily: Bool
    /// Which attacks and trainings came to nothing and which seeds lack a record, in sentences.
    let failures: String
    let sentences: [String]
    let counts: ConstraintTable?
    /// The one panel of the chart; none where it has several.
    let single: [PanelSection]
    /// The several panels of the chart.
    let members: [PanelSection]
  }

  /// The numbers of one panel and where they come from.
  struct PanelSection {
    let id: String
    let title: String
    let sentences: [String]
    let numbers: NumberTable
    let variants: VariantTable?
    let certificates: CertificateTable
    let frozen: FrozenTable?
    /// What the panel was made from in a few words, and where that is listed.
    let recordCount, recordsHref: String
  }

  let frame: PageFrame
  let title, heading, description: String
  let exhibits: [ExhibitSection]
  /// What the paper shows in the figure, in our words; nil for a figure of another study.
  let note: String?
  let columns: [(name: String, meaning: String)]
  /// The page with the digests of everything that the figure was made from.
  let records: String
  /// Whether outcomes hold a matrix of the decision problem, so that a layer with frozen factors
  /// would drop derivatives.
  let predictsCurvature: Bool

  /// The page, with the note on the paper's figure rendered from its own template.
  init(
    figure: String, study: PaperStudy, results: [PanelValues],
    rendering render: (_ template: String, _ content: Any) throws -> String
  ) throws {
    let own = Exhibit.all(results).filter { $0.figure == figure }
    try self.init(
      figure: figure, own, frame: PageFrame(of: study, page: SiteMap.figure(figure)), in: study,
      note: render("paper-\(figure)", PaperNote(own[0].first)))
  }

  /// The page of a figure's charts in a frame, of the paper's study or of another.
  init(
    figure: String, _ own: [Exhibit], frame: PageFrame, in study: PaperStudy? = nil,
    note: String? = nil
  ) throws {
    let titles = own.map { "\($0.id), \($0.title)" }.joined(separator: "; ")
    (self.frame, self.note) = (frame, note)
    title = "Figure \(figure)"
    // Such as "Attack on the two-stage learner, synthetic data".
    let shared = Exhibit.common(own.map(\.title))
    heading = title + (shared.map { ": " + English.capitalised($0) } ?? "")
    description = "Figure \(titles): chart, numbers and checks."
    exhibits = try own.map { try FigurePage.section($0, study) }
    columns = SeedTable.columns
    records = SiteMap.records(figure)
    predictsCurvature = own.contains { $0.first.panel.domain.predictsCurvature }
  }

  private static func progress(of exhibit: Exhibit, in study: PaperStudy?) -> String? {
    guard let study, study.progress != nil else { return nil }
    // A panel of the chart of which nothing can be shown counts as well.
    let parts = study.grid.panels.filter { $0.chart == exhibit.id }
      .compactMap { study.panelProgress[$0.id] }
    let (done, total) = parts.reduce((0, 0)) { ($0.0 + $1.done, $0.1 + $1.total) }
    return done < total ? "\(StudyProgress(done: done, total: total).text)." : nil
  }

  /// The most failures of a panel that are told one by one.
  private static let mostFailuresTold = 5

  /// Counts the trainings that a poison made diverge, and names the first.
  private static func divergences(of exhibit: Exhibit) -> String {
    let found = exhibit.members.flatMap(\.records.divergences)
    guard let first = found.first else { return "No training diverged." }
    let count = English.counted(found.count, "cell")
    return """
      In \(count) the poison made a training diverge; its decisions are feasible and count as they \
      are. The first is seed \(first.seed), \(first.series ?? "clean data"), \
      B = \(exhibit.first.label(ofBudget: first.budget)), \(first.reason).
      """
  }

  /// Names what came to nothing and every seed that lacks a record.
  static func failures(of exhibit: Exhibit, in study: PaperStudy?) -> String {
    var sentences = exhibit.members.flatMap { results in
      let failures = results.records.failures
      let told = failures.prefix(mostFailuresTold).map { found in
        """
        In panel \(results.panel.id), seed \(found.seed), \(found.series ?? "clean data")\
        \(found.series == nil ? "" : ", B = " + results.label(ofBudget: found.budget)), there is \
        no result of \(found.reason).
        """
      }
      let rest = failures.count - told.count
      return told + (rest > 0 ? ["\(rest) more results of the panel are missing likewise."] : [])
    }
    sentences =
      sentences.isEmpty
      ? [divergences(of: exhibit)] : sentences + ["Means that lack such a result are not shown."]
    if study?.progress == nil {
      sentences += exhibit.members.compactMap { results in
        let seeds = results.records.incompleteSeeds
        guard !seeds.isEmpty else { return nil }
        return """
          Panel \(results.panel.id) lacks records of the seeds \
          \(English.joined(seeds.map { "\($0)" })).
          """
      }
    }
    return sentences.joined(separator: " ")
  }

  private static func section(_ exhibit: Exhibit, _ study: PaperStudy?) throws -> ExhibitSection {
    let results = exhibit.first
    let plan = results.panel.plan
    let count = results.seeds.count
    let panels = exhibit.members.map(panel)
    let transfers = results.victims.dropFirst().map { results.phrase(of: $0) }
    let levels = exhibit.isFamily ? [.uninformed] : FigureChart.levels(results).near.map(\.id)
    return ExhibitSection(
      id: exhibit.id, title: "\(exhibit.id). \(exhibit.title)",
      progress: progress(of: exhibit, in: study), picture: exhibit.picture,
      axis: exhibit.isFamily
        ? """
        the number of \(results.panel.variation?.noun ?? ""), at the budget B = \
        \(results.label(ofBudget: results.displayedBudget))
        """
        : "the attack’s budget B",
      victims:
        "the \(results.phrase(of: results.attacked)) learner, which is attacked, then the "
        + "\(English.joined(transfers)) learners, which receive the same poison",
      statistic: count > 1
        ? "means over n = \(count) seeds with 95\u{a0}% t-intervals over seeds"
        : "the values of a single seed, which has no interval",
      seeds: results.seeds.map { "\($0)" }.joined(separator: ", "),
      weights: "\(plan.freshWeights)",
      attackWeights: results.panel.attack.initialWeights == .fresh
        ? "The attack, too, draws initial weights anew whenever it trains a model."
        : "The attack trains from one draw of initial weights.",
      draws: "\(plan.draws)",
      controls: English.joined(
        results.controls.map { results.label(ofSeries: $0).lowercased() }),
      levels: English.joined(levels.map { results.label(ofLevel: $0) }),
      isFamily: exhibit.isFamily, failures: failures(of: exhibit, in: study),
      sentences: exhibit.sentences, counts: ConstraintTable(exhibit),
      single: exhibit.isFamily ? [] : panels, members: exhibit.isFamily ? panels : [])
  }

  private static func panel(_ results: PanelValues) -> PanelSection {
    PanelSection(
      id: results.panel.id, title: "\(results.panel.id). \(results.panel.title)",
      sentences: Finding.all(results).map(\.sentence), numbers: NumberTable(results),
      variants: VariantTable(results), certificates: CertificateTable(results),
      frozen: FrozenTable(results),
      recordCount: English.counted(results.records.all.count, "record"),
      recordsHref: SiteMap.records(ofPanel: results.panel.id))
  }
}
