import Experiments
import Learning
import Paper
import Reproducibility
import Statistics

/// The content of the ledger: every claim of the paper with the verdict that its rule computes.
struct LedgerPage {
  /// What a rule gave for one kind of victims.
  struct RulingSection {
    let id: String
    let title: String
    let mark: VerdictMark
    let numbers: [Table.Row]
    let hasNumbers: Bool
    let remarks: [String]
  }

  struct Row {
    let claim: Claim
    let fresh, shared, strong: VerdictMark
    let rulings: [RulingSection]
    let links: [(id: String, href: String, records: String)]
    let hasLinks: Bool
  }

  let frame: PageFrame
  let counts: [VerdictTally]
  let claimCount: String
  let rows: [Row]
  let power: String
  /// What unattacked victims and reference decisions reach in a panel.
  let levels: [Table.Row]
  let levelNames: [String]

  init(_ study: PaperStudy, _ ledger: Ledger) {
    frame = PageFrame(of: study, page: SiteMap.ledger)
    counts = VerdictTally.all(of: ledger)
    claimCount = English.counted(ledger.rows.count, "claim")
    let seeds = Set(
      ledger.rows.flatMap { [$0.fresh, $0.shared, $0.strong].compactMap { $0?.numbers } }
        .joined().compactMap(\.seeds)
    ).filter { $0 > 1 }.sorted()
    let factors = Dictionary(
      uniqueKeysWithValues: seeds.map { ($0, MinimumDetectableEffect(count: $0).deviations) })
    power = English.joined(
      seeds.map { "\(LedgerPage.decimals(factors[$0] ?? 0)) with \($0) seeds" })
    levels = LedgerPage.levels(of: study)
    levelNames =
      LedgerPage.learners.map { "\(English.capitalised($0.phrase)), clean" }
      + ["Uninformed decision", "Perfect decision"]
    let panels = Set(study.panels.map(\.panel.id))
    rows = ledger.rows.map { LedgerPage.row($0, panels: panels, factors: factors) }
  }

  private static let learners = [TwoStage.id, DecisionFocused.id, SimpleJoint.id]

  /// One row for each set of clean records: panels of the same domain, size and learners share
  /// theirs.
  private static func levels(of study: PaperStudy) -> [Table.Row] {
    DomainGroup.all(study.panels.map { PanelValues($0) }).map { group in
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

  private static func row(_ row: Ledger.Row, panels: Set<String>, factors: [Int: Double]) -> Row {
    let claim = row.claim
    func section(_ ruling: Ruling, _ suffix: String, _ title: String) -> RulingSection {
      RulingSection(
        id: claim.id + suffix, title: title, mark: VerdictMark(ruling.verdict),
        numbers: ruling.numbers.map { number($0, factors) },
        hasNumbers: !ruling.numbers.isEmpty, remarks: ruling.remarks)
    }
    let links = claim.panels.filter(panels.contains).map { id in
      (id: id, href: SiteMap.chart(id), records: SiteMap.records(ofPanel: id))
    }
    return Row(
      claim: claim, fresh: VerdictMark(row.fresh.verdict), shared: VerdictMark(row.shared?.verdict),
      strong: VerdictMark(row.strong?.verdict),
      rulings: [
        section(row.fresh, "-fresh", "Victims with fresh initial weights"),
        row.shared.map { section($0, "-shared", "Victims that share the attack’s weights") },
        row.strong.map {
          section($0, "-strong", "Strong MetaPoison, victims with fresh initial weights")
        },
      ].compactMap(\.self),
      links: links, hasLinks: !links.isEmpty)
  }

  private static func number(_ number: LedgerNumber, _ factors: [Int: Double]) -> Table.Row {
    let wording = Wording(
      utilities: [number.value, number.bounds?.lowerBound, number.bounds?.upperBound]
        .compactMap { $0 })
    func text(_ x: Double) -> String {
      switch number.unit {
      case .utility: wording.number(x)
      case .gain: decimals(x)
      case .share: NumberFormat.percent(x)
      case .plain: Wording.short(x, digits: 3)
      }
    }
    let value =
      switch number.unit {
      case .gain: "\(text(number.value)) of the gain"
      case .share(let total):
        "\(Int((number.value * Double(total)).rounded())) of \(total) (\(text(number.value)))"
      case .utility, .plain: text(number.value)
      }
    let detectable = number.seeds.flatMap { seeds in
      number.deviation.flatMap { deviation in factors[seeds].map { $0 * deviation } }
    }
    return Table.Row(
      label: English.capitalised(number.what),
      cells: [
        value, number.bounds.map { "\(text($0.lowerBound)) … \(text($0.upperBound))" } ?? "–",
        number.seeds.map { "\($0)" } ?? "–", detectable.map(text) ?? "–",
      ].map { Table.Cell($0) })
  }

  private static func decimals(_ x: Double) -> String {
    NumberFormat.fixed(x, decimals: 2, typographic: true)
  }
}
