import Paper
import Reproducibility

/// The page about what was done to the program to break it, and what broke.
struct ReliabilityPage {
  let frame: PageFrame
  /// Nil where nobody has run any campaign.
  let record: Section?

  /// What was recorded.
  struct Section {
    let machine, day, version: String
    /// Whether nothing was found, and what to say of it.
    let verdict: String
    let rows: [Table.Row]
    let faults: [String]
  }

  init(_ study: PaperStudy, _ campaigns: CampaignRecord?) {
    frame = PageFrame(of: study, page: SiteMap.reliability)
    record = campaigns.map(ReliabilityPage.section)
  }

  private static func section(_ record: CampaignRecord) -> Section {
    let faults = record.campaigns.flatMap { campaign in
      campaign.faults.map { "\(English.capitalised(campaign.name)): \($0)" }
    }
    return Section(
      machine: record.machine, day: record.day, version: record.version,
      verdict: faults.isEmpty
        ? "Nothing was found that must not be."
        : "\(English.counted(faults.count, "thing")) must not be and was found.",
      rows: record.campaigns.map(row), faults: faults)
  }

  private static func row(_ campaign: CampaignRecord.Campaign) -> Table.Row {
    let figures = campaign.figures.map { "\($0.name): \(NumberFormat.grouped($0.value))" }
    var words = Table.Cell(words: English.capitalised(campaign.task))
    words.beneath = figures
    return Table.Row(
      label: campaign.name,
      cells: [
        words, Table.Cell(English.counted(campaign.count, campaign.unit)),
        Table.Cell("\(campaign.faults.count)"),
        Table.Cell(NumberFormat.fixed(campaign.seconds / 60, decimals: 1, typographic: true)),
      ])
  }
}
