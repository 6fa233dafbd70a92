import Data
import Experiments
import Foundation
import Paper
import Reproducibility

/// What a site consists of and what it was made from: `manifest.json`, canonical JSON.
struct SiteManifest: Equatable {
  static let path = "manifest.json"
  static let sumsPath = "SHA256SUMS"
  static let format = "site/2"

  /// The digest of each file by its path, the manifest and the list of sums apart.
  var files: [String: Digest]
  var sources: [SourceEntry]
  var preset: String
  var extent: Extent
  /// The digest of the calibration that the preset was made from.
  var calibration: Digest
  var madeBy: String
  /// Every record that a number of the site comes from, by its key.
  var records: [RecordEntry]
  var toolchain: Toolchain

  /// What of a preset's grid a site shows.
  struct Extent: Equatable, Codable {
    var isCoarse: Bool
    var panels: [String]
    var includesTables: Bool
  }

  struct SourceEntry: Equatable, Codable {
    var kind: String
    var isSimulated: Bool
    var files: [SourceFile]
  }

  struct RecordEntry: Equatable, Codable {
    var key: Digest
    var content: Digest?
    var dataset: Digest
  }

  init(_ study: PaperStudy, files: [SiteFile], toolchain: Toolchain) throws {
    self.files = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.digest) })
    sources = study.sources.values.sorted { $0.kind < $1.kind }.map {
      SourceEntry(kind: $0.kind.rawValue, isSimulated: $0.isSimulated, files: $0.files)
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
      "inputs": .object([
        "sources": try JSONValue(encoding: sources), "calibration": .string("\(calibration)"),
        "records": try JSONValue(encoding: records),
      ]),
      "toolchain": try JSONValue(encoding: toolchain.entries),
    ]
    return SiteFile(
      path: SiteManifest.path, text: JSONValue.object(members).canonicalText + "\n")
  }

  /// What a later build has to know of a site that is in place: its files and the digests of its
  /// sources.
  struct Deployed: Equatable {
    var files: [String: Digest]
    var sources: [Digest]

    /// Reads a manifest.
    ///
    /// - Throws: `Malformation` or a parsing error if the text is not one.
    init(json text: String) throws {
      let document = try JSONValue(parsing: text)
      guard document["format"]?.string == SiteManifest.format else {
        throw Malformation(reason: "it does not say that its format is \(SiteManifest.format)")
      }
      guard let members = document["files"]?.object else {
        throw Malformation(reason: "it lists no files")
      }
      files = try members.reduce(into: [:]) { files, member in
        guard let digest = member.value.string.flatMap(Digest.init(hex:)) else {
          throw Malformation(reason: "\(member.key) has no digest")
        }
        files[member.key] = digest
      }
      sources = try SiteManifest.sources(in: document).flatMap { $0.files.map(\.digest) }
    }
  }

  /// The source files that a manifest names.
  static func sources(in document: JSONValue) throws -> [SourceEntry] {
    guard let list = document["inputs"]?["sources"] else {
      throw Malformation(reason: "it lists no sources")
    }
    do {
      return try JSONDecoder().decode(
        [SourceEntry].self, from: Foundation.Data(list.canonicalText.utf8))
    } catch {
      throw Malformation(reason: "its list of sources is malformed")
    }
  }

  /// Why a text is not a manifest.
  struct Malformation: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
  }
}
