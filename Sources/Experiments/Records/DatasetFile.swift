import Data
import Domains
import Learning
import LinearAlgebra
import Reproducibility
import Storage

/// The HDF5 form of a scenario, `data-set/1` of the file contract.
enum DatasetFile {
  static let schema = "data-set/1"

  /// The key changes with that of records: sums that are ordered anew give data sets other bits.
  static func key(of experiment: Experiment, in sources: Sources) throws -> Digest {
    let document = JSONValue.object([
      "format": .string(schema), "records": try JSONValue(encoding: Record.formatVersion),
      "domain": try JSONValue(of: experiment.domain),
      "seed": try JSONValue(encoding: experiment.seed),
      "sources": KeyedExperiment.digests(of: experiment.domain, in: sources),
    ])
    return Digest(of: document.canonicalText)
  }

  /// Samples, outcomes and the attacker's box of every domain, then what the domain adds.
  static func contents(of experiment: Experiment, in laboratory: Laboratory) throws -> ArrayFile {
    let domain = experiment.domain
    let scenario = try laboratory.scenario(of: domain, seed: experiment.seed)
    let samples = try scenario.cleanSamples()
    var file = ArrayFile(schema: schema, title: "\(domain.name), seed \(experiment.seed)")
    file.rootAttributes["domain"] = .string(domain.name)
    file.rootAttributes["seed"] = .integer(Int64(experiment.seed))
    file.rootAttributes["options"] = .string(try JSONValue(of: domain).canonicalText)
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
    let files = laboratory.sources.restricted(to: domain.sources).files
    if !files.isEmpty {
      file.arrays["/source/file_sha256"] = NamedArray(files.map(\.digest.description))
      file.arrays["/source/file_name"] = NamedArray(files.map(\.name))
    }
    let own = try domain.arrays(of: scenario, from: laboratory.sources, seed: experiment.seed)
    file.arrays.merge(own) { first, _ in first }
    return file
  }
}
