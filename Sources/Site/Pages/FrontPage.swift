import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

struct FrontPage {
  /// What was found in a panel: about the attacked learner, and about the one to which the poison
  /// transfers best.
  struct PanelFindings {
    let id: String
    let href: String
    let title: String
    let budget: String
    let attacked: Finding
    let transfer: Finding?
  }

  let frame: PageFrame
  /// Where the paper can be read.
  let paper: String
  /// How many claims of the paper got which verdict.
  let tally: [VerdictTally]
  let claimCount: String
  let answers: [FrontFinding]
  /// What attacks take from victims, as a picture and as numbers.
  let damage: Picture?
  let damageNumbers: Table?
  /// All deciding cells of the claims, small.
  let claims: Picture?
  let threat: ThreatModel?
  /// How well the gradients of all attacks agree with replays, in a sentence.
  let checks: String?
  let findings: [PanelFindings]
  let gallery: [Picture]
  let seeds: String
  /// Which kinds of source files the study reads, and which of them a simulator wrote.
  let reads: [String: Bool], simulates: [String: Bool]
  let records: String
  /// The panels whose attack costs the attacked learner more than chance, in a sentence.
  let summary: String

  init(
    _ study: PaperStudy, _ results: [PanelValues], _ ledger: Ledger, _ map: DamageMap?,
    _ chart: ClaimChart?
  ) {
    frame = PageFrame(of: study, page: SiteMap.front)
    paper = Reference.kinsey2023.link ?? ""
    tally = VerdictTally.all(of: ledger)
    claimCount = English.counted(ledger.rows.count, "claim")
    answers = FrontFindings(ledger).all
    (damage, damageNumbers) = (map?.picture, map?.numbers)
    claims = chart?.smallPicture
    threat = ThreatModel(study)
    checks = FrontPage.checks(study)
    gallery = LearnerDiagram.all.map(\.picture) + Exhibit.all(results).map(\.picture)
    findings = results.compactMap { result in
      Finding.all(result).first { $0.isAttacked }.map {
        PanelFindings(
          id: result.panel.id,
          href: SiteMap.chart(result.panel.id),
          title: result.panel.title, budget: result.label(ofBudget: result.displayedBudget),
          attacked: $0, transfer: Finding.bestTransfer(result))
      }
    }
    summary = FrontPage.summary(ChanceCount(study.panels))
    let counts = Set(results.map(\.seeds.count)).sorted()
    seeds = English.joined(counts.map { "\($0)" }) + (counts == [1] ? " seed" : " seeds")
    (reads, simulates) = (study.readKinds, study.simulatedKinds)
    records = English.counted(study.records.count, "record")
  }

  /// The middle one of the largest errors of all attacks' certificates.
  private static func checks(_ study: PaperStudy) -> String? {
    let errors = study.records.compactMap { $0.certificate?.largestError }
    guard let median = errors.median else { return nil }
    return """
      Each of \(English.counted(errors.count, "attack")) carries a check of its gradient by \
      replayed training: half of them agree to \(Wording.short(median)) of its largest entry, or \
      better.
      """
  }

  /// In how many distinct panels the attack does more than chance.
  static func summary(_ count: ChanceCount) -> String {
    func names(_ chosen: [ChanceCount.Entry]) -> String {
      chosen.isEmpty ? "none" : English.joined(chosen.map(\.panel))
    }
    let own = count.entries.filter(\.harmsOwn)
    let transferred = count.entries.filter(\.harmsAnother)
    let repeated =
      count.repeated.isEmpty
      ? "" : " Not counted again: \(English.joined(count.repeated)), of the same attacks."
    return """
      In \(own.count) of \(English.counted(count.entries.count, "distinct panel")) the attack \
      costs the learner that it is made for clearly more than chance (\(names(own))), and in \
      \(transferred.count) at least one learner that merely receives the poison \
      (\(names(transferred))); the p-values of all \(count.testCount) comparisons are corrected \
      together (Holm).\(repeated)
      """
  }
}
