import Experiments
public import Learning
public import Reproducibility
public import Statistics

/// Which numbers of the source data moved decisions, and whether leaving them out does what the
/// meta-gradient promises: one unit of each domain whose data have names.
public struct AttributionStudy: MeasuredFile, Equatable {
  /// Something that was left out in a training of its own.
  public struct Item: Sendable, Codable, Equatable {
    /// What it is called.
    public var name: String
    /// By how much the mean utility at the targets changes without it: as promised, to first order,
    /// and as found.
    public var promised: Double, found: Double
  }

  /// Some items of a kind: those of largest promise, the largest first, and as many drawn ones.
  public struct Ranking: Sendable, Codable, Equatable {
    /// What they are, in the plural, and what leaving one out means, as a clause.
    public var noun: String, meaning: String
    /// How many there are of the kind.
    public var count: Int
    /// Those of largest promise, and the others.
    public var largest: [Item], drawn: [Item]

    /// Spearman's correlation of what was promised and found; nil where there are too few.
    public var agreement: Correlation? {
      Correlation(ofRanksOf: (largest + drawn).map { ($0.promised, $0.found) })
    }

    /// Whether promises order things well enough, by the measure of `report explain`.
    public var isTrusted: Bool { (agreement?.value ?? 0) >= CustomExplanation.leastAgreement }
  }

  /// A learner in a domain.
  public struct Place: Sendable, Codable, Equatable {
    /// Under which the domain stands in the calibration, and what pages call it.
    public var id: String, label: String
    /// The unit, and the learner with its training in words.
    public var unit: UInt64, learner: LearnerID, training: String
    /// The mean utility at the targets with everything.
    public var utility: Double
    /// Training instances, and numbers of the source data.
    public var instances: Ranking, numbers: Ranking
  }

  /// The places, in the order of measurement.
  public var places: [Place]

  /// What was measured.
  public init(places: [Place]) { self.places = places }

  /// Puts the places of one domain in the stead of those with its identifier.
  public mutating func put(_ places: [Place]) { self.places.put(places, by: \.id) }

  /// Where the file is, and what writes it.
  public static let path = "data/attribution.json", command = "report attribution"
}
