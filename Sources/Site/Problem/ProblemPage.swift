import Charts
import Experiments
import Learning
import Reproducibility
import Statistics

/// The page of a problem of one's own: threat model, chart, numbers, what can be believed, and
/// where it came from.
struct ProblemPage {
  struct Line {
    let name, text: String
  }

  struct Verdict {
    let budget, exitCode: String
    let findings: [Finding]
  }

  struct Finding {
    let question, answer, sentence: String
    /// A class for the style sheet: "yes", "no" or "open".
    let mark: String
  }

  struct Origin {
    let file, digest, attack, options, seed, madeBy: String
  }

  let title, description, madeBy: String
  let finding: String
  let threat: [Line]
  let picture: Picture
  let measure: String
  let numbers: Table
  /// The columns of `numbers`, once for each kind of initial weights.
  let columns: [String]
  let levels: [Line]
  let verdicts: [Verdict]
  let allHold: Bool
  let problem: String
  let origins: [Origin]

  init(_ results: ProblemResults) {
    let first = results.first
    let learner = results.label(VictimID(first.record.learner?.text ?? ""))
    let attack = ProblemChart.label(first.record.attack?.text ?? "")
    title = "\(first.title): can it be poisoned?"
    description = "\(attack) on the \(learner) learner of \(first.title)."
    madeBy = first.madeBy
    finding = results.finding
    threat =
      first.threat.parts.map { part in
        let names = [
          "knowledge": "Knows", "goal": "Wants", "reach": "May move", "time": "When",
        ]
        let text =
          part.name == "reach"
          ? results.records.map(\.threat.reach).uniqued().joined(separator: "; ") : part.text
        return Line(name: names[part.name] ?? part.name, text: text)
      } + results.records.compactMap(ProblemPage.followed)
    let chart = ProblemChart(results: results).chart
    picture = Picture(
      "utility", href: "#chart", title: chart.title, alternative: chart.description,
      path: ProblemChart.name, isStackable: false)
    measure = results.measure
    let controls = results.controls
    columns = ["Attack"] + controls.map(ProblemChart.label)
    let bodies = results.victims.map { victim in
      func row(
        _ budget: String, _ values: (ProblemResults.Start, String?) -> [Double]
      ) -> Table.Row {
        Table.Row(
          label: budget,
          cells: [ProblemResults.Start.fresh, .given].flatMap { start in
            ([nil] + controls.map { $0 }).map { ProblemPage.cell(values(start, $0)) }
          })
      }
      return Table.Body(
        title: English.capitalised(results.label(victim)) + " learner",
        role: results.isAttacked(victim)
          ? "the attack is made for it" : "the same poison, transferred",
        rows: [row("0 (clean)") { start, _ in results.clean(victim, start, first) }]
          + results.records.map { record in
            row(results.size(of: record)) { start, control in
              results.poisoned(victim, start, record, control: control)
            }
          })
    }
    numbers = Table(columns: columns + columns, bodies: bodies)
    levels = first.record.levels.map { level in
      let held = level.heldOut.map { ", \(Wording.short($0, digits: 4)) at held-out instances" }
      return Line(
        name: ProblemPage.meanings[level.id] ?? level.id.text,
        text: "\(Wording.short(level.targets, digits: 4)) at the targets" + (held ?? ""))
    }
    verdicts = results.records.map { record in
      Verdict(
        budget: results.size(of: record), exitCode: "\(record.verdict.exitCode)",
        findings: record.verdict.findings.map { finding in
          Finding(
            question: finding.question.label, answer: finding.answer.rawValue,
            sentence: English.capitalised(finding.sentence) + ".",
            mark: finding.answer == .yes ? "yes" : finding.answer == .no ? "no" : "open")
        })
    }
    allHold = results.records.allSatisfy { $0.verdict.exitCode == 0 }
    problem = "\(first.record.dataset)"
    origins = results.records.map { record in
      Origin(
        file: record.file, digest: "\(record.digest)", attack: record.record.attack?.text ?? "",
        options: record.record.options, seed: "\(record.record.seed)", madeBy: record.madeBy)
    }
  }

  /// Whose loss an attack followed, and how far: no victim's.
  private static func followed(by record: CustomRecord) -> Line? {
    guard let losses = record.record.trace?.adversaryLoss, let first = losses.first,
      let last = losses.last
    else { return nil }
    let owner = record.surrogate ?? "its own learner"
    let budget = NumberFormat.chosen(record.record.budget.features)
    return Line(
      name: "Follows, at B = \(budget)",
      text: "the adversary’s loss of \(owner): \(Wording.short(first, digits: 4)) → "
        + "\(Wording.short(last, digits: 4)) in \(English.counted(losses.count, "iteration"))")
  }

  private static let meanings: [LevelID: String] = [
    .perfect: "Decisions that know the labels", .uninformed: "One decision without features",
  ]

  private static func cell(_ values: [Double]) -> Table.Cell {
    guard !values.isEmpty else { return .none }
    guard values.allSatisfy({ $0.magnitude < 1e100 }) else { return Table.Cell("diverges") }
    let interval = Interval(of: values)
    let bounds = interval.bounds.map {
      "\(Wording.short($0.lowerBound, digits: 3)) … \(Wording.short($0.upperBound, digits: 3))"
    }
    return Table.Cell(Wording.short(interval.mean, digits: 4), range: bounds)
  }
}
