import Domains
import Learning
import LinearAlgebra
import Reproducibility
import Storage

/// The HDF5 form of a scenario, `data-set/1` of the file contract.
enum DatasetFile {
  static let schema = "data-set/1"

  static func key(of experiment: Experiment, in laboratory: Laboratory) throws -> Digest {
    let domain = experiment.domain
    let sources = SourceDigests(of: laboratory.sources)
    let document = JSONValue.object([
      "format": .string(schema), "domain": try Experiment.describe(domain),
      "seed": try JSONValue(encoding: experiment.seed),
      "sources": .array(sources.files(for: domain).map { .string($0.description) }),
    ])
    return Digest(of: document.canonicalText)
  }

  static func contents(of experiment: Experiment, in laboratory: Laboratory) throws -> ArrayFile {
    let scenario = try laboratory.scenario(of: experiment.domain, seed: experiment.seed)
    let samples = try scenario.cleanSamples()
    let name = type(of: experiment.domain).name
    var file = ArrayFile(schema: schema, title: "\(name), seed \(experiment.seed)")
    file.rootAttributes["domain"] = .string(name)
    file.rootAttributes["seed"] = .integer(Int64(experiment.seed))
    file.rootAttributes["options"] = .string(
      try Experiment.describe(experiment.domain).canonicalText)
    func put(_ path: String, _ matrix: Matrix) { file.arrays[path] = NamedArray(matrix) }
    put("/train/features", samples.features)
    put("/target/features", samples.targetFeatures)
    put("/held_out/features", samples.heldOutFeatures)
    for (set, outcome) in [
      ("train", samples.outcome), ("target", scenario.targetOutcome),
      ("held_out", scenario.heldOutOutcome),
    ] {
      for (index, field) in outcome.enumerated() { put("/\(set)/outcome/\(index)", field) }
    }
    for (index, statistic) in samples.statistics.enumerated() {
      put("/train/statistics/\(index)", statistic)
    }
    let sides = scenario.box.sides(scenario.pipeline.perturbationShape)
    put("/perturbation/lower", sides.lower)
    put("/perturbation/upper", sides.upper)
    if let problem = scenario.problem as? QuadraticUtility {
      put("/problem/quadratic", problem.quadratic)
      put("/problem/inequality_matrix", problem.inequalityMatrix)
      file.arrays["/problem/inequality_bound"] = NamedArray(problem.inequalityBound.values)
    }
    if let pipeline = scenario.pipeline as? PricePipeline,
      let domain = experiment.domain as? PortfolioDomain, let prices = laboratory.sources.prices
    {
      put("/source/adjusted_close", pipeline.prices)
      let window = try domain.window(of: prices, seed: experiment.seed)
      file.arrays["/source/tickers"] = NamedArray(window.tickers)
      file.arrays["/source/days"] = NamedArray(window.days.map(\.description))
      for (set, dates) in [
        ("train", 0..<pipeline.trainingDates), ("target", pipeline.targets),
        ("held_out", pipeline.heldOut),
      ] {
        let days = dates.map { window.days[PricePipeline.lookback + $0].description }
        file.arrays["/\(set)/day"] = NamedArray(days)
      }
      file.arrays["/source/file_sha256"] = NamedArray(prices.sources.map(\.digest.description))
      file.arrays["/source/file_name"] = NamedArray(prices.sources.map(\.name))
      file.arrays["/features/name"] = NamedArray(PricePipeline.featureNames)
    }
    if let domain = experiment.domain as? MatchingDomain,
      let graph = laboratory.sources.citations
    {
      let split = try domain.split(seed: experiment.seed)
      file.arrays.merge(try instances(of: domain, in: graph, split)) { first, _ in first }
    }
    return file
  }

  /// The table of instances, the papers of each side, and who trains on which: paths below /source and /split.
  private static func instances(
    of domain: MatchingDomain, in graph: CitationGraph, _ split: MatchingSplit
  ) throws -> [String: NamedArray] {
    let cut = try domain.instances(of: graph)
    func numbers(_ values: [Int]) -> NamedArray { NamedArray(values.map(Int64.init)) }
    func papers(_ side: [[Int]]) -> NamedArray {
      NamedArray(side.flatMap { $0.map { graph.papers[$0] } }, shape: [side.count, domain.side])
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
      "/source/file_sha256": NamedArray(graph.sources.map(\.digest.description)),
      "/source/file_name": NamedArray(graph.sources.map(\.name)),
    ]
  }
}
