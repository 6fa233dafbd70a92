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
    /// The seeds of the parts that it was done in; nil where it was done at once.
    public var parts: [UInt64]?

    /// A campaign of the given parts.
    public init(
      name: String, task: String, count: Int, unit: String, figures: [Figure], faults: [String],
      seconds: Double, parts: [UInt64]? = nil
    ) {
      (self.name, self.task, self.count, self.unit) = (name, task, count, unit)
      (self.figures, self.faults, self.seconds) = (figures, faults, seconds)
      self.parts = parts
    }

    /// The same campaign with a further part of it: counts and times are summed, of what is the
    /// largest of something the largest stays.
    public func adding(_ part: Campaign) -> Campaign {
      precondition(name == part.name, "a part of \(part.name) for \(name)")
      var whole = self
      whole.count += part.count
      whole.seconds += part.seconds
      whole.faults += part.faults
      whole.parts = (parts ?? []) + (part.parts ?? [])
      for figure in part.figures {
        if let place = whole.figures.firstIndex(where: { $0.name == figure.name }) {
          let known = whole.figures[place].value
          whole.figures[place].value =
            figure.isLargest == true ? max(known, figure.value) : known + figure.value
        } else {
          whole.figures.append(figure)
        }
      }
      return whole
    }
  }

  /// A number with its name.
  public struct Figure: Sendable, Codable, Equatable {
    /// What was counted, such as "killed while a site was written".
    public var name: String
    /// How many.
    public var value: Int
    /// Whether it is the largest of something and no number of cases; nil if not.
    public var isLargest: Bool?

    /// A number of that name.
    public init(_ name: String, _ value: Int, isLargest: Bool = false) {
      (self.name, self.value) = (name, value)
      self.isLargest = isLargest ? true : nil
    }
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
