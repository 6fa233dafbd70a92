import Domains
import Experiments
import Reproducibility

/// What the page about data says of the citation graph and of the instances that are cut from it.
struct CitationData {
  /// One bipartite instance.
  struct InstanceRow {
    let number: String
    let nodes: String
    let edges: String
    let cut: String
    /// In which seed it is a target or held out: "target of seed 2".
    let role: String
  }

  /// The instances of one seed.
  struct FoldRow {
    let seed: String
    let training: String
    let targets: String
    let heldOut: String
  }

  let isSimulated: Bool
  let files: [SourceRow]
  let papers: String
  let words: String
  let ones: String
  let classes: String
  let edges: String
  let rules: [DataPage.Rule]
  let parts: String
  let side: String
  let nodes: String
  let edgeCut: String
  let sizes: String
  let moved: String
  let unused: String
  let kept: String
  let cut: String
  let random: String
  let instances: [InstanceRow]
  let folds: [FoldRow]

  /// Of the first panel that matches papers; nil where none does.
  ///
  /// - Throws: `CoraError`, if the graph cannot be cut.
  init?(_ results: [PanelResults], _ sources: SourceData) throws {
    guard let graph = sources.citations, let panel = results.first(where: \.isMatching),
      let domain = panel.panel.domain as? MatchingDomain
    else { return nil }
    isSimulated = sources.citationsAreSimulated
    files = graph.sources.map(SourceRow.init)
    papers = Wording.grouped(graph.papers.count)
    words = Wording.grouped(graph.wordCount)
    ones = NumberFormat.fixed(
      Double(graph.report.ones) / Double(graph.papers.count), decimals: 1, typographic: true)
    classes = "\(graph.classes.count)"
    edges = Wording.grouped(graph.edgeCount)
    rules = zip(CitationReport.rules, CitationData.effects(graph.report)).map {
      DataPage.Rule(rule: $0, effect: $1)
    }
    let instances = try domain.instances(of: graph)
    parts = "\(domain.instances)"
    (side, nodes) = ("\(domain.side)", "\(2 * domain.side)")
    edgeCut = Wording.grouped(instances.edgeCut)
    sizes = "\(instances.smallestPart) to \(instances.largestPart)"
    moved = Wording.counted(instances.moved, "paper")
    unused = Wording.counted(instances.unused, "paper")
    kept = Wording.grouped(instances.instances.reduce(0) { $0 + $1.edges })
    cut = Wording.grouped(instances.instances.reduce(0) { $0 + $1.cut })
    // Every pair is matched with 1/N: θᵀx is the number of edges over N, and ‖x‖² is 1.
    let mean = Double(instances.instances.reduce(0) { $0 + $1.cut }) / Double(domain.instances)
    random = NumberFormat.fixed(
      mean / Double(domain.side) - 0.5 * domain.curvature, decimals: 2, typographic: true)
    let splits = try panel.seeds.map { (seed: $0, split: try domain.split(seed: $0)) }
    self.instances = instances.instances.enumerated().map { index, instance in
      InstanceRow(
        number: "\(index + 1)", nodes: "\(instance.left.count + instance.right.count)",
        edges: "\(instance.edges)", cut: "\(instance.cut)",
        role: CitationData.role(of: index, in: splits))
    }
    folds = splits.map { seed, split in
      func numbers(_ indices: [Int]) -> String {
        indices.sorted().map { "\($0 + 1)" }.joined(separator: ", ")
      }
      return FoldRow(
        seed: "\(seed)", training: Wording.counted(split.training.count, "instance"),
        targets: numbers(split.targets), heldOut: numbers(split.heldOut))
    }
  }

  private static func role(of index: Int, in splits: [(seed: UInt64, split: MatchingSplit)])
    -> String
  {
    for (seed, split) in splits {
      if split.targets.contains(index) { return "target of seed \(seed)" }
      if split.heldOut.contains(index) { return "held out of seed \(seed)" }
    }
    return "training only"
  }

  /// What each of the rules of reading met, in their order.
  static func effects(_ report: CitationReport) -> [String] {
    [
      "\(Wording.counted(report.papers, "paper"))",
      "\(Wording.counted(report.citations, "citation")), \(Wording.grouped(report.repeatedCitations)) of them repeat an edge; \(Wording.counted(report.edges, "edge"))",
      "\(Wording.grouped(report.unknownCitations)) of an unknown paper, \(Wording.grouped(report.selfCitations)) of a paper by itself",
      "none met: a file with such a line is not read at all",
    ]
  }
}
