import Foundation
import Reproducibility

/// A site in a directory, as somebody finds it: what it says of itself, and whether that is so.
public struct DeployedSite: Sendable {
  /// The path of the directory.
  public let folder: String
  /// Its manifest; nil if that is missing, malformed or of another format.
  public private(set) var manifest: SiteManifest?
  /// The format of its manifest, where another version of the program wrote it; nil otherwise.
  public private(set) var otherFormat: String?
  /// The digests of the files that the manifest lists; nil without a manifest.
  private var listed: [String: Digest]?
  private var complaint = ""

  /// Whether it was made from genuine files, or may have been: what a manifest does not say counts
  /// as genuine.
  public var mayBeGenuine: Bool {
    if let manifest { return manifest.inputs.sources.contains { !$0.isSimulated } }
    return FileManager.default.fileExists(atPath: "\(folder)/\(SiteManifest.path)")
  }

  /// Looks at the manifest of a directory.
  public init(folder: String) {
    self.folder = folder
    do {
      let text = String(decoding: try bytes(SiteManifest.path), as: UTF8.self)
      manifest = try SiteManifest(json: text)
      listed = manifest?.files
    } catch let other as SiteManifest.OtherFormat {
      (listed, otherFormat) = (other.files, other.format)
    } catch let error as SiteManifest.Malformation {
      complaint = error.reason
    } catch {
      complaint = "it is missing"
    }
  }

  private static let byDigest = "files, as listed"
  private static let rendered = "files, rendered anew"

  /// Every file against the digests in the manifest and in the list of sums; files that neither
  /// names are unexpected.
  public func listedFiles() throws -> [Check] {
    let (there, others) = try contents()
    var checks = others.sorted { $0.key < $1.key }.map { path, kind in
      Check(
        DeployedSite.byDigest, path, .unexpected,
        note: "it is \(kind.label), which no build makes and nothing here follows")
    }
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
    return Check(
      DeployedSite.byDigest, path, complaints.isEmpty ? .same : .changed,
      note: complaints.isEmpty ? "" : "it differs from \(English.joined(complaints))")
  }

  /// The list of sums itself: it must name what the manifest names, with the same digests, and the
  /// manifest.
  private func sumsCheck(_ there: Set<String>, _ sums: [String: Digest]?) -> Check {
    func check(_ state: Check.State, _ note: String = "") -> Check {
      Check(DeployedSite.byDigest, SiteManifest.sumsPath, state, note: note)
    }
    guard there.contains(SiteManifest.sumsPath) else { return check(.missing) }
    guard let sums else { return check(.changed, "a line of it is not a digest and a path") }
    guard let listed else { return check(.unchecked) }
    let expected = Set(listed.keys).union([SiteManifest.path])
    let wrong =
      expected.symmetricDifference(sums.keys).sorted()
      + listed.keys.filter { sums[$0] != nil && sums[$0] != listed[$0] }.sorted()
    return wrong.isEmpty
      ? check(.same)
      : check(.changed, "it disagrees with the manifest about \(English.joined(wrong))")
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
      let isSame = there.contains(file.path) ? try bytes(file.path) == file.bytes : nil
      checks.append(
        Check(
          DeployedSite.rendered, file.path, isSame.map { $0 ? .same : .changed } ?? .missing,
          note: isSame == false ? "the records give other bytes" : ""))
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

  /// All regular files of the directory; directories that are sites of their own are left out, and
  /// so is what a build that was stopped has left behind, which the next one removes.
  private func paths() throws -> Set<String> { try contents().files }

  /// The regular files of the directory, and what is neither a file nor a directory: no link is
  /// followed, and nothing is opened that may make anybody wait.
  private func contents() throws -> (files: Set<String>, others: [String: FileKind]) {
    var (files, others): (Set<String>, [String: FileKind]) = ([], [:])
    var waiting = [""]
    while let prefix = waiting.popLast() {
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(prefix)") {
        let child = "\(folder)/\(prefix)\(name)"
        switch FileKind(at: child) {
        case .regular:
          if !PartialFile.isLeftover(name), name != UnfinishedSite.name {
            files.insert(prefix + name)
          }
        case .directory:
          if FileKind(at: "\(child)/\(SiteManifest.path)") != .regular {
            waiting.append("\(prefix)\(name)/")
          }
        case .nothing: break
        case let kind: others[prefix + name] = kind
        }
      }
    }
    return (files, others)
  }
}
