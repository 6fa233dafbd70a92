import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// The content of the ledger: every claim with the verdict that its rule computes, and what each of
/// its cells says.
struct LedgerPage {
  /// What a cell says.
  struct Cell {
    let label: String
    let isDeciding: Bool
    let mark: VerdictMark
    /// How many units would decide it; not `needed`, which a row has, too.
    let cellNeed: String?
    let numbers: [Table.Row]
    let remarks: [String]
  }

  /// What the deciding cells say by another choice.
  struct Alternative {
    let label: String
    let verdict: VerdictMark
    let marks: [VerdictMark]
  }

  /// A verdict of the first protocol beside the present one.
  struct Earlier {
    let id: String
    let verdict: String
    let fault: String
    let mark: VerdictMark
  }

  struct Row {
    let claim: Claim
    /// Where the paper says it; nil for a claim of our own.
    let place: String?
    let mark: VerdictMark
    let cells: [Cell]
    let cellMarks: [VerdictMark]
    let needed: String?
    let strip: [Alternative]
    let hasStrip: Bool
    let links: [(id: String, href: String, records: String)]
    let hasLinks: Bool
    let hasNumbers: Bool
  }

  /// A file in which the ledger's numbers, or what they are computed from, can be had.
  struct Published {
    let link, name, what: String
  }

  let frame: PageFrame
  /// The text of the rules as it was fixed: its digest and date.
  let protocolText: ProtocolText
  let published: [Published]
  /// All verdicts by all other choices; nil where no claim has any.
  let grid: RobustnessGrid?
  let counts: [VerdictTally]
  let claimCount: String
  /// All cells in one plot; nil where no cell has an effect.
  let plot: Picture?
  /// The paper's claims and our own.
  let paper, own: [Row]
  let all: [Row]
  /// What unattacked victims and reference decisions reach in a panel.
  let levels: [Table.Row]
  let levelNames: [String]
  /// What the first protocol said of the paper's claims.
  let earlier: [Earlier]
  /// Where the program departs from the rules.
  let departures: [Departure]

  init(
    _ study: PaperStudy, _ ledger: Ledger, _ chart: ClaimChart?, _ protocolText: ProtocolText
  ) {
    frame = PageFrame(of: study, page: SiteMap.ledger)
    self.protocolText = protocolText
    published = LedgerPage.published(study)
    grid = RobustnessGrid(ledger)
    counts = VerdictTally.all(of: ledger)
    plot = chart?.picture
    claimCount = English.counted(ledger.rows.count, "claim")
    levels = LedgerPage.levels(of: study.panels)
    levelNames = LedgerPage.levelNames
    all = LedgerPage.rows(of: ledger, panels: study.panels)
    departures =
      StepChart.choices(of: study).compactMap { domain, choice in
        Departure(untried: type(of: domain).label.lowercased(), choice)
      } + Departure.all
    paper = all.filter { $0.place != nil }
    own = all.filter { $0.place == nil }
    earlier = FirstProtocolVerdict.all.map { verdict in
      Earlier(
        id: verdict.id, verdict: verdict.verdict, fault: verdict.fault ?? "–",
        mark: VerdictMark(ledger.rows.first { $0.claim.id == verdict.id }?.verdict))
    }
  }

  private static func published(_ study: PaperStudy) -> [Published] {
    func file(_ path: String, _ what: String) -> Published {
      Published(link: path, name: String(path.split(separator: "/").last ?? ""), what: what)
    }
    return [
      file(
        PublishedNumbers.ledger, "every verdict, cell, interval and other choice, for programs")
    ]
      + PublishedNumbers.names(of: study).map {
        file(PublishedNumbers.evaluations($0), "every evaluation, \($0)")
      } + [
        file(PublishedNumbers.traces, "how every attack went, in one row each"),
        file(
          PublishedNumbers.scriptPath,
          "Python that computes three verdicts again from these tables, and compares them"),
      ]
  }

  private static let learners = [TwoStage.id, DecisionFocused.id, SimpleJoint.id]

  /// The heads of the columns of levels.
  static let levelNames =
    learners.map { "\(English.capitalised($0.phrase)), clean" }
    + ["Uninformed decision", "Perfect decision"]

  /// One row for each set of clean records: panels of the same domain, size and learners share
  /// theirs.
  static func levels(of panels: [PanelRecords]) -> [Table.Row] {
    DomainGroup.all(panels.map { PanelValues($0) }).map { group in
      let results = group.first
      let wording = Wording(results)
      let id = results.panel.id
      let values =
        learners.map { results.clean(VictimID($0.text)) }
        + [LevelID.uninformed, .perfect].map { results.level($0) }
      let what = results.panel.title.split(separator: ", ").dropFirst().joined(separator: ", ")
      return Table.Row(
        label: id, href: SiteMap.chart(id),
        cells: [Table.Cell(words: what)] + values.map { Table.Cell($0, wording) })
    }
  }

  /// Every claim with what its cells say, with links to those panels that are shown.
  static func rows(of ledger: Ledger, panels: [PanelRecords]) -> [Row] {
    let shown = Set(panels.map(\.panel.id))
    return ledger.rows.map { row($0, panels: shown) }
  }

  private static func row(_ row: Ledger.Row, panels: Set<String>) -> Row {
    let claim = row.claim
    let links = claim.panels.filter(panels.contains).map { id in
      (id: id, href: SiteMap.chart(id), records: SiteMap.records(ofPanel: id))
    }
    let cells = row.findings.map { label, isDeciding, finding in
      Cell(
        label: label, isDeciding: isDeciding, mark: VerdictMark(finding.decision),
        cellNeed: finding.unitsNeeded.map { "\($0) units would decide it at the effect seen." },
        numbers: finding.numbers.map(number), remarks: finding.remarks)
    }
    let place = if case .paper(let place) = claim.origin { place } else { String?.none }
    let strip = row.strip.filter { alternative in
      alternative.decisions.contains { $0 != .missing }
    }
    return Row(
      claim: claim, place: place, mark: VerdictMark(row.verdict), cells: cells,
      cellMarks: cells.filter(\.isDeciding).map(\.mark),
      needed: row.unitsNeeded.map { "\($0) units" },
      strip: strip.map {
        Alternative(
          label: English.capitalised($0.label), verdict: VerdictMark($0.verdict),
          marks: $0.decisions.map { VerdictMark($0) })
      }, hasStrip: !strip.isEmpty, links: links, hasLinks: !links.isEmpty,
      hasNumbers: cells.contains { !$0.numbers.isEmpty })
  }

  private static func number(_ number: LedgerNumber) -> Table.Row {
    let wording = Wording(
      utilities: [number.value, number.bounds?.lowerBound, number.bounds?.upperBound]
        .compactMap { $0 })
    func text(_ x: Double) -> String {
      switch number.unit {
      case .utility: wording.number(x)
      case .gain, .stake: decimals(x)
      case .share: NumberFormat.percent(x)
      case .plain: Wording.short(x, digits: 3)
      }
    }
    let value =
      switch number.unit {
      case .gain: "\(text(number.value)) of the gain"
      case .stake: "\(text(number.value)) of the stake"
      case .share(let total):
        "\(Int((number.value * Double(total)).rounded())) of \(total) (\(text(number.value)))"
      case .utility, .plain: text(number.value)
      }
    return Table.Row(
      label: English.capitalised(number.what),
      cells: [
        value, number.bounds.map { "\(text($0.lowerBound)) … \(text($0.upperBound))" } ?? "–",
        number.units.map { "\($0)" } ?? "–", number.detectable.map(text) ?? "–",
      ].map { Table.Cell($0) })
  }

  private static func decimals(_ x: Double) -> String {
    NumberFormat.fixed(x, decimals: 2, typographic: true)
  }
}
