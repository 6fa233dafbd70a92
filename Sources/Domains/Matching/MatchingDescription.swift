public import Data
public import Learning
import LinearAlgebra
public import Reproducibility
public import Storage

/// What the matching domain says about itself.
extension MatchingDomain {
  /// The number of instances that a seed of the grid trains on.
  private var trainingInstances: Int { instances - targets - heldOut }

  /// The data with their sizes.
  public var title: String {
    (graph == .cora ? "Matching" : "Matching on \(graph.label)")
      + ", \(side) papers with \(side), \(trainingInstances) training instances, "
      + "\(network.rawValue) network"
  }

  /// The numbers of instances.
  public var size: DomainSize {
    DomainSize(training: trainingInstances, targets: targets, heldOut: heldOut)
  }

  /// Of the order of 1400 words in Cora; large products run at three times the rate of small ones.
  public var cost: DomainCost {
    let words = Double(graph.words) / Double(Graph.cora.words)
    return DomainCost(step: Double(2 * side * trainingInstances * hidden) / 210 * words)
  }

  /// A decision that knows nothing is here a random matching.
  public func label(of level: LevelID) -> String {
    level == .uninformed ? "random matching" : "\(level) decision"
  }

  /// The same in a word.
  public func shortLabel(of level: LevelID) -> String {
    level == .uninformed ? "random" : level.text
  }

  /// Sizes, constants and the network.
  public var settings: [Setting] {
    let isEmbedding = network == .embedding
    return [
      Setting(
        "Citation graph", graph.label,
        origin: graph == .cora ? Origin.paper : "ours; a replication beside the paper's Cora"),
      Setting(
        "Instances, papers on each side", "\(instances), \(side)",
        origin: instances == 27 && side == 50 ? Origin.paper : "smaller than the paper's"),
      Setting(
        "Training instances, targets, held-out instances",
        "\(trainingInstances), \(targets), \(heldOut)", origin: Origin.open),
      Setting(
        "Sides of an instance",
        "chosen such that many edges run between them (exchanges of pairs)", origin: Origin.open),
      Setting("Curvature γ of the utility", NumberFormat.chosen(curvature), origin: Origin.open),
      Setting(
        "Network",
        isEmbedding
          ? "a paper's words to \(hidden) dimensions, tanh; scores are weighted products"
          : "the words of both papers to \(hidden) hidden units, tanh, one output",
        origin: isEmbedding
          ? "ours; the literature's pair network hardly learns here" : "as in the literature"),
      Setting(
        "Temperature of the simple joint learner’s last layer", NumberFormat.chosen(temperature),
        origin: Origin.open),
    ]
  }

  /// The table of instances, the papers of each side, and who trains on which.
  public func arrays(
    of scenario: Scenario, from sources: Sources, seed: UInt64
  ) throws -> [String: NamedArray] {
    let graph = try citations(in: sources)
    let (cut, split) = (try instances(of: graph), try split(seed: seed))
    func numbers(_ values: [Int]) -> NamedArray { NamedArray(values.map(Int64.init)) }
    func papers(_ sides: [[Int]]) -> NamedArray {
      NamedArray(sides.flatMap { $0.map { graph.papers[$0] } }, shape: [sides.count, side])
    }
    return [
      "/source/instances/left": papers(cut.instances.map(\.left)),
      "/source/instances/right": papers(cut.instances.map(\.right)),
      "/source/instances/nodes": numbers(cut.instances.map { $0.left.count + $0.right.count }),
      "/source/instances/edges": numbers(cut.instances.map(\.edges)),
      "/source/instances/cut": numbers(cut.instances.map(\.cut)),
      "/source/instances/edges_between_parts": NamedArray([Int64(cut.edgeCut)], shape: []),
      "/split/training": numbers(split.training), "/split/targets": numbers(split.targets),
      "/split/held_out": numbers(split.heldOut),
    ]
  }

  /// Files, rules of reading, instances and folds, for the page about data.
  public func facts(from sources: Sources, seeds: [UInt64]) throws -> Facts {
    let kind = self.graph.kind
    guard let source = sources[kind], let graph = sources.citations(of: kind) else { return [:] }
    let cut = try instances(of: graph)
    let between = cut.instances.reduce(0) { $0 + $1.cut }
    let words = Double(graph.report.ones) / Double(graph.papers.count)
    // Every pair is matched with 1/N: θᵀx is the number of edges over N, and ‖x‖² is 1.
    let random = Double(between) / Double(instances) / Double(side) - 0.5 * curvature
    let rules = zip(CitationReport.rules, MatchingDomain.effects(graph.report))
    let splits = try seeds.map { (seed: $0, split: try split(seed: $0)) }
    let account = MatchingAccount(of: graph, cut: cut)
    let figures = PublishedFigures(of: self.graph)
    return [
      "graph": .text(self.graph.label), "suffix": .text(self.graph == .cora ? "" : "-\(kind)"),
      "isReplication": .flag(self.graph != .cora),
      "directory": .text(SourceFormats.format(of: kind)?.directory ?? ""),
      "option": .text(SourceFormats.format(of: kind)?.commandOption ?? ""),
      "citations": .text(NumberFormat.grouped(graph.report.citations)),
      "account": .rows(account.rows), "figures": .rows(figures.rows(graph, self)),
      "agreement": .text(figures.agreement(graph, self)),
      "isSimulated": .flag(source.isSimulated), "files": .rows(source.files.map(\.facts)),
      "papers": .text(NumberFormat.grouped(graph.papers.count)),
      "words": .text(NumberFormat.grouped(graph.wordCount)),
      "ones": .text(NumberFormat.fixed(words, decimals: 1, typographic: true)),
      "classes": "\(graph.classes.count)", "edges": .text(NumberFormat.grouped(graph.edgeCount)),
      "rules": .rows(rules.map { ["rule": .text($0), "effect": .text($1)] }),
      "parts": "\(instances)", "side": "\(side)", "nodes": "\(2 * side)",
      "edgeCut": .text(NumberFormat.grouped(cut.edgeCut)),
      "sizes": "\(cut.smallestPart) to \(cut.largestPart)",
      "moved": .text(English.counted(cut.moved, "paper")),
      "unused": .text(English.counted(cut.unused, "paper")),
      "kept": .text(NumberFormat.grouped(account.within)),
      "cut": .text(NumberFormat.grouped(between)),
      "withinSides": .text(NumberFormat.grouped(account.within - between)),
      "beyond": .text(NumberFormat.grouped(graph.edgeCount - account.within)),
      "random": .text(NumberFormat.fixed(random, decimals: 2, typographic: true)),
      "instances": .rows(
        cut.instances.enumerated().map { index, instance in
          [
            "number": "\(index + 1)", "nodes": "\(instance.left.count + instance.right.count)",
            "edges": "\(instance.edges)", "cut": "\(instance.cut)",
            "role": .text(MatchingDomain.role(of: index, in: splits)),
          ]
        }),
      "folds": .rows(splits.map(MatchingDomain.facts)),
    ]
  }

  private static func facts(seed: UInt64, split: MatchingSplit) -> Facts {
    func numbers(_ indices: [Int]) -> Fact {
      .text(indices.sorted().map { "\($0 + 1)" }.joined(separator: ", "))
    }
    return [
      "seed": "\(seed)", "training": .text(English.counted(split.training.count, "instance")),
      "targets": numbers(split.targets), "heldOut": numbers(split.heldOut),
    ]
  }

  /// In which seed an instance is a target or held out.
  private static func role(
    of index: Int, in splits: [(seed: UInt64, split: MatchingSplit)]
  ) -> String {
    for (seed, split) in splits {
      if split.targets.contains(index) { return "target of seed \(seed)" }
      if split.heldOut.contains(index) { return "held out of seed \(seed)" }
    }
    return "training only"
  }

  /// What each of the rules of reading met, in their order.
  static func effects(_ report: CitationReport) -> [String] {
    [
      English.counted(report.papers, "paper"),
      "\(English.counted(report.citations, "citation")), "
        + "\(NumberFormat.grouped(report.repeatedCitations)) of them given again, "
        + "\(NumberFormat.grouped(report.reversedCitations)) the other way round; "
        + English.counted(report.edges, "edge"),
      "\(NumberFormat.grouped(report.unknownCitations)) of an unknown paper, "
        + "\(NumberFormat.grouped(report.selfCitations)) of a paper by itself",
      "none met: a file with such a line is not read at all",
    ]
  }
}
