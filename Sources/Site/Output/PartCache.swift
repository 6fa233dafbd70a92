import Experiments
public import Foundation
import Paper
import Reproducibility
import Synchronization

/// What the parts of a site were made from when they were last computed: a build computes only
/// those whose inputs have changed, and takes the others from the site in place.
///
/// A file counts as long as it stands there with the digest that it had. Verification computes
/// everything anew.
public final class PartCache: Sendable {
  private typealias Parts = [Digest: [String: Digest]]

  private static let format = "site-parts/1"
  private let file: URL
  private let folder: URL
  /// The program that computes: its bytes.
  private let program: Digest?
  private let known: Parts
  private let current = Mutex<Parts>([:])

  /// What `file` tells of the site in `folder`; nothing where there is no such file or it tells of
  /// another one.
  public init(file: URL, folder: URL) {
    (self.file, self.folder) = (file, folder)
    program = Bundle.main.executableURL.flatMap { try? Digest(ofFileAt: $0) }
    known = PartCache.read(file, of: folder)
  }

  private struct Contents: Codable {
    var format: String, folder: String
    var parts: [String: [String: Digest]]
  }

  private static func read(_ file: URL, of folder: URL) -> Parts {
    guard let data = try? Data(contentsOf: file),
      let contents = try? JSONDecoder().decode(Contents.self, from: data),
      contents.format == format, contents.folder == folder.path
    else { return [:] }
    return Dictionary(
      contents.parts.compactMap { name, files in Digest(hex: name).map { ($0, files) } }
    ) { first, _ in first }
  }

  /// The files of a part: those in place if they were made from the same inputs by this program,
  /// else what `make` makes.
  ///
  /// - Parameters:
  ///   - inputs: what the part depends on besides the program, in words and digests; nil where that
  ///     is not known.
  ///   - make: computes the files.
  /// - Returns: the files.
  /// - Throws: what `make` throws.
  func files(madeFrom inputs: [String]?, make: () throws -> [SiteFile]) throws -> [SiteFile] {
    guard let program, let inputs else { return try make() }
    let key = Digest(of: ([program.description] + inputs).joined(separator: "\n"))
    let files = try inPlace(key) ?? make()
    let digests = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.digest) })
    current.withLock { $0[key] = digests }
    return files
  }

  private func inPlace(_ key: Digest) -> [SiteFile]? {
    guard let digests = known[key] else { return nil }
    let files = digests.sorted { $0.key < $1.key }.compactMap { path, digest -> SiteFile? in
      guard let bytes = try? Data(contentsOf: folder.appending(path: path)) else { return nil }
      let file = SiteFile(path: path, bytes: Array(bytes))
      return file.digest == digest ? file : nil
    }
    return files.count == digests.count ? files : nil
  }

  /// Keeps what was asked for since this was made, for the next build.
  ///
  /// - Throws: an error of the disk.
  public func write() throws {
    let parts = current.withLock { $0 }
    if parts == known { return }
    let contents = Contents(
      format: PartCache.format, folder: folder.path,
      parts: Dictionary(uniqueKeysWithValues: parts.map { ("\($0.key)", $0.value) }))
    let text = try JSONValue(encoding: contents).canonicalText + "\n"
    try PartialFile.write(Array(text.utf8), to: file)
  }
}

/// What the parts of a site depend on.
struct PartInputs {
  /// Templates, libraries and formats.
  let frame: [String]
  /// Preset, calibration and progress.
  private let settings: [String]
  /// The whole study; nil if a record in it is not stored.
  let study: [String]?

  init(_ study: PaperStudy, templates: TemplateFolder, toolchain: Toolchain) throws {
    frame =
      ["templates \(templates.digest)"] + toolchain.entries.map { "\($0.name): \($0.version)" }
    settings = [
      "preset \(study.preset.rawValue)", "coarse \(study.grid.isCoarse)",
      "expense \(PartInputs.text(of: study.expense))",
      "calibration \(try study.grid.calibration.digest)",
      "costs \(study.costFile.map { "\($0.digest)" } ?? "none")",
    ]
    let sources = study.sources.values.sorted { $0.kind < $1.kind }.flatMap { source in
      ["\(source.kind), simulated \(source.isSimulated)"]
        + source.files.map { "\($0.name) \($0.digest)" }
    }
    let groups = study.panels + study.adversaries
    let records = groups.map(PartInputs.records) + [PartInputs.digests(study.records)]
    let others = frame + settings + sources
    let progress = study.progress.map(\.text) ?? "whole"
    let panels = study.panelProgress.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.text)" }
    self.study =
      records.contains { $0 == nil }
      ? nil : others + [progress] + panels + records.compactMap(\.self).flatMap(\.self)
  }

  private static func text(of expense: StudyExpense?) -> String {
    guard let expense else { return "unknown" }
    let bytes = expense.bytes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    let run = expense.run.map { "\($0.minutes) \($0.jobs) \($0.peakMegabytes)" } ?? "none"
    return "\(Digest(of: bytes.joined(separator: "\n"))), run \(run)"
  }

  /// What a chart of some panels depends on; nil if a record is not stored.
  func chart(of members: [PanelValues]) -> [String]? {
    let records = members.map { PartInputs.records($0.records) }
    return records.contains { $0 == nil }
      ? nil : frame + settings + records.compactMap(\.self).flatMap(\.self)
  }

  private static func records(_ panel: PanelRecords) -> [String]? {
    let plan = panel.panel.plan
    let series = panel.series.map { "\($0.name) \($0.budgets)" }
    return digests(panel.all).map {
      ["panel \(panel.panel.id), seeds \(panel.seeds) of \(plan.seeds)"] + series + $0
    }
  }

  private static func digests(_ records: [Record]) -> [String]? {
    let digests = records.map { record in record.contentDigest.map { "\(record.key) \($0)" } }
    return digests.contains { $0 == nil } ? nil : digests.compactMap(\.self)
  }
}
