public import Learning
import LinearAlgebra
public import Reproducibility

/// One row of a leaderboard: what one learner loses to one attack on one problem.
///
/// Its place is given by problem, learner, attack, defence, size and share of the budget; rows of
/// the same place and other seeds are joined by adding their sums up. As JSON it is one object,
/// canonical and thus the same bytes every time, whose `id` is the digest of the place:
///
///     {"attack":"meta-gradient","attacked":{"held_out":{"normalised":0.21,"regret":4.1},…},
///      "budget":{"features":0.5,"labels":0,"share":1},"clean":{…},"defence":"none",
///      "learner":"two-stage","made_for":"two-stage","problem":"…","seeds":[135],…}
///
/// Regrets are the field's (`Regret`): of decisions as they are judged, in mean over initial
/// weights that no attack has used. `regret` is per instance in units of utility, `normalised` the
/// share of the best utility; either is null where it is not a finite number. Controls are rows as
/// attacks are, in mean over their draws.
public struct LeaderboardRow: Sendable, Equatable {
  /// The value of the member `schema`.
  public static let schema = "leaderboard-row/1"

  /// Clean and attacked regret at one set of instances.
  public struct Loss: Sendable, Equatable {
    /// Trained on clean data.
    public var clean: Regret
    /// Trained on poisoned data.
    public var attacked: Regret

    /// The given regrets.
    public init(clean: Regret, attacked: Regret) {
      (self.clean, self.attacked) = (clean, attacked)
    }
  }

  /// What is decided, with its sizes: "Standard knapsack, 32 items in 2 dimensions, degree 4, …".
  public var problem: String
  /// Who is trained: the name of the victim.
  public var learner: String
  /// The attack or control.
  public var attack: String
  /// Whom the attack was made for; nil for a control.
  public var madeFor: String?
  /// The learner's defence; nil without one.
  public var defence: String?
  /// Whether the attacker knows it and differentiates through it.
  public var knowsDefence: Bool
  /// B, the budget for labels, and the share of the training rows that may be touched.
  public var features: Double, labels: Double, share: Double
  /// Seeds, ascending.
  public var seeds: [UInt64]
  /// How many initial weights regrets are the mean of.
  public var initialWeights: Int
  /// By set of instances: `targets`, and `held_out` where there are any.
  public var losses: [String: Loss]
  /// Digests of the data sets and the keys of the records that it was made from, in the order of
  /// the seeds.
  public var datasets: [Digest], records: [Digest]

  /// All rows of the same place joined, in the order in which places first appear.
  ///
  /// Rows of one place and one seed are taken once.
  public static func joined(_ rows: [LeaderboardRow]) -> [LeaderboardRow] {
    var result: [LeaderboardRow] = []
    for row in rows {
      guard let index = result.firstIndex(where: { $0.id == row.id }) else {
        result.append(row)
        continue
      }
      if result[index].seeds.contains(where: row.seeds.contains) { continue }
      result[index].add(row)
    }
    return result
  }

  private mutating func add(_ other: LeaderboardRow) {
    let parts = [self, other].flatMap { row in
      row.seeds.indices.map { (row.seeds[$0], row.datasets[$0], row.records[$0]) }
    }.sorted { $0.0 < $1.0 }
    (seeds, datasets, records) = (parts.map(\.0), parts.map(\.1), parts.map(\.2))
    initialWeights = min(initialWeights, other.initialWeights)
    for (name, loss) in losses {
      guard let more = other.losses[name] else {
        losses[name] = nil
        continue
      }
      losses[name] = Loss(clean: loss.clean + more.clean, attacked: loss.attacked + more.attacked)
    }
  }
}

extension LeaderboardRow: Encodable {
  private enum CodingKeys: String, CodingKey {
    case schema, id, problem, learner, attack, defence, budget, seeds, clean, attacked, instances
    case datasets, records
    case madeFor = "made_for", knowsDefence = "knows_defence", initialWeights = "initial_weights"
    case madeBy = "made_by"
  }

  private struct BudgetPart: Encodable {
    let features, labels, share: Double
  }

  private struct RegretPart: Encodable {
    private enum CodingKeys: CodingKey { case regret, normalised }

    let regret: Regret

    /// What is not finite is null, which would be left out otherwise.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      func put(_ value: Double, _ key: CodingKeys) throws {
        if value.isFinite {
          try container.encode(value, forKey: key)
        } else {
          try container.encodeNil(forKey: key)
        }
      }
      try put(regret.mean, .regret)
      try put(regret.normalised, .normalised)
    }
  }

  /// The digest of what places are told apart by.
  public var id: Digest {
    let parts = [
      problem, learner, attack, madeFor ?? "none", defence ?? "none", "\(knowsDefence)",
      NumberFormat.exact(features), NumberFormat.exact(labels), NumberFormat.exact(share),
    ]
    return Digest(of: parts.joined(separator: "\n"))
  }

  /// Writes the object's members; `made_for` and `defence` are "none" where there is none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.schema, forKey: .schema)
    try container.encode(id.description, forKey: .id)
    try container.encode(problem, forKey: .problem)
    try container.encode(learner, forKey: .learner)
    try container.encode(attack, forKey: .attack)
    try container.encode(madeFor ?? "none", forKey: .madeFor)
    try container.encode(defence ?? "none", forKey: .defence)
    try container.encode(knowsDefence, forKey: .knowsDefence)
    try container.encode(
      BudgetPart(features: features, labels: labels, share: share), forKey: .budget)
    try container.encode(seeds, forKey: .seeds)
    try container.encode(initialWeights, forKey: .initialWeights)
    try container.encode(losses.mapValues { RegretPart(regret: $0.clean) }, forKey: .clean)
    try container.encode(losses.mapValues { RegretPart(regret: $0.attacked) }, forKey: .attacked)
    try container.encode(losses.mapValues(\.clean.instances), forKey: .instances)
    try container.encode(datasets.map(\.description), forKey: .datasets)
    try container.encode(records.map(\.description), forKey: .records)
    try container.encode(Release.madeBy, forKey: .madeBy)
  }

  /// The object as canonical JSON, without a line break at its end.
  ///
  /// - Throws: nothing that a row of finite budgets can cause.
  public var json: String { get throws { try JSONValue(encoding: self).canonicalText } }
}
