import Experiments
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
  let headline: Picture?
  let headlineSentences: [String]
  /// How many claims of the paper got which verdict.
  let tally: [VerdictTally]
  let claimCount: String
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

  init(_ study: PaperStudy, _ results: [PanelValues], _ ledger: Ledger) {
    frame = PageFrame(of: study, page: SiteMap.front)
    let exhibits = Exhibit.all(results)
    let first = exhibits.first { $0.id == "5a" } ?? exhibits.first
    headline = first?.picture
    headlineSentences = Array((first?.sentences ?? []).prefix(1))
    tally = VerdictTally.all(of: ledger)
    claimCount = English.counted(ledger.rows.count, "claim")
    checks = FrontPage.checks(study)
    gallery = LearnerDiagram.all.map(\.picture) + exhibits.map(\.picture)
    findings = results.compactMap { result in
      Finding.all(result).first { $0.isAttacked }.map {
        PanelFindings(
          id: result.panel.id,
          href: SiteMap.chart(result.panel.id),
          title: result.panel.title, budget: result.label(ofBudget: result.displayedBudget),
          attacked: $0, transfer: Finding.bestTransfer(result))
      }
    }
    summary = FrontPage.summary(findings)
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

  private static func summary(_ findings: [PanelFindings]) -> String {
    func names(_ chosen: [PanelFindings]) -> String {
      chosen.isEmpty ? "none" : English.joined(chosen.map(\.id))
    }
    let own = findings.filter { $0.attacked.exceedsChance }
    let transferred = findings.filter { $0.transfer?.exceedsChance ?? false }
    return """
      Of \(English.counted(findings.count, "panel")), the attack costs the learner that it is \
      made for clearly more than chance in \(own.count) (\(names(own))), and at least one learner \
      that merely receives the poison in \(transferred.count) (\(names(transferred))).
      """
  }
}
