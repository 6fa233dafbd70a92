public import Data
public import Learning
public import LinearAlgebra
public import Reproducibility
public import Statistics
public import Storage

/// A field of application: makes scenarios from source data.
public protocol Domain: Component {
  /// The kinds of source data that it reads with these options.
  ///
  /// Kinds that no domain of a grid names are neither read nor simulated. The default is none: its
  /// data are generated.
  var sources: [SourceKind] { get }

  /// The data with their sizes, in a few words: "Synthetic, 250 instances, 7 constraints".
  var title: String { get }

  /// The numbers of instances.
  var size: DomainSize { get }

  /// What budgets are measured in. The default is absolute changes of features.
  var budgetUnit: BudgetUnit { get }

  /// Whether outcomes hold the matrix of the decision problem, so that a prediction enters the
  /// factors of its optimality conditions.
  ///
  /// The default is false.
  var predictsCurvature: Bool { get }

  /// What a training step costs, for the order of work.
  var cost: DomainCost { get }

  /// What a reference decision is called in running text.
  ///
  /// The default is its identifier and "decision".
  func label(of level: LevelID) -> String

  /// What a reference decision is called beside a line of a chart.
  ///
  /// The default is its identifier.
  func shortLabel(of level: LevelID) -> String

  /// What the domain adds to a data-set file, by path.
  ///
  /// The default is nothing: samples, outcomes and the attacker's box are there without it.
  func arrays(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) throws -> [String: NamedArray]

  /// What the template of the domain's section on the page about data is given.
  ///
  /// The default is nothing.
  func facts(from sources: Sources, seeds: [UInt64]) throws -> Facts

  /// What budgets amount to in the data of some seeds.
  ///
  /// The default is nothing.
  /// - Throws: as `scenario(from:seed:)`.
  func measures(from sources: Sources, seeds: [UInt64]) throws -> [BudgetMeasure]

  /// The scenario of one seed; the same for the same seed and sources.
  ///
  /// - Throws: `DomainError.missingSource` without source data of a kind that it reads, or an error
  ///   that says what is too small.
  func scenario(from sources: Sources, seed: UInt64) throws -> Scenario

  /// For how many seeds of the grid the sources suffice; nil where any seed will do.
  ///
  /// - Throws: an error that says what is too small.
  func seedCount(in sources: Sources) throws -> Int?

  /// How what is found on some seeds of the grid depends on each other.
  ///
  /// The default is not at all.
  /// - Throws: an error that says what is too small.
  func unitDesign(of seeds: [UInt64], in sources: Sources) throws -> UnitDesign

  /// The training data as somebody sees them who looks for a poison in them, one row after the
  /// other.
  ///
  /// The default is nil: nothing is shown of them.
  func received(in scenario: Scenario, perturbedBy ε: Matrix?) -> ReceivedTable?

  /// The source data of a seed's scenario as an auditor names them.
  ///
  /// The default is nil: they have no names.
  /// - Throws: as `scenario(from:seed:)`.
  func entries(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) throws -> SourceEntries?

  /// Scenarios of a calibration seed with the same training data, whose held-out instances validate
  /// training.
  func validationScenarios(from sources: Sources, seed: UInt64) throws -> [Scenario]
}

extension Domain {
  /// The name as an identifier.
  public static var id: DomainID { DomainID(name) }

  /// The name of the type as an identifier.
  public var id: DomainID { Self.id }

  /// The identifier and "decision".
  public func label(of level: LevelID) -> String { "\(level) decision" }

  /// The identifier.
  public func shortLabel(of level: LevelID) -> String { level.text }

  /// Absolute changes of features.
  public var budgetUnit: BudgetUnit { BudgetUnit(axis: "Budget B, largest change of a feature") }

  /// A prediction enters the linear term alone.
  public var predictsCurvature: Bool { false }

  /// Nothing.
  public func arrays(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) throws -> [String: NamedArray] { [:] }

  /// Nothing.
  public func facts(from sources: Sources, seeds: [UInt64]) throws -> Facts { [:] }

  /// Nothing.
  public func measures(from sources: Sources, seeds: [UInt64]) throws -> [BudgetMeasure] { [] }

  /// By default the one scenario of the seed.
  public func validationScenarios(from sources: Sources, seed: UInt64) throws -> [Scenario] {
    [try scenario(from: sources, seed: seed)]
  }

  /// By default nothing.
  public func received(in scenario: Scenario, perturbedBy ε: Matrix?) -> ReceivedTable? { nil }

  /// By default no names.
  public func entries(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) throws -> SourceEntries? { nil }

  /// By default any seed will do.
  public func seedCount(in sources: Sources) -> Int? { nil }

  /// By default seeds are independent.
  public func unitDesign(of seeds: [UInt64], in sources: Sources) -> UnitDesign { .independent }

  /// By default no source data.
  public var sources: [SourceKind] { [] }
}

extension Domain {
  /// What was read of a kind of source data without which the domain has no scenario.
  ///
  /// - Throws: `DomainError.missingSource` if it is nil.
  func required<Content>(_ content: Content?, _ kind: SourceKind) throws -> Content {
    guard let content else { throw DomainError.missingSource(kind, domain: Self.name) }
    return content
  }
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
