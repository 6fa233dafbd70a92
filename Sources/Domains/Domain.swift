public import Learning
public import Reproducibility

/// A field of application: makes scenarios from its source data.
public protocol Domain: Component {
  /// Whether it reads price files.
  static var needsPrices: Bool { get }
  /// Whether it reads citation files.
  static var needsCitations: Bool { get }

  /// The scenario of one seed; the same for the same seed and sources.
  ///
  /// - Throws: an error that names the file where the sources do not suffice.
  func scenario(from sources: SourceData, seed: UInt64) throws -> Scenario

  /// For how many seeds of the grid the sources suffice; nil where any seed will do.
  ///
  /// - Throws: an error that says what is too small.
  func seedCount(in sources: SourceData) throws -> Int?

  /// Scenarios of a calibration seed with the same training data, whose held-out instances validate training.
  func validationScenarios(from sources: SourceData, seed: UInt64) throws -> [Scenario]
}

extension Domain {
  /// By default the one scenario of the seed.
  public func validationScenarios(from sources: SourceData, seed: UInt64) throws -> [Scenario] {
    [try scenario(from: sources, seed: seed)]
  }

  /// By default any seed will do.
  public func seedCount(in sources: SourceData) -> Int? { nil }

  /// Whether it reads price files.
  public static var needsPrices: Bool { false }
  /// Whether it reads citation files.
  public static var needsCitations: Bool { false }
}

/// The files that domains are made from, read once.
public struct SourceData: Sendable {
  /// Daily prices; nil if no domain asked for them.
  public var prices: PriceHistory?
  /// Whether the prices were written by the simulator.
  public var pricesAreSimulated: Bool
  /// A citation graph; nil if no domain asked for one.
  public var citations: CitationGraph?
  /// Whether the citations were written by the simulator.
  public var citationsAreSimulated: Bool

  /// Whether any of them was written by a simulator.
  public var isSimulated: Bool {
    prices != nil && pricesAreSimulated || citations != nil && citationsAreSimulated
  }

  /// The given sources.
  public init(
    prices: PriceHistory? = nil, pricesAreSimulated: Bool = false,
    citations: CitationGraph? = nil, citationsAreSimulated: Bool = false
  ) {
    (self.prices, self.pricesAreSimulated) = (prices, pricesAreSimulated)
    (self.citations, self.citationsAreSimulated) = (citations, citationsAreSimulated)
  }
}
