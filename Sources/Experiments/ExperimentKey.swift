public import Data
import Domains
import Learning
public import Reproducibility

/// An experiment with the key that its record is stored and looked up by.
public struct KeyedExperiment: Sendable {
  /// The experiment.
  public internal(set) var experiment: Experiment
  /// SHA-256 of the canonical JSON of format version, options, seed and source digests.
  public let key: Digest
  /// The options as canonical JSON, as the record states them.
  let options: String
  /// The part of a study that it was first needed for, such as "Figure 5"; the default is "".
  public var part: String
  /// Experiments of an early stage are run first; those of none, which is the default, last.
  public var stage: Int?

  /// Computes the key of an experiment on the given sources.
  ///
  /// - Parameters:
  ///   - experiment: the experiment.
  ///   - sources: the files that domains read.
  ///   - part: the part of a study that it is needed for. The default is "".
  ///   - known: its options, where they are known from a cell that differs in the seed or the
  ///     budget alone. The default is nil: they are encoded.
  /// - Throws: what a component's encoding throws.
  public init(
    _ experiment: Experiment, sources: Sources, part: String = "", options known: JSONValue? = nil
  ) throws {
    (self.experiment, self.part) = (experiment, part)
    let options = try known.map { try $0.replacing(experiment.budget) } ?? experiment.options()
    self.options = options.canonicalText
    key = try KeyedExperiment.key(
      options: options, seed: experiment.seed,
      sources: KeyedExperiment.digests(of: experiment.domain, in: sources))
  }

  private static func key(options: JSONValue, seed: UInt64, sources: JSONValue) throws -> Digest {
    let document = JSONValue.object([
      "format": try JSONValue(encoding: Record.formatVersion), "experiment": options,
      "seed": try JSONValue(encoding: seed), "sources": sources,
    ])
    return Digest(of: document.canonicalText)
  }

  /// The key of a record's options as it states them, of its seed and of the digests of the source
  /// files that its domain reads.
  ///
  /// - Throws: `JSONError` where the options are not JSON.
  static func key(options: String, seed: UInt64, sources: [Digest]) throws -> Digest {
    try key(
      options: JSONValue(parsing: options), seed: seed,
      sources: .array(sources.map { .string($0.description) }))
  }

  /// The digests of the files that a domain reads, in the order of their kinds.
  static func digests(of domain: any Domain, in sources: Sources) -> JSONValue {
    .array(sources.digests(of: domain.sources).map { .string($0.description) })
  }
}

extension Record {
  /// Refuses what another experiment would have left under the same name.
  ///
  /// - Throws: `RecordError.otherKey`.
  func check(against item: KeyedExperiment) throws(RecordError) {
    let experiment = item.experiment
    guard
      key == item.key, options == item.options, domain == experiment.domain.id,
      seed == experiment.seed, attack == experiment.attack.map({ $0.id }),
      learner == experiment.attacked.map({ $0.id }),
      budget.features == experiment.budget.features, budget.labels == experiment.budget.labels
    else { throw .otherKey(file: "\(item.key).h5") }
  }
}

extension Experiment {
  /// All options of the cell, with the revisions of its components, as a document.
  ///
  /// - Throws: what a component's encoding throws.
  public func options() throws -> JSONValue {
    var members: [String: JSONValue] = [
      "domain": try JSONValue(of: domain), "budget": try JSONValue(encoding: budget),
      "victims": .array(try victims.map { try JSONValue(encoding: $0) }),
      "fresh_weights": try JSONValue(encoding: freshWeights),
    ]
    if crossesDraws { members["crosses_draws"] = .bool(true) }
    if repetition > 0 { members["repetition"] = try JSONValue(encoding: repetition) }
    if let poisonVictims {
      members["poison_of"] = .array(try poisonVictims.map { try JSONValue(encoding: $0) })
    }
    if !smallerBudgets.isEmpty {
      members["continues"] = .array(try smallerBudgets.map { try JSONValue(encoding: $0) })
    }
    if let knownDefence { members["knows_defence"] = try JSONValue(of: knownDefence) }
    switch treatment {
    case .none: break
    case .attack(let attack, let learner):
      members["attack"] = try JSONValue(of: attack)
      members["learner"] = try JSONValue(of: learner)
    case .control(let attack, let draws):
      members["attack"] = try JSONValue(of: attack)
      members["draws"] = try JSONValue(encoding: draws)
    }
    return .object(members)
  }
}

extension JSONValue {
  /// The options of the same cell at another budget.
  fileprivate func replacing(_ budget: Budget) throws -> JSONValue {
    guard case .object(var members) = self else { return self }
    members["budget"] = try JSONValue(encoding: budget)
    return .object(members)
  }

  /// A component as keys hold it: name, revision and options.
  init(of component: any Component) throws {
    self = try JSONValue(encoding: ComponentDescription(component))
  }
}
