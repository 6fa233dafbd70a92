import Experiments
import Foundation
import Reproducibility
import Site

/// What is found in a pack of records.
struct PackCheck {
  let checks: [Check]

  /// Reads a pack whole.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - manifest: of the site whose records it should hold; nil for none.
  /// - Throws: `TapeArchiveError` or `RecordPackError` where it is not a pack.
  init(_ url: URL, against manifest: SiteManifest?) async throws {
    let audit = try await RecordPack.audit(url)
    let kind = "\(url.lastPathComponent), \(audit.manifest.title)"
    var checks = audit.entries.map { entry in
      Check(
        kind, entry.name, !entry.isThere ? .missing : entry.reason.isEmpty ? .same : .changed,
        note: entry.reason)
    }
    let site = "\(kind), against the site"
    guard let manifest, manifest.preset?.rawValue == audit.manifest.preset else {
      let note =
        manifest.map {
          let study = $0.preset.map { "preset \($0.rawValue)" } ?? "another study"
          return "the site is of \(study), the pack of \(audit.manifest.preset)"
        } ?? "no site is here; give its directory with --site"
      checks.append(
        Check(
          site, English.counted(audit.manifest.records.count, "record"), .unchecked, note: note))
      self.checks = checks
      return
    }
    let known = Dictionary(manifest.inputs.records.map { ($0.key, $0) }) { first, _ in first }
    for item in audit.manifest.records {
      let wanted = known[item.key]
      let isSame = wanted?.content == item.content && wanted?.dataset == item.dataset
      checks.append(
        Check(
          site, item.label, wanted == nil ? .unexpected : isSame ? .same : .changed,
          note: wanted == nil
            ? "the site was made without it" : isSame ? "" : "the site was made from other contents"
        ))
    }
    self.checks = checks
  }
}
