public import Foundation
public import Paper
import Reproducibility

/// What campaigns against the program found: `data/reliability.json`, which the executable
/// `reliability` below Tests writes and the page about reliability shows.
public struct CampaignRecord: MeasuredFile, Equatable {
  /// Where the file is, and what writes it.
  public static let path = "data/reliability.json", command = "reliability --record"

  /// One campaign.
  public struct Campaign: Sendable, Codable, Equatable {
    /// Its name, as the command knows it.
    public var name: String
    /// What was done, in a clause.
    public var task: String
    /// How often, and what is counted.
    public var count: Int, unit: String
    /// What was counted besides, in order.
    public var figures: [Figure]
    /// What must not be and was found, in clauses; empty where all was well.
    public var faults: [String]
    /// How long it took.
    public var seconds: Double

    /// A campaign of the given parts.
    public init(
      name: String, task: String, count: Int, unit: String, figures: [Figure], faults: [String],
      seconds: Double
    ) {
      (self.name, self.task, self.count, self.unit) = (name, task, count, unit)
      (self.figures, self.faults, self.seconds) = (figures, faults, seconds)
    }
  }

  /// A number with its name.
  public struct Figure: Sendable, Codable, Equatable {
    /// What was counted, such as "killed while a site was written".
    public var name: String
    /// How many.
    public var value: Int

    /// A number of that name.
    public init(_ name: String, _ value: Int) { (self.name, self.value) = (name, value) }
  }

  /// The campaigns, in the order in which they were run.
  public var campaigns: [Campaign]
  /// The machine, the day and the program's version.
  public var machine: String, day: String, version: String

  /// A record of the given parts.
  public init(campaigns: [Campaign], machine: String, day: String) {
    (self.campaigns, self.machine, self.day) = (campaigns, machine, day)
    version = Release.version
  }

  /// Replaces the file of a repository; campaigns of other names that are in it stay.
  ///
  /// - Throws: what reading, encoding or writing throws.
  public func add(root: URL) throws {
    var whole = self
    if let old = try CampaignRecord.ifPresent(root: root) {
      let names = Set(campaigns.map(\.name))
      whole.campaigns = old.campaigns.filter { !names.contains($0.name) } + campaigns
    }
    try whole.write(root: root)
  }
}
