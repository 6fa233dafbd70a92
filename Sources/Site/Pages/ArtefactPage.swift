import Paper
import Reproducibility

/// The content of the appendix that artefact evaluations ask for: what the artefact is, what it
/// needs, and for each claim the command, the expense and what has to come out.
struct ArtefactPage {
  /// An entry of the check-list that the appendices of ACM's conferences begin with.
  struct Item {
    let name: String
    let text: String
  }

  let frame: PageFrame
  let preset: String
  /// The options of the build: preset, grid and genuine files.
  let options: String
  let checklist: [Item]
  let claims: ArtefactTable
  /// The first claim that something was run for, with its command; nil where there is none.
  let example: ArtefactTable.Row?

  init(_ study: PaperStudy, _ ledger: Ledger, toolchain: Toolchain) {
    frame = PageFrame(of: study, page: SiteMap.artefact)
    preset = study.preset.rawValue
    options =
      "--preset \(study.preset.rawValue)" + (study.grid.isCoarse ? " --coarse" : "")
      + study.genuineOptions
    claims = ArtefactTable(study, ledger)
    example = claims.rows.first { !$0.command.isEmpty }
    checklist = ArtefactPage.checklist(study, claims, toolchain)
  }

  private static func checklist(
    _ study: PaperStudy, _ claims: ArtefactTable, _ toolchain: Toolchain
  ) -> [Item] {
    let run = study.expense?.run
    let records = study.expense(of: study.panels.map(\.panel.id)).megabytes
    let libraries = toolchain.decisive.filter { $0.name != Release.name }
      .map { "\($0.name) \($0.version)" }
    let domains = study.panels.map { "\($0.panel.domain.label)".lowercased() }.uniqued()
    return [
      Item(
        name: "Algorithms",
        text: """
          Learning of decisions, and poisoning attacks on it by gradients through training: the \
          paper’s and those beside them, on \(English.joined(domains)).
          """),
      Item(name: "Program", text: "\(Release.madeBy), of \(Release.date), in Swift."),
      Item(
        name: "Compilation",
        text: "Swift 6.2 or later; “swift run” compiles, optimised, in some minutes."),
      Item(name: "Data", text: "\(SourceSummary(study.sources).text)."),
      Item(
        name: "Run-time environment",
        text: "Linux; \(English.joined(libraries + ["OpenBLAS", "METIS"]))."),
      Item(
        name: "Hardware",
        text: """
          Any x86-64 or arm64 processor; no accelerator. Results do not depend on its instructions.
          """),
      Item(name: "Memory", text: memory(run)),
      Item(
        name: "Disk",
        text: records.map {
          """
          \(NumberFormat.grouped(Int($0.rounded(.up)))) MB of records, beside data sets and the \
          program’s own build.
          """
        } ?? "Not known: the records are not beside the site."),
      Item(name: "Time to prepare", text: "The time of a compilation, and one command."),
      Item(name: "Time to complete", text: time(run)),
      Item(
        name: "Metrics",
        text: "Utility of decisions, what an attack takes of it, and intervals over units."),
      Item(
        name: "Output",
        text: """
          This site: \(English.counted(claims.rows.count, "claim")) with verdicts, \
          \(English.counted(study.panels.count, "panel")) of figures, tables and digests.
          """),
      Item(name: "Experiments", text: English.counted(study.records.count, "record") + "."),
      Item(
        name: "Licence",
        text: "The repository states none; source files belong to their publishers."),
    ]
  }

  private static func memory(_ run: StudyExpense.Run?) -> String {
    run.map {
      """
      \(NumberFormat.chosen($0.peakMegabytes)) MB at the peak, with \
      \(English.counted($0.jobs, "job")) at once.
      """
    } ?? "Not measured with this site."
  }

  private static func time(_ run: StudyExpense.Run?) -> String {
    run.map {
      """
      \(NumberFormat.chosen($0.minutes)) minutes from an empty store, with \
      \(English.counted($0.jobs, "job")) at once.
      """
    } ?? "Not measured with this site."
  }
}
