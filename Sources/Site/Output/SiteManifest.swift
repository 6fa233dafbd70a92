public import Data
import Experiments
import Foundation
public import Paper
public import Reproducibility

/// What a site consists of and what it was made from: `manifest.json`, canonical JSON.
public struct SiteManifest: Sendable, Codable {
  static let path = "manifest.json"
  static let sumsPath = "SHA256SUMS"
  static let format = "site/2"

  private let format: String, madeBy: String
  /// The digest of each file by its path, the manifest and the list of sums apart.
  let files: [String: Digest]
  /// The study, where it is not the paper's.
  public let study: String?
  /// The preset, and what of its grid the site shows; nil for another study than the paper's.
  public let preset: Preset?, extent: Extent?
  /// How much was known when it was made; nil for a whole site.
  public let progress: StudyProgress?
  /// What the site was made from.
  public let inputs: Inputs
  private let libraries: [Toolchain.Entry]

  /// The libraries that it was made with.
  public var toolchain: Toolchain { Toolchain(entries: libraries) }

  private enum CodingKeys: String, CodingKey {
    case format, madeBy = "made_by", files, study, preset, extent, progress, inputs
    case libraries = "toolchain"
  }

  /// What of a preset's grid a site shows.
  public struct Extent: Sendable, Codable {
    /// Whether the grid is the coarse one, and whether the tables beside the panels are shown.
    public let isCoarse: Bool, includesTables: Bool
    /// The panels that are shown.
    public let panels: [String]
  }

  /// The source files, the calibration and the records of a site.
  public struct Inputs: Sendable, Codable {
    /// The source files, by kind.
    public let sources: [Source]
    /// The digest of the calibration that the preset was made from; nil without a preset.
    public let calibration: Digest?
    /// That of the file with measured costs of iterations; nil where there was none.
    public let performance: Digest?
    /// That of the file with what campaigns against the program found; nil where there was none.
    public let reliability: Digest?
    /// That of the file with what was measured of causes; nil where there was none.
    public let causes: Digest?
    /// That of the file with what moved decisions; nil where there was none.
    public let attribution: Digest?
    /// That of the file with what the field's learners lose; nil where there was none.
    public let field: Digest?
    /// That of the file with how far one machine goes; nil where there was none.
    public let scale: Digest?
    /// That of the file with what decision layers answer; nil where there was none.
    public let court: Digest?
    /// Every record that a number of the site comes from, by its key.
    public let records: [Record]

    /// The digests of all source files.
    var digests: [Digest] { sources.flatMap(\.files).map(\.digest) }

    init(
      _ sources: Sources, _ records: [Experiments.Record], calibration: Digest? = nil,
      performance: Digest? = nil, measurements: Measurements = Measurements()
    ) throws {
      self.sources = sources.values.sorted { $0.kind < $1.kind }.map {
        Source(kind: $0.kind, isSimulated: $0.isSimulated, files: $0.files)
      }
      (self.calibration, self.performance) = (calibration, performance)
      reliability = try measurements.campaigns?.digest
      causes = try measurements.causes?.digest
      attribution = try measurements.attribution?.digest
      field = try measurements.field?.digest
      scale = try measurements.scale?.digest
      court = try measurements.court?.digest
      self.records = records.sorted { $0.key < $1.key }.map {
        Record(key: $0.key, content: $0.contentDigest, dataset: $0.dataset)
      }
    }
  }

  /// The source files of one kind.
  public struct Source: Sendable, Codable {
    /// The kind.
    public let kind: SourceKind
    /// Whether a simulator wrote them.
    public let isSimulated: Bool
    /// The files.
    public let files: [SourceFile]
  }

  /// A record with the digests of its contents, if it is stored, and of its data set.
  public struct Record: Sendable, Codable {
    /// The record's key.
    public let key: Digest
    /// The digest of its contents, and that of the contents of its data set.
    public let content: Digest?, dataset: Digest
  }

  init(
    _ study: PaperStudy, files: [SiteFile], toolchain: Toolchain,
    measurements: Measurements = Measurements()
  ) throws {
    (format, madeBy, libraries) = (SiteManifest.format, Release.madeBy, toolchain.entries)
    self.files = SiteManifest.digests(of: files)
    (self.study, preset, progress) = (nil, study.preset, study.progress)
    extent = Extent(
      isCoarse: study.grid.isCoarse, includesTables: !study.comparisons.isEmpty,
      panels: study.panels.map(\.panel.id))
    inputs = try Inputs(
      study.sources, study.records, calibration: try study.grid.calibration.digest,
      performance: study.costFile?.digest, measurements: measurements)
  }

  /// The manifest of a study that is not the paper's.
  init(
    of study: String, files: [SiteFile], sources: Sources, records: [Experiments.Record],
    toolchain: Toolchain
  ) throws {
    (format, madeBy, libraries) = (SiteManifest.format, Release.madeBy, toolchain.entries)
    self.files = SiteManifest.digests(of: files)
    self.study = study
    (preset, extent, progress, inputs) = (nil, nil, nil, try Inputs(sources, records))
  }

  private static func digests(of files: [SiteFile]) -> [String: Digest] {
    Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.digest) })
  }

  /// The file.
  ///
  /// - Throws: never for a manifest made here.
  func file() throws -> SiteFile {
    SiteFile(path: SiteManifest.path, text: try JSONValue(encoding: self).canonicalText + "\n")
  }

  /// Reads a manifest.
  ///
  /// - Throws: `OtherFormat`, or `Malformation` if the text is not a manifest.
  init(json text: String) throws {
    let head = try SiteManifest.decode(Head.self, text)
    guard head.format.hasPrefix("site/") else {
      throw Malformation(reason: "it does not say that its format is \(SiteManifest.format)")
    }
    guard head.format == SiteManifest.format else {
      throw OtherFormat(format: head.format, files: head.files)
    }
    self = try SiteManifest.decode(SiteManifest.self, text)
    if study != nil { return }
    for (name, isThere) in [
      ("preset", preset != nil), ("extent", extent != nil),
      ("inputs.calibration", inputs.calibration != nil),
    ] where !isThere { throw Malformation(reason: "it lacks \(name)") }
  }

  /// What manifests of all formats have alike.
  private struct Head: Decodable {
    let format: String, files: [String: Digest]
  }

  /// A manifest that another version of the program wrote: all formats list files alike, but not
  /// what they were made from.
  struct OtherFormat: Error {
    let format: String, files: [String: Digest]
  }

  /// Why a text is not a manifest.
  struct Malformation: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
  }

  private static func decode<Part: Decodable>(_ part: Part.Type, _ text: String) throws -> Part {
    do {
      return try JSONDecoder().decode(part, from: Foundation.Data(text.utf8))
    } catch DecodingError.keyNotFound(let key, let context) {
      let path = (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")
      throw Malformation(reason: "it lacks \(path)")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context)
    {
      let path = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw Malformation(reason: path.isEmpty ? "it is not JSON" : "its \(path) is malformed")
    }
  }
}

extension Measurements {
  /// What a site names among its inputs, from here.
  public func restricted(to inputs: SiteManifest.Inputs) -> Measurements {
    var rest = self
    if inputs.reliability == nil { rest.campaigns = nil }
    if inputs.causes == nil { rest.causes = nil }
    if inputs.attribution == nil { rest.attribution = nil }
    if inputs.field == nil { rest.field = nil }
    if inputs.scale == nil { rest.scale = nil }
    if inputs.court == nil { rest.court = nil }
    return rest
  }
}
