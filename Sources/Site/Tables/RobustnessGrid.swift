import Paper
import Reproducibility

/// All claims by all other choices, one mark each: whether a verdict hangs on the budget, on the
/// attack's steps, on the weights that victims start from or on how victims are trained.
struct RobustnessGrid {
  /// A verdict as one sign, with the verdict in words for those who do not see it.
  struct Mark {
    let sign, verdict, kind: String

    /// Where a claim has no such choice.
    static let unasked = Mark(sign: "–", verdict: "not asked", kind: "not-run")

    private init(sign: String, verdict: String, kind: String) {
      (self.sign, self.verdict, self.kind) = (sign, verdict, kind)
    }

    init(_ verdict: Verdict) {
      let mark = VerdictMark(verdict)
      (self.verdict, kind) = (mark.verdict, mark.kind)
      sign =
        switch verdict {
        case .reproduced: "●"
        case .mostlyReproduced: "◕"
        case .mixed: "◐"
        case .mostlyContradicted: "⊗"
        case .contradicted: "✕"
        case .noDifference: "＝"
        case .open: "○"
        case .unjudgeable: "?"
        case .notRun: "·"
        }
    }
  }

  /// Columns that differ in one thing.
  struct Group {
    let head: String
    let width: Int
  }

  /// A claim: its own verdict, then one by each choice.
  struct Line {
    let id: String
    let marks: [Mark]
    /// Its units, and how many would decide it; "–" where nothing is open.
    let present, wanted: String
  }

  let groups: [Group]
  let heads: [String]
  let lines: [Line]
  /// What the signs mean, those that occur.
  let legend: [Mark]

  /// The grid of a ledger; nil where no claim allows a choice.
  init?(_ ledger: Ledger) {
    var choices: [Ledger.Alternative] = []
    for row in ledger.rows {
      for alternative in row.strip
      where alternative.verdict != .notRun
        && !choices.contains(where: { $0.choice == alternative.choice })
      {
        choices.append(alternative)
      }
    }
    guard !choices.isEmpty else { return nil }
    // Claims may lack choices that others have: the order is that of the kinds, then of the labels.
    let kinds = CellChoice.Kind.allCases
    let columns = kinds.flatMap { kind in
      choices.filter { $0.choice.kind == kind }.sorted {
        kind == .budget && RobustnessGrid.place($0.choice) < RobustnessGrid.place($1.choice)
      }
    }
    groups = kinds.compactMap { kind in
      let width = columns.count { $0.choice.kind == kind }
      return width == 0 ? nil : Group(head: RobustnessGrid.head(kind), width: width)
    }
    heads = columns.map(RobustnessGrid.head)
    lines = ledger.rows.map { row in
      let marks = columns.map { column in
        row.strip.first { $0.choice == column.choice }.map { Mark($0.verdict) } ?? .unasked
      }
      let isOpen = row.findings.contains { $0.isDeciding && $0.finding.decision == .open }
      return Line(
        id: row.claim.id, marks: [Mark(row.verdict)] + marks,
        present: row.units.map { "\($0)" } ?? "–",
        wanted: isOpen ? row.unitsNeeded.map { "\($0)" } ?? "cannot be told" : "–")
    }
    let used = Set(lines.flatMap { $0.marks.map(\.verdict) })
    legend = (Verdict.allCases.map { Mark($0) } + [.unasked]).filter { used.contains($0.verdict) }
  }

  private static func place(_ choice: CellChoice) -> Int {
    if case .place(let place) = choice.budget { place } else { -1 }
  }

  private static func head(_ kind: CellChoice.Kind) -> String {
    switch kind {
    case .budget: "Budget, smallest first"
    case .attack: "Attack"
    case .weights: "Weights"
    case .victims: "Victims"
    }
  }

  private static func head(_ alternative: Ledger.Alternative) -> String {
    switch alternative.choice.kind {
    case .budget: "\(place(alternative.choice) + 1)"
    case .weights: "shared"
    case .attack, .victims, nil: alternative.label
    }
  }
}
