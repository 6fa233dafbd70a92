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
    /// The parts that it was done in.
    public var parts: [Part]
    /// The machines, the days and the versions of the program that its parts were done on, each
    /// once.
    public var machines: [String], days: [String], versions: [String]

    /// A campaign that was done at once, by this version of the program.
    public init(
      name: String, task: String, count: Int, unit: String, figures: [Figure], faults: [String],
      seconds: Double, part: Part, machine: String, day: String
    ) {
      (self.name, self.task, self.count, self.unit) = (name, task, count, unit)
      (self.figures, self.faults, self.seconds) = (figures, faults, seconds)
      (parts, machines, days, versions) = ([part], [machine], [day], [Release.version])
    }

    /// The same campaign with a further part of it, which may have been done elsewhere: counts and
    /// times are summed, of what is the largest of something the largest stays.
    public func adding(_ part: Campaign) -> Campaign {
      precondition(name == part.name, "a part of \(part.name) for \(name)")
      var whole = self
      whole.parts += part.parts
      whole.machines = (machines + part.machines).uniqued()
      whole.days = (days + part.days).uniqued().sorted()
      whole.versions = (versions + part.versions).uniqued()
      whole.count += part.count
      whole.seconds += part.seconds
      whole.faults += part.faults
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

  /// A part of a campaign, which has a seed of its own.
  public struct Part: Sendable, Codable, Hashable {
    /// How often it was to be done, and its seed.
    public var count: Int, seed: UInt64

    /// A part of that size and seed.
    public init(count: Int, seed: UInt64) { (self.count, self.seed) = (count, seed) }
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

  /// A record of the given campaigns.
  public init(campaigns: [Campaign]) { self.campaigns = campaigns }

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
