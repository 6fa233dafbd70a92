import Learning
import Paper
import Reproducibility

/// The content of the front page of a study: what it asks, what was found, and from what.
struct StudyPage {
  /// A domain, an attack or a learner in its own words.
  struct Part {
    let kind, label, summary: String
  }

  /// A claim with its verdict.
  struct Claim {
    let id, text: String
    let mark: VerdictMark
  }

  /// What an attack did to the learner that it was made for.
  struct Result {
    let id, href, title, sentence: String
  }

  let frame: PageFrame
  let title, description, lead: String
  let paragraphs: [String]
  let tally: [VerdictTally]
  let claimCount: String
  let claims: [Claim]
  let results: [Result]
  let gallery: [Picture]
  let parts: [Part]
  let recordCount, seeds: String
  let references: [Citation]

  init(
    _ title: String, lead: String, paragraphs: [String], _ ledger: Ledger,
    _ results: [PanelValues], _ figures: [StudyFigure], frame: PageFrame
  ) {
    (self.frame, self.title, self.lead) = (frame, title, lead)
    (description, self.paragraphs) = (lead, paragraphs)
    tally = VerdictTally.all(of: ledger)
    claimCount = English.counted(ledger.rows.count, "claim")
    claims = ledger.rows.map {
      Claim(id: $0.claim.id, text: $0.claim.text, mark: VerdictMark($0.verdict))
    }
    self.results = results.compactMap { values in
      Finding.all(values).first { $0.isAttacked }.map {
        Result(
          id: values.panel.id, href: SiteMap.chart(values.panel.id), title: values.panel.title,
          sentence: $0.sentence)
      }
    }
    gallery = Exhibit.all(results).map(\.picture) + figures.map(\.picture)
    let panels = results.map(\.panel)
    let learners = panels.flatMap { $0.plan.victims.map { $0.learner as any Component } }
    parts =
      StudyPage.parts("Domain", panels.map { $0.domain as any Component })
      + StudyPage.parts("Attack", panels.map { $0.attack as any Component })
      + StudyPage.parts("Control", panels.flatMap { $0.controls.map { $0 as any Component } })
      + StudyPage.parts("Learner", learners)
    recordCount = English.counted(
      results.flatMap(\.records.all).map(\.key).uniqued().count, "record")
    let counts = Set(results.map(\.seeds.count)).sorted()
    seeds = English.joined(counts.map { "\($0)" }) + (counts == [1] ? " seed" : " seeds")
    references = Citation.all(of: MethodsPage.components(panels))
  }

  /// Components once each, in order of first use.
  private static func parts(_ kind: String, _ components: [any Component]) -> [Part] {
    components.uniqued { $0.name }.map {
      Part(kind: kind, label: $0.label, summary: $0.summary)
    }
  }
}
