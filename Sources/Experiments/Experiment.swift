public import Attacks
public import Domains
public import Learning
public import Reproducibility

/// One cell of the grid: a domain's data of one seed, something done to it, and everyone who is trained on the result.
public struct Experiment: Sendable {
  /// What is done to the training data.
  public enum Treatment: Sendable {
    /// Nothing: the reference of all others, and the levels that decisions can reach.
    case none
    /// An attack made for a learner.
    case attack(any Attack, on: any Learner)
    /// A control, drawn several times.
    case control(any Attack, draws: Int)
  }

  /// Where the data come from.
  public var domain: any Domain
  /// The seed of the data (and, with an offset by name, of everything random).
  public var seed: UInt64
  /// What is done.
  public var treatment: Treatment
  /// How far it may go.
  public var budget: Budget
  /// Who is trained on the result.
  public var victims: [any Learner]
  /// How many initial weights each victim is trained from that no attack ever used.
  public var freshWeights: Int
  /// Which of several attacks of the same kind it is: each starts from an ε₀ and weights of its own.
  public var repetition = 0
  /// How the victims differ from the learners that attacks are made for; the poison is that of the usual victims' cell.
  public var victimKind = VictimKind.usual

  /// A cell of the given parts.
  public init(
    domain: any Domain, seed: UInt64, treatment: Treatment = .none,
    budget: Budget = Budget(features: 0), victims: [any Learner], freshWeights: Int
  ) {
    (self.domain, self.seed, self.treatment) = (domain, seed, treatment)
    (self.budget, self.victims, self.freshWeights) = (budget, victims, freshWeights)
  }

  /// The cell with nothing done to the data.
  public var untreated: Experiment {
    var copy = self
    (copy.treatment, copy.budget, copy.repetition) = (.none, Budget(features: 0), 0)
    return copy
  }

  /// The cell with the victims that attacks are made for.
  public var withUsualVictims: Experiment {
    var copy = self
    copy.victimKind = .usual
    return copy
  }

  /// The name of what is done, as in records.
  public var attackName: String {
    switch treatment {
    case .none: "none"
    case .attack(let attack, _), .control(let attack, _): type(of: attack).name
    }
  }

  /// The name of the learner attacked; empty if nobody in particular is.
  public var attackedName: String {
    if case .attack(_, let learner) = treatment { type(of: learner).name } else { "" }
  }

  /// A short label for progress lines and lists.
  public var label: String {
    let place = "\(type(of: domain).name) \(sizeLabel)seed \(seed)"
    switch treatment {
    case .none: return "\(place), clean"
    case .attack(let attack, _):
      let shared = attack.initialWeights == .shared ? " (shared weights)" : ""
      let kind = victimKind == .usual ? "" : ", \(victimKind) victims"
      return "\(place), \(attackName)\(shared) on \(attackedName), B = \(budgetLabel)\(kind)"
    case .control: return "\(place), \(attackName), B = \(budgetLabel)"
    }
  }

  private var budgetLabel: String {
    let features = NumberFormat.exact(budget.features)
    return budget.labels > 0
      ? "\(features), \(NumberFormat.exact(budget.labels)) for labels" : features
  }

  private var sizeLabel: String {
    guard let synthetic = domain as? SyntheticDomain else { return "" }
    return "n = \(synthetic.instances), m = \(synthetic.constraints), "
  }

  /// All options of the cell as canonical JSON.
  public func options() throws -> JSONValue {
    var members: [String: JSONValue] = [
      "domain": try Experiment.describe(domain),
      "budget": try JSONValue(encoding: budget),
      "victims": .array(try victims.map(Experiment.describe)),
      "fresh_weights": try JSONValue(encoding: freshWeights),
    ]
    if repetition > 0 { members["repetition"] = try JSONValue(encoding: repetition) }
    if victimKind != .usual { members["victim_kind"] = .string(victimKind.rawValue) }
    switch treatment {
    case .none:
      break
    case .attack(let attack, let learner):
      members["attack"] = try Experiment.describe(attack)
      members["learner"] = try Experiment.describe(learner)
    case .control(let attack, let draws):
      members["attack"] = try Experiment.describe(attack)
      members["draws"] = try JSONValue(encoding: draws)
    }
    return .object(members)
  }

  /// A component as its name, revision and options.
  static func describe(_ component: any Component) throws -> JSONValue {
    try JSONValue(encoding: ComponentDescription(component))
  }

  /// The key of the cell's record: SHA-256 of the canonical JSON of format, options, seed and the digests of source files.
  public func key(sources: SourceDigests) throws -> Digest {
    let document = JSONValue.object([
      "format": try JSONValue(encoding: Record.formatVersion),
      "experiment": try options(),
      "seed": try JSONValue(encoding: seed),
      "sources": .array(sources.files(for: domain).map { .string($0.description) }),
    ])
    return Digest(of: document.canonicalText)
  }
}

/// The digests of the files that domains read, in the order of their names.
public struct SourceDigests: Sendable, Hashable {
  /// Of the price files.
  public var prices: [Digest]
  /// Of the citation files.
  public var citations: [Digest]

  /// The given digests.
  public init(prices: [Digest] = [], citations: [Digest] = []) {
    (self.prices, self.citations) = (prices, citations)
  }

  /// The digests of the sources that were read.
  public init(of sources: SourceData) {
    self.init(
      prices: sources.prices?.sources.map(\.digest) ?? [],
      citations: sources.citations?.sources.map(\.digest) ?? [])
  }

  /// The digests of the files that a domain reads.
  func files(for domain: any Domain) -> [Digest] {
    (type(of: domain).needsPrices ? prices : [])
      + (type(of: domain).needsCitations ? citations : [])
  }
}
