import Domains
import Experiments
import Learning
import Paper
import Storage

/// The content of the page about the program's files.
struct FormatsPage {
  /// An object of a file, with its extents and what it means.
  struct Object {
    let path, shape, meaning: String
    /// When it is there; nil for always.
    let condition: String?
  }

  /// An exit code with what it says.
  struct ExitCode {
    let code, meaning: String
  }

  let frame: PageFrame
  let columns: [(name: String, meaning: String)]
  /// The data dictionary of the published tables, and the schema of the ledger for programs.
  let dictionaries = DataDictionary.all
  let ledgerSchema = LedgerFile.format
  let packSchema = RecordPack.schema
  /// What a problem of one's own may hold, as its reader knows it.
  let problemSchema: String
  let problemObjects: [(path: String, meaning: String)]
  let poisonObjects, gradientObjects: [Object]
  let gradientSchema: String
  let learners: String
  let exitCodes: [ExitCode]

  init(_ study: PaperStudy) {
    frame = PageFrame(of: study, page: SiteMap.formats)
    columns = SeedTable.columns
    (problemSchema, gradientSchema) = (ProblemFile.schema, CustomStudy.gradientSchema)
    problemObjects = ProblemFile.objects.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    func objects(_ list: [CustomFileObject]) -> [Object] {
      list.map {
        Object(
          path: $0.path.replacing("@", with: " @").replacing(",", with: ", "), shape: $0.shape,
          meaning: $0.meaning + ".", condition: $0.condition)
      }
    }
    poisonObjects = objects(CustomFileObject.ofPoison)
    gradientObjects = objects(CustomFileObject.ofGradient)
    learners = LearnerCatalog.all.map { $0.name }.joined(separator: ", ")
    exitCodes =
      [ExitCode(code: "0", meaning: "no question of the verdict is answered with no")]
      + [
        ExitCode(
          code: "1",
          meaning: "the file was refused, the training failed, or --minimal found no budget")
      ]
      + ProblemVerdict.Question.allCases.map {
        ExitCode(code: "\($0.exitCode)", meaning: "“\($0.label)” is answered with no")
      } + [
        ExitCode(code: "64", meaning: "the command line was wrong"),
        ExitCode(
          code: "130",
          meaning: "an attack was stopped; FILE.state keeps what is done, and the same command "
            + "goes on from there"),
      ]
  }
}
