public import Data
import Experiments
import Foundation
public import Paper
public import Reproducibility

/// A site in a directory, as somebody finds it: what it says of itself, and whether that is so.
public struct DeployedSite: Sendable {
  /// What the manifest says that a site was made from.
  public struct Origin: Sendable {
    /// A record with the digests of its contents and of its data set.
    public struct Entry: Sendable {
      /// The record's key.
      public var key: Digest
      /// The digest of its contents.
      public var content: Digest?
      /// The digest of the contents of its data set.
      public var dataset: Digest
    }

    /// The preset, and whether its grid is the coarse one.
    public var preset: Preset, isCoarse: Bool
    /// The panels that are shown.
    public var panels: [String]
    /// Whether the tables beside them are.
    public var includesTables: Bool
    /// The digest of the calibration.
    public var calibration: Digest
    /// The source files of one kind.
    public struct Source: Sendable {
      /// The kind.
      public var kind: SourceKind
      /// Whether a simulator wrote them.
      public var isSimulated: Bool
      /// The files.
      public var files: [SourceFile]
    }

    /// The source files, by kind.
    public var sources: [Source]
    /// The records.
    public var records: [Entry]
    /// The libraries that it was made with.
    public var toolchain: Toolchain
  }

  /// The path of the directory.
  public let folder: String
  /// What it was made from; nil if its manifest is missing, malformed or of another format.
  public let origin: Origin?
  /// The format of its manifest, where another version of the program wrote it; nil otherwise.
  public let otherFormat: String?
  /// The digests of the files that the manifest lists; nil without a manifest.
  private let listed: [String: Digest]?
  private let complaint: String

  /// Whether it was made from genuine files, or may have been: what a manifest does not say counts
  /// as genuine.
  public var mayBeGenuine: Bool {
    if let origin { return origin.sources.contains { !$0.isSimulated } }
    return FileManager.default.fileExists(atPath: "\(folder)/\(SiteManifest.path)")
  }

  /// Looks at the manifest of a directory.
  public init(folder: String) {
    self.folder = folder
    var listed: [String: Digest]?
    var origin: Origin?
    var otherFormat: String?
    var complaint = ""
    do {
      let text = String(
        decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(SiteManifest.path)")),
        as: UTF8.self)
      let files = try SiteManifest.Deployed(json: text).files
      origin = try Origin(json: text)
      listed = files
    } catch let other as SiteManifest.OtherFormat {
      (listed, otherFormat) = (other.files, other.format)
    } catch let error as SiteManifest.Malformation {
      complaint = error.reason
    } catch {
      complaint = "it is missing or is not JSON"
    }
    (self.listed, self.origin, self.otherFormat) = (listed, origin, otherFormat)
    self.complaint = complaint
  }

  private static let byDigest = "files, as listed"
  private static let rendered = "files, rendered anew"

  /// Every file against the digests in the manifest and in the list of sums; files that neither
  /// names are unexpected.
  public func listedFiles() throws -> [Check] {
    let there = try paths()
    var checks: [Check] = []
    let sums = try sums(there)
    if listed == nil {
      checks.append(
        Check(
          DeployedSite.byDigest, SiteManifest.path,
          there.contains(SiteManifest.path) ? .changed : .missing, note: complaint))
    }
    let known = Set((listed ?? [:]).keys).union((sums ?? [:]).keys)
      .union(listed == nil ? [] : [SiteManifest.path])
    for path in known.union(there).sorted() where path != SiteManifest.sumsPath {
      if path == SiteManifest.path && listed == nil { continue }
      checks.append(try check(path, isThere: there.contains(path), known, sums))
    }
    checks.append(sumsCheck(there, sums))
    return checks
  }

  private func check(
    _ path: String, isThere: Bool, _ known: Set<String>, _ sums: [String: Digest]?
  ) throws -> Check {
    guard isThere else { return Check(DeployedSite.byDigest, path, .missing) }
    guard known.contains(path) else {
      return Check(DeployedSite.byDigest, path, .unexpected, note: "neither list names it")
    }
    let digest = Digest(ofBytes: try bytes(path))
    var complaints: [String] = []
    if path != SiteManifest.path, let listed, listed[path] != digest {
      complaints.append("the manifest")
    }
    if let sums, sums[path] != digest { complaints.append("the list of sums") }
    return complaints.isEmpty
      ? Check(DeployedSite.byDigest, path, .same)
      : Check(
        DeployedSite.byDigest, path, .changed,
        note: "it differs from \(English.joined(complaints))")
  }

  /// The list of sums itself: it must name what the manifest names, with the same digests, and the
  /// manifest.
  private func sumsCheck(_ there: Set<String>, _ sums: [String: Digest]?) -> Check {
    let name = SiteManifest.sumsPath
    guard there.contains(name) else { return Check(DeployedSite.byDigest, name, .missing) }
    guard let sums else {
      return Check(
        DeployedSite.byDigest, name, .changed, note: "a line of it is not a digest and a path")
    }
    guard let listed else { return Check(DeployedSite.byDigest, name, .unchecked) }
    let expected = Set(listed.keys).union([SiteManifest.path])
    let wrong =
      expected.symmetricDifference(sums.keys).sorted()
      + listed.keys.filter { sums[$0] != nil && sums[$0] != listed[$0] }.sorted()
    return wrong.isEmpty
      ? Check(DeployedSite.byDigest, name, .same)
      : Check(
        DeployedSite.byDigest, name, .changed,
        note: "it disagrees with the manifest about \(English.joined(wrong))")
  }

  /// The lines of the list of sums; nil if there is none or it is malformed.
  private func sums(_ there: Set<String>) throws -> [String: Digest]? {
    guard there.contains(SiteManifest.sumsPath) else { return nil }
    let text = String(decoding: try bytes(SiteManifest.sumsPath), as: UTF8.self)
    var sums: [String: Digest] = [:]
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      guard line.count > 66, line.dropFirst(64).hasPrefix("  "),
        let digest = Digest(hex: String(line.prefix(64)))
      else { return nil }
      sums[String(line.dropFirst(66))] = digest
    }
    return sums
  }

  /// The files whose numbers a build computes itself, instead of taking them from records, as they
  /// stand here; none that is not there.
  ///
  /// With other libraries than those that the site names they may come out with other last digits.
  public func computedFiles() throws -> [SiteFile] {
    try paths().filter(SiteBuilder.isComputed).sorted().map {
      SiteFile(path: $0, bytes: try bytes($0))
    }
  }

  /// Every file against one that was computed anew.
  ///
  /// - Parameters:
  ///   - files: the whole site, as `SiteBuilder` makes it.
  ///   - kept: files that were taken from here, and so cannot be compared. The default is none.
  /// - Returns: a finding about each file.
  /// - Throws: where a file cannot be read.
  public func renderedFiles(
    _ files: [SiteFile], except kept: [SiteFile] = []
  ) throws -> [Check] {
    let there = try paths()
    var checks = kept.map {
      Check(
        DeployedSite.rendered, $0.path, .unchecked,
        note: "it was computed with other versions than these; last digits may differ")
    }
    for file in files where !kept.contains(where: { $0.path == file.path }) {
      guard there.contains(file.path) else {
        checks.append(Check(DeployedSite.rendered, file.path, .missing))
        continue
      }
      let isSame = try bytes(file.path) == file.bytes
      checks.append(
        Check(
          DeployedSite.rendered, file.path, isSame ? .same : .changed,
          note: isSame ? "" : "the records give other bytes"))
    }
    for path in there.subtracting(files.map(\.path)).sorted() {
      checks.append(
        Check(DeployedSite.rendered, path, .unexpected, note: "no build writes it"))
    }
    return checks
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
  }

  /// All files of the directory; directories that are sites of their own are left out, and so are
  /// files that depend on the machine.
  private func paths() throws -> Set<String> {
    var paths: Set<String> = []
    func isFolder(_ path: String) -> Bool {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && isFolder.boolValue
    }
    var waiting = [""]
    while let prefix = waiting.popLast() {
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(prefix)") {
        let child = "\(folder)/\(prefix)\(name)"
        if !isFolder(child) {
          paths.insert(prefix + name)
        } else if !FileManager.default.fileExists(atPath: "\(child)/\(SiteManifest.path)") {
          waiting.append("\(prefix)\(name)/")
        }
      }
    }
    return paths.subtracting([SiteMap.performance, SiteMap.performanceImage])
  }
}

extension DeployedSite.Origin {
  init(json text: String) throws {
    let document = try JSONValue(parsing: text)
    let (extent, inputs) = (document["extent"], document["inputs"])
    func digest(_ value: JSONValue?) -> Digest? { value?.string.flatMap(Digest.init(hex:)) }
    guard let preset = document["preset"]?.string.flatMap(Preset.init(rawValue:)),
      let isCoarse = extent?["isCoarse"]?.bool, let panels = extent?["panels"]?.array,
      let includesTables = extent?["includesTables"]?.bool,
      let calibration = digest(inputs?["calibration"]), let records = inputs?["records"]?.array,
      let toolchain = document["toolchain"]?.array
    else { throw SiteManifest.Malformation(reason: "it does not say what was run") }
    (self.preset, self.isCoarse) = (preset, isCoarse)
    (self.panels, self.includesTables) = (panels.compactMap(\.string), includesTables)
    self.calibration = calibration
    sources = try SiteManifest.sources(in: document).map {
      Source(kind: SourceKind(rawValue: $0.kind), isSimulated: $0.isSimulated, files: $0.files)
    }
    self.records = try records.map { entry in
      guard let key = digest(entry["key"]), let dataset = digest(entry["dataset"]) else {
        throw SiteManifest.Malformation(reason: "a record has no key or no data set")
      }
      return Entry(key: key, content: digest(entry["content"]), dataset: dataset)
    }
    self.toolchain = Toolchain(
      entries: toolchain.map {
        Toolchain.Entry(name: $0["name"]?.string ?? "", version: $0["version"]?.string ?? "")
      })
  }
}
