import Charts
import Experiments
import Learning
import LinearAlgebra
import Paper
import Reproducibility

/// The content of the page that goes from a data frame to a poison and back.
struct TutorialPage {
  /// A piece of Python or a table, as a listing and as a file to take along.
  struct Listing {
    let name, href, text: String
  }

  /// Some lines of what the attack prints, and what they say.
  struct Output {
    /// Sentences, which are broken where the screen ends, and a table, which is not.
    let sentences, table: String?
    let meaning: String
  }

  struct Question {
    let label, exitCode, meaning: String
  }

  struct Row {
    let name, number: String
  }

  let frame: PageFrame
  let tableHead: Listing
  let writer, toProblem, reader, toFrame: Listing
  let command, sweepCommand: String
  let output: [Output]
  let questions: [Question]
  let findings: TutorialFindings
  let picture: Picture
  let image: String
  let columns, rows: [Row]
  let touched, columnFinding: String
  let instances, features, labels: String

  /// The Python of the page by the names of its files.
  static let scripts = [
    "write_problem.py", "frame_to_problem.py", "read_poison.py", "poison_to_frame.py",
  ]

  static func path(_ file: String) -> String { "tutorial/\(file)" }

  init(_ study: PaperStudy, _ run: TutorialRun, scripts: [String: String]) throws {
    frame = PageFrame(of: study, page: SiteMap.tutorial)
    let head = run.problem.table.split(separator: "\n").prefix(4).joined(separator: "\n")
    tableHead = Listing(name: "tutorial.csv", href: TutorialProblem.path, text: "\(head)\n…")
    func listing(_ name: String) -> Listing {
      Listing(name: name, href: TutorialPage.path(name), text: scripts[name] ?? "")
    }
    (writer, toProblem) = (listing("write_problem.py"), listing("frame_to_problem.py"))
    (reader, toFrame) = (listing("read_poison.py"), listing("poison_to_frame.py"))
    (command, sweepCommand) = (TutorialRun.command, TutorialRun.sweepCommand)
    output = AttackTable.Part.allCases.compactMap { part in
      let lines = run.table.lines(of: part).filter { !$0.isEmpty }
      if lines.isEmpty { return nil }
      let table = AttackTable.tables.contains(part) ? lines.dropFirst() : []
      return Output(
        sentences: lines.dropLast(table.count).joined(separator: "\n"),
        table: table.isEmpty ? nil : table.joined(separator: "\n"),
        meaning: TutorialPage.meaning(of: part))
    }
    questions = ProblemVerdict.Question.allCases.map {
      Question(
        label: $0.label, exitCode: "\($0.exitCode)", meaning: TutorialPage.meaning(ofNo: $0))
    }
    let sweep = try ProblemResults(run.sweepRecords)
    findings = TutorialFindings(try ProblemResults([run.record]), sweep: sweep)
    let chart = ProblemChart(results: sweep).chart
    image = SiteMap.image(TutorialPage.chartName)
    picture = Picture(
      "tutorial", href: "#sweep", title: chart.title, alternative: chart.description, path: image)
    let moves = TutorialMoves(run)
    columns = moves.columns.map { Row(name: $0.name, number: TutorialPage.move($0.move)) }
    rows = moves.rows.map { Row(name: "\($0.day)", number: TutorialPage.move($0.move)) }
    let train = run.problem.problem.train
    touched = moves.sentence(of: train.features.rows)
    columnFinding = moves.columnSentence
    instances = "\(train.features.rows)"
    (features, labels) = ("\(train.features.columns)", "\(train.labels.columns)")
  }

  static let chartName = "tutorial"

  private static func move(_ x: Double) -> String { NumberFormat.fixed(x, decimals: 4) }

  /// What the lines of a part say, whatever their numbers are.
  private static func meaning(of part: AttackTable.Part) -> String {
    switch part {
    case .headline:
      "What was done, and the mean utility at the targets before the first and before the last "
        + "update, on the attack’s own training. It need not fall all the way: the verdict "
        + "compares trained victims instead."
    case .threat:
      "What this attacker is assumed to know, to want and to touch. Read it first: a result is "
        + "about this attacker and no other. A multiple of the file’s upper is here a multiple "
        + "of each column’s standard deviation."
    case .targets:
      "One row per learner, the attacked one marked; the others show whether the poison carries "
        + "over to a pipeline that trains differently. Left of the bar the victim starts from the "
        + "initial weights that the attacker knows, right of it from others. Compare "
        + "“poisoned” with “noise” and “signs”, not with “clean” alone: these "
        + "two stay within the same budget and know nothing."
    case .heldOut:
      "The same on instances that the attacker did not aim at: the collateral harm, and what "
        + "monitoring on such data would see."
    case .distance:
      "How far decisions are from those that the attacker desires; lower is what it wants."
    case .levels:
      "The two ends of the scale: what could be reached with perfect foresight, and by one "
        + "decision for every instance. A learner near the second has learned nothing that could "
        + "be taken from it."
    case .notes: "What was left out, and why."
    case .verdict:
      "The verdict: one line per question, each with the numbers that answer it; [ok] for yes, "
        + "[!!] for no, [--] where nothing was measured that could answer it."
    }
  }

  /// What it means that a question is answered with no.
  private static func meaning(ofNo question: ProblemVerdict.Question) -> String {
    switch question {
    case .check:
      "Entries of the gradient do not agree with differences of the same training replayed, or "
        + "rounding drowns them. Do not rely on the gradient; lower the learning rate or the steps."
    case .training:
      "The loss did not fall, or the trained learner is no better than one decision for all. There "
        + "is nothing to attack yet: mend the training first."
    case .gradient:
      "The gradient is zero, or promises less than rounding. The attacker has nothing to follow, "
        + "which saturated units or a learning rate that is too high bring about as well."
    case .controls:
      "Noise or random signs within the same budget cost at least as much. This attack has found "
        + "nothing; another one may."
    }
  }
}
