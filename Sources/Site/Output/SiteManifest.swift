import Experiments
import Paper
import Reproducibility

/// What a site consists of and what it was made from: `manifest.json`, canonical JSON.
struct SiteManifest: Equatable {
  static let path = "manifest.json"
  static let sumsPath = "SHA256SUMS"
  static let format = "site/1"

  /// The digest of each file by its path, the manifest and the list of sums apart.
  var files: [String: Digest]
  /// The source files in the order in which they were read: name, size and digest.
  var sources: [Source]
  /// Whether prices and citations are simulated, of those that were read.
  var simulated: [String: Bool]
  /// The preset.
  var preset: String
  /// What of its grid was run.
  var extent: Extent
  /// The digest of the calibration that the preset was made from.
  var calibration: Digest
  /// What wrote it.
  var madeBy: String
  /// Every record that a number of the site comes from, by its key.
  var records: [RecordEntry]
  /// Libraries and compiler.
  var toolchain: Toolchain

  /// What of a preset's grid a site shows.
  struct Extent: Equatable, Codable {
    var isCoarse: Bool
    var panels: [String]
    var includesTables: Bool
  }

  /// A source file.
  struct Source: Equatable, Codable {
    var name: String
    var bytes: Int
    var sha256: Digest
  }

  /// A record and its data set.
  struct RecordEntry: Equatable, Codable {
    var key: Digest
    var content: Digest?
    var dataset: Digest
  }

  init(_ study: PaperStudy, files: [SiteFile], toolchain: Toolchain) throws {
    self.files = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.digest) })
    let (prices, citations) = (study.sources.prices, study.sources.citations)
    sources =
      (prices?.sources.map { Source(name: $0.name, bytes: $0.bytes, sha256: $0.digest) } ?? [])
      + (citations?.sources.map { Source(name: $0.name, bytes: $0.bytes, sha256: $0.digest) } ?? [])
    simulated = [:]
    if prices != nil { simulated["prices_are_simulated"] = study.sources.pricesAreSimulated }
    if citations != nil {
      simulated["citations_are_simulated"] = study.sources.citationsAreSimulated
    }
    preset = study.preset.rawValue
    extent = Extent(
      isCoarse: study.grid.isCoarse, panels: study.panels.map(\.panel.id),
      includesTables: !study.comparisons.isEmpty)
    calibration = Digest(of: try study.grid.calibration.text())
    madeBy = Release.madeBy
    var entries: [Digest: RecordEntry] = [:]
    for record in study.records {
      entries[record.key] = RecordEntry(
        key: record.key, content: record.contentDigest, dataset: record.dataset)
    }
    records = entries.values.sorted { $0.key < $1.key }
    self.toolchain = toolchain
  }

  /// The file.
  ///
  /// - Throws: never for a manifest made here.
  func file() throws -> SiteFile {
    let members: [String: JSONValue] = [
      "format": .string(SiteManifest.format), "made_by": .string(madeBy),
      "preset": .string(preset), "extent": try JSONValue(encoding: extent),
      "files": .object(files.mapValues { .string("\($0)") }),
      "inputs": .object(
        [
          "sources": try JSONValue(encoding: sources),
          "calibration": .string("\(calibration)"),
          "records": try JSONValue(encoding: records),
        ].merging(simulated.mapValues { .bool($0) }) { own, _ in own }),
      "toolchain": try JSONValue(encoding: toolchain.entries),
    ]
    return SiteFile(
      path: SiteManifest.path, text: JSONValue.object(members).canonicalText + "\n")
  }

  /// What a later build has to know of a site: its files and the digests of its sources.
  struct Standing: Equatable {
    var files: [String: Digest]
    var sources: [Digest]

    /// Reads a manifest.
    ///
    /// - Throws: `Malformation` or a parsing error if the text is none.
    init(json text: String) throws {
      let document = try JSONValue(parsing: text)
      guard document["format"]?.string == SiteManifest.format else {
        throw Malformation(reason: "it does not say that its format is \(SiteManifest.format)")
      }
      guard let members = document["files"]?.object,
        let list = document["inputs"]?["sources"]?.array
      else { throw Malformation(reason: "it lists no files or no sources") }
      files = [:]
      for (path, value) in members {
        guard let digest = value.string.flatMap(Digest.init(hex:)) else {
          throw Malformation(reason: "\(path) has no digest")
        }
        files[path] = digest
      }
      sources = try list.map { entry in
        guard let digest = entry["sha256"]?.string.flatMap(Digest.init(hex:)) else {
          throw Malformation(reason: "a source has no digest")
        }
        return digest
      }
    }
  }

  /// Why a text is no manifest.
  struct Malformation: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
  }
}
