import Experiments
import Learning
import Paper
import Reproducibility

/// The content of the page that says how to check the site and how to cite it.
struct VerifyPage {
  let frame: PageFrame
  let preset: String
  let isCoarse: Bool
  /// The options that name genuine files; simulated ones are made anew.
  let genuine: String
  let hasSources: Bool
  let sources: String
  /// The entry for this report, and those of the paper that it is about.
  let citation: String
  let paper: [Citation]
  /// The Snakemake workflow that the page shows.
  let workflow: String
  /// Its name in the repository.
  static let workflowName = "parts.smk"

  init(_ study: PaperStudy, workflow: String) {
    self.workflow = workflow
    frame = PageFrame(of: study, page: SiteMap.verify)
    preset = study.preset.rawValue
    isCoarse = study.grid.isCoarse
    genuine = study.genuineOptions
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

extension PaperStudy {
  /// The options of a command that name the genuine files that were read, with a space before each;
  /// empty where there are none.
  var genuineOptions: String {
    let isRead = readKinds.filter { simulatedKinds[$0.key] != true }
    return [
      ("prices", " --prices PATH…"), ("citations", " --cora FOLDER"),
      ("citeseer", " --citeseer FOLDER"),
    ].filter { isRead[$0.0] == true }.map(\.1).joined()
  }
}
