import Foundation
import Reproducibility

/// What a build notes in a site's folder before it changes anything there, and removes at the end:
/// the digests of all files that it is going to write.
///
/// A build that comes after one that was stopped knows by it which files are a build's own. Files
/// appear whole or not at all, so that each has either a digest noted, or that of the site before.
struct UnfinishedSite {
  /// The note's name.
  static let name = ".unfinished-site.json"

  private let url: URL

  /// The note in a folder.
  init(in folder: URL) { url = folder.appending(path: UnfinishedSite.name) }

  /// The digests noted, by path, of every build that was stopped; none where none was.
  var files: [String: Set<Digest>] {
    guard FileKind(at: url.path) == .regular,
      let data = FileManager.default.contents(atPath: url.path)
    else { return [:] }
    return (try? JSONDecoder().decode([String: Set<Digest>].self, from: data)) ?? [:]
  }

  /// Notes what will be written, beside what earlier builds have noted.
  ///
  /// - Throws: what encoding or writing throws.
  func begin(_ files: [SiteFile]) throws {
    var noted = self.files.mapValues { $0.sorted() }
    for file in files where noted[file.path]?.contains(file.digest) != true {
      noted[file.path, default: []].append(file.digest)
    }
    try PartialFile.write(Array(try JSONValue(encoding: noted).canonicalText.utf8), to: url)
  }

  /// Removes the note: the site is whole.
  func end() { unlink(url.path) }
}
