import Experiments
import Learning
import Paper
import Reproducibility

/// The content of the page that says how to check the site and how to cite it.
struct VerifyPage {
  let frame: PageFrame
  let preset: String
  let isCoarse: Bool
  /// Whether genuine files have to be given; simulated ones are made anew.
  let readsGenuine: [String: Bool]
  let hasSources: Bool
  let sources: String
  /// The entry for this report, and those of the paper that it is about.
  let citation: String
  let paper: [Citation]
  /// What to run for each claim, what that takes, and what has to come out.
  let artefacts: ArtefactTable

  init(_ study: PaperStudy, _ ledger: Ledger) {
    artefacts = ArtefactTable(study, ledger)
    frame = PageFrame(of: study, page: SiteMap.verify)
    preset = study.preset.rawValue
    isCoarse = study.grid.isCoarse
    readsGenuine = study.readKinds.filter { study.simulatedKinds[$0.key] != true }
    hasSources = !study.sources.isEmpty
    sources = SourceSummary(study.sources).text
    let year = String(Release.date.prefix(4))
    let records = English.counted(study.records.count, "record")
    citation = """
      @software{poisoning_decisions_report,
        title   = {Poisoning attacks on data-based decisions: a reproducible report},
        version = {\(Release.version)},
        year    = {\(year)},
        note    = {Preset \(study.preset.rawValue), \(records)}
      }
      """
    paper = [Citation(Reference.kinsey2023)]
  }
}
