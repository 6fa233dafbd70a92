import Domains
public import Foundation
import Learning
import LinearAlgebra
public import Reproducibility
import Storage

/// Records and data sets on disk, addressed by the digest of what they were made from.
///
/// A file appears whole or not at all: it is written under a temporary name and renamed.
public struct RecordStore: Sendable {
  /// `data/poisons` and `data/datasets` below the repository's root.
  public let poisons: URL, datasets: URL

  /// The store below a repository's root.
  public init(root: URL) {
    poisons = root.appending(path: "data/poisons")
    datasets = root.appending(path: "data/datasets")
  }

  /// Makes the folders.
  public func prepare() throws {
    for folder in [poisons, datasets] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
  }

  /// Where the record of a key is kept.
  public func url(of key: Digest) -> URL { poisons.appending(path: "\(key).h5") }

  /// Whether the record of a key is there.
  public func contains(_ key: Digest) -> Bool {
    FileManager.default.fileExists(atPath: url(of: key).path)
  }

  /// The bytes that the record of a key takes; 0 if it is not there.
  public func size(of key: Digest) -> Int {
    let attributes = contains(key) ? attributes(of: url(of: key)) : [:]
    return (attributes[.size] as? NSNumber)?.intValue ?? 0
  }

  private func attributes(of url: URL) -> [FileAttributeKey: Any] {
    do { return try FileManager.default.attributesOfItem(atPath: url.path) } catch { return [:] }
  }

  /// The record of a key, nil if it is not there.
  ///
  /// - Throws: an error that names the file if it is there and not a record.
  public func record(_ key: Digest) async throws -> Record? {
    guard contains(key) else { return nil }
    return try RecordFile.record(
      from: try await ArrayFile(contentsOf: url(of: key)), at: url(of: key))
  }

  /// Stores the result of an experiment; returns the record with the digest of its file's content.
  public func save(_ result: Laboratory.Result) async throws -> Record {
    let file = RecordFile.contents(of: result.record, poison: result.poison)
    try await file.write(to: url(of: result.record.key))
    var record = result.record
    record.contentDigest = file.contentDigest
    return record
  }

  /// The digest of the content of the data set of an experiment, which is written if it is not there.
  public func dataset(of experiment: Experiment, in laboratory: Laboratory) async throws -> Digest {
    let key = try DatasetFile.key(of: experiment, in: laboratory)
    let url = datasets.appending(path: "\(key).h5")
    if FileManager.default.fileExists(atPath: url.path) {
      let stored = try await ArrayFile.rootAttributes(of: url)[ArrayFile.digestName]?.string
      if let stored, let digest = Digest(hex: stored) { return digest }
      throw RecordError.lacks(ArrayFile.digestName, file: url.lastPathComponent)
    }
    let file = try DatasetFile.contents(of: experiment, in: laboratory)
    try await file.write(to: url)
    return file.contentDigest
  }

  /// Where the data set of an experiment is kept, relative to the repository's root.
  public static func datasetPath(of experiment: Experiment, in laboratory: Laboratory) throws
    -> String
  {
    "data/datasets/\(try DatasetFile.key(of: experiment, in: laboratory)).h5"
  }
}

/// The HDF5 form of a scenario, `data-set/1` of the file contract.
enum DatasetFile {
  static let schema = "data-set/1"

  static func key(of experiment: Experiment, in laboratory: Laboratory) throws -> Digest {
    let domain = experiment.domain
    let sources = SourceDigests(of: laboratory.sources)
    let document = JSONValue.object([
      "format": .string(schema), "domain": try Experiment.describe(domain),
      "seed": try JSONValue(encoding: experiment.seed),
      "sources": .array(
        type(of: domain).needsPrices ? sources.prices.map { .string($0.description) } : []),
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
    put("/perturbation/lower", scenario.lower)
    put("/perturbation/upper", scenario.upper)
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
    return file
  }
}
