public import Data
public import Learning
public import Reproducibility

/// A field of application: makes scenarios from source data.
public protocol Domain: Component {
  /// The kinds of source data that it reads. The default is none: its data are generated.
  static var sources: [SourceKind] { get }

  /// The scenario of one seed; the same for the same seed and sources.
  ///
  /// - Throws: `DomainError.missingSource` without source data of a kind that it reads, or an error
  ///   that says what is too small.
  func scenario(from sources: Sources, seed: UInt64) throws -> Scenario

  /// For how many seeds of the grid the sources suffice; nil where any seed will do.
  ///
  /// - Throws: an error that says what is too small.
  func seedCount(in sources: Sources) throws -> Int?

  /// Scenarios of a calibration seed with the same training data, whose held-out instances validate
  /// training.
  func validationScenarios(from sources: Sources, seed: UInt64) throws -> [Scenario]
}

extension Domain {
  /// By default the one scenario of the seed.
  public func validationScenarios(from sources: Sources, seed: UInt64) throws -> [Scenario] {
    [try scenario(from: sources, seed: seed)]
  }

  /// By default any seed will do.
  public func seedCount(in sources: Sources) -> Int? { nil }

  /// By default no source data.
  public static var sources: [SourceKind] { [] }
}

/// Why a domain has no scenario at all.
public enum DomainError: Error, Equatable, CustomStringConvertible {
  /// The domain of that name was asked for without source data of a kind that it reads.
  case missingSource(SourceKind, domain: String)

  /// One sentence.
  public var description: String {
    switch self {
    case .missingSource(let kind, let domain):
      guard let format = SourceFormats.format(of: kind) else {
        return "the \(domain) domain needs \(kind), for which there is no format"
      }
      return "the \(domain) domain needs \(format.label)s: give them with "
        + "\(format.commandOption) or put them into data/\(format.directory)"
    }
  }
}
