import Paper
import Reproducibility

/// The page about what was done to the program to break it, and what broke.
struct ReliabilityPage {
  let frame: PageFrame
  /// Nil where nobody has run any campaign.
  let record: Section?

  /// What was recorded.
  struct Section {
    /// Versions, days and machines of all campaigns.
    let circumstances: String
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
    let campaigns = record.campaigns
    return Section(
      circumstances: English.capitalised(
        circumstances(
          versions: campaigns.flatMap(\.versions), days: campaigns.flatMap(\.days),
          machines: campaigns.flatMap(\.machines))),
      verdict: faults.isEmpty
        ? "Nothing was found that must not be."
        : "\(English.counted(faults.count, "thing")) must not be and was found.",
      rows: campaigns.map(row), faults: faults)
  }

  /// By which versions of the program, when and on which machines.
  private static func circumstances(
    versions: [String], days: [String], machines: [String]
  ) -> String {
    let versions = versions.uniqued().sorted(), days = days.uniqued().sorted()
    return [
      "version\(versions.count == 1 ? "" : "s") \(English.joined(versions))",
      days.count == 1 ? "on \(days[0])" : "from \(days.first ?? "–") to \(days.last ?? "–")",
      "on \(English.joined(machines.uniqued().sorted()))",
    ].joined(separator: ", ")
  }

  private static func row(_ campaign: CampaignRecord.Campaign) -> Table.Row {
    let figures = campaign.figures.map { "\($0.name): \(NumberFormat.grouped($0.value))" }
    var words = Table.Cell(words: English.capitalised(campaign.task))
    let circumstances = circumstances(
      versions: campaign.versions, days: campaign.days, machines: campaign.machines)
    words.beneath = figures + [English.capitalised(circumstances)]
    return Table.Row(
      label: campaign.name,
      cells: [
        words, Table.Cell(English.counted(campaign.count, campaign.unit)),
        Table.Cell("\(campaign.faults.count)"),
        Table.Cell(NumberFormat.fixed(campaign.seconds / 60, decimals: 1, typographic: true)),
      ])
  }
}
