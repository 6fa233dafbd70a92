public import Data
public import Learning
import LinearAlgebra
public import Reproducibility
public import Statistics

/// The paper's bipartite matching domain (§8.1): papers of a citation graph, matched with those
/// that they cite or are cited by.
///
/// METIS divides the graph into 27 parts, of which exactly 100 papers each are used, 50 per side,
/// chosen such that many citations run between the sides. Predicted from the words of both papers
/// is whether there is one. The graph is Cora, as in the paper, or Citeseer, which is run beside it
/// as a replication: same cut, same folds. `MatchingSplit` says which instances a seed trains on.
/// What the paper leaves open (γ, sides, network) is chosen here.
public struct MatchingDomain: Domain {
  /// The networks to choose from.
  public enum Network: String, Sendable, Encodable {
    /// `PaperEmbeddingNetwork`.
    case embedding
    /// `PaperPairNetwork`, the literature's form, which here hardly gets beyond a random matching.
    case pair
  }

  /// The citation graphs to choose from.
  public enum Graph: String, Sendable, Encodable, CaseIterable {
    /// The paper's: 2708 papers, 1433 words.
    case cora
    /// 3312 papers, 3703 words, fewer citations per paper.
    case citeseer

    /// The kind of its source files.
    public var kind: SourceKind {
      switch self {
      case .cora: .citations
      case .citeseer: .citeseer
      }
    }

    /// Its name in running text.
    public var label: String {
      switch self {
      case .cora: "Cora"
      case .citeseer: "Citeseer"
      }
    }

    /// How many words its papers may hold, for the order of work: of what is read the file decides.
    var words: Int {
      switch self {
      case .cora: 1433
      case .citeseer: 3703
      }
    }
  }

  /// What keys and pages call it.
  public static let name = "matching", label = "Matching"
  /// What it does, in a sentence.
  public static let summary =
    "Matches papers with those that cite them, predicted from the words of both."
  /// What it follows.
  public static let references = [
    Reference.kinsey2023, .wilder2019, .sen2008, .karypisKumar1998, .cuturi2013,
  ]
  /// Seeds from this one on are for calibration: see `calibrationSeed(fold:draw:)`.
  public static let calibrationSeed: UInt64 = 100

  /// The citation graph.
  ///
  /// The default is Cora.
  public var graph: Graph
  /// The number of instances that the graph is cut into.
  public var instances = 27
  /// The number N of papers on each side of an instance.
  public var side = 50
  /// Targets, and held-out instances, of a fold.
  public var targets = 3, heldOut = 2
  /// The curvature γ of the utility.
  public var curvature = 0.1
  /// The temperature of directly made decisions, in units of scores.
  public var temperature = 0.05
  /// The network that predicts.
  public var network: Network
  /// Its hidden units.
  public var hidden: Int

  /// The domain at the paper's size; by default on Cora, with 64 dimensions of the embedding, or 16
  /// hidden units of the pair network.
  public init(graph: Graph = .cora, network: Network = .embedding, hidden: Int? = nil) {
    (self.graph, self.network) = (graph, network)
    self.hidden = hidden ?? (network == .embedding ? 64 : 16)
  }

  /// The citations of its graph.
  public var sources: [SourceKind] { [graph.kind] }

  /// How many folds there are: the seeds of the grid are those below.
  public var folds: Int { instances / (targets + heldOut) }

  /// The seed of a division for calibration: 100·(fold + 1) + draw, so that fold 0 has seeds from
  /// 100 on, fold 1 from 200 on.
  ///
  /// It divides the training instances of that fold anew, each draw in its own way: with what is
  /// calibrated on it results of seed `fold` may be reported, as nothing of that fold's targets and
  /// held-out instances was looked at. Those of other folds are among what it divides, so that
  /// each fold needs a calibration of its own.
  /// - Precondition: the draw is at least 0 and below 100.
  public static func calibrationSeed(fold: Int, draw: Int) -> UInt64 {
    precondition(fold >= 0 && 0..<100 ~= draw, "no draw \(draw) of fold \(fold)")
    return calibrationSeed * UInt64(fold + 1) + UInt64(draw)
  }

  /// How many instances a training tape works on at once: their 200 papers' words, 2 MB, come from
  /// the processor's cache when the gradient reads them after the layer, and still make large
  /// products.
  static let blockRows = 2

  /// How many seeds have a fold of their own, once the graph is known to be large enough.
  public func seedCount(in sources: Sources) throws -> Int? {
    guard let graph = sources.citations(of: graph.kind) else { return 0 }
    _ = try instances(of: graph)
    return folds
  }

  /// Folds of one graph train on each other's tests.
  public func unitDesign(of seeds: [UInt64], in sources: Sources) -> UnitDesign {
    .folds(testShare: Double(targets + heldOut) / Double(instances - targets - heldOut))
  }

  /// The instances that a citation graph is cut into; every scenario asks for the same ones, which
  /// are kept with the graph.
  ///
  /// - Throws: `MatchingError` if it has too few papers or METIS gives up.
  func instances(of graph: CitationGraph) throws(MatchingError) -> MatchingInstances {
    try graph.derived.value(for: [instances, side]) { () throws(MatchingError) in
      try MatchingInstances(of: graph, count: instances, side: side)
    }
  }

  /// Which instances a seed trains on, and which are its targets and held out.
  ///
  /// - Throws: `MatchingError.noFold` for a seed without a fold.
  func split(seed: UInt64) throws(MatchingError) -> MatchingSplit {
    try MatchingSplit(seed: seed, instances: instances, targets: targets, heldOut: heldOut)
  }

  /// The graph among source data.
  ///
  /// - Throws: `DomainError.missingSource` if it is not there.
  func citations(in sources: Sources) throws -> CitationGraph {
    try required(sources.citations(of: graph.kind), graph.kind)
  }

  /// The scenario of one seed.
  public func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
    let graph = try citations(in: sources)
    let split = try split(seed: seed)
    let cut = try instances(of: graph).instances
    func chosen(_ indices: [Int]) -> [MatchingInstances.Instance] { indices.map { cut[$0] } }
    let (training, targets, heldOut) = (
      chosen(split.training), chosen(split.targets), chosen(split.heldOut)
    )
    let predictor: any Predictor =
      switch network {
      case .embedding: PaperEmbeddingNetwork(side: side, words: graph.wordCount, hidden: hidden)
      case .pair: PaperPairNetwork(side: side, words: graph.wordCount, hidden: hidden)
      }
    return Scenario(
      pipeline: MatchingPipeline(
        training: words(of: training, in: graph), labels: labels(of: training, in: graph),
        targets: words(of: targets, in: graph), heldOut: words(of: heldOut, in: graph)),
      problem: MatchingProblem(side: side, curvature: curvature, temperature: temperature),
      predictor: predictor, targetOutcome: [labels(of: targets, in: graph)],
      heldOutOutcome: [labels(of: heldOut, in: graph)], blockRows: Self.blockRows)
  }

  /// The words of the papers of some instances, 0 or 1: an instance's left side, then its right,
  /// one row per paper.
  private func words(of instances: [MatchingInstances.Instance], in graph: CitationGraph) -> Matrix
  {
    let papers = instances.flatMap { $0.left + $0.right }
    var matrix = Matrix(rows: papers.count, columns: graph.wordCount)
    for (row, paper) in papers.enumerated() {
      for word in graph.words(of: paper) { matrix[row, Int(word)] = 1 }
    }
    return matrix
  }

  /// 1 where a paper of the left side and one of the right are neighbours, else 0: one row per
  /// instance.
  private func labels(of instances: [MatchingInstances.Instance], in graph: CitationGraph) -> Matrix
  {
    var matrix = Matrix(rows: instances.count, columns: side * side)
    for (row, instance) in instances.enumerated() {
      for (i, paper) in instance.left.enumerated() {
        let neighbours = Set(graph.neighbours(of: paper))
        for (j, other) in instance.right.enumerated()
        where neighbours.contains(Int32(truncatingIfNeeded: other)) {
          matrix[row, i * side + j] = 1
        }
      }
    }
    return matrix
  }
}

extension MatchingDomain: Encodable {
  private enum CodingKeys: CodingKey {
    case instances, side, targets, heldOut, curvature, temperature, network, hidden, graph
  }

  /// Writes what results depend on; the graph only where it is not Cora, since keys of records on
  /// Cora name none.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(instances, forKey: .instances)
    try container.encode(side, forKey: .side)
    try container.encode(targets, forKey: .targets)
    try container.encode(heldOut, forKey: .heldOut)
    try container.encode(curvature, forKey: .curvature)
    try container.encode(temperature, forKey: .temperature)
    try container.encode(network, forKey: .network)
    try container.encode(hidden, forKey: .hidden)
    if graph != .cora { try container.encode(graph, forKey: .graph) }
  }
}

extension MatchingDomain {
  /// The identifiers of the papers that a seed trains on, as the graph's files have them, in the
  /// order of the rows of ε.
  ///
  /// - Throws: `MatchingError`, or `DomainError.missingSource` without a graph.
  public func trainingPapers(from sources: Sources, seed: UInt64) throws -> [String] {
    let graph = try citations(in: sources)
    let cut = try instances(of: graph).instances
    return try split(seed: seed).training.flatMap { cut[$0].left + cut[$0].right }
      .map { graph.papers[$0] }
  }
}
