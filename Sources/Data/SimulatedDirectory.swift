import Foundation
import Reproducibility

/// The directory that a simulator writes its files into.
///
/// Each file is written under a temporary name and then renamed; files of the same names are
/// replaced, others stay. A listing with digests comes last: without it the set is not there, and
/// with it the set can be told from a part of it.
struct SimulatedDirectory {
  private let url: URL
  private let expected: ExpectedFiles
  private var digests: [String: Digest] = [:]
  private static let readme = "README.txt"
  /// The listing, one line per file in the form of `sha256sum`.
  static let listing = "SHA256SUMS"

  /// The directory at that place, which is made if it does not exist.
  init(_ url: URL, for expected: ExpectedFiles) throws(SourceFileError) {
    (self.url, self.expected) = (url, expected)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw SourceFileError(url.path, .unwritable("the folder cannot be made"), expected)
    }
    PartialFile.removeLeftovers(in: url)
    // While files are replaced, there is no set.
    unlink(url.appending(path: Self.listing).path)
  }

  /// The files of a set that was finished there, with their digests; nil without a listing.
  static func listed(in url: URL) -> [String: Digest]? {
    guard let data = FileManager.default.contents(atPath: url.appending(path: listing).path)
    else { return nil }
    var digests: [String: Digest] = [:]
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let digest = Digest(hex: String(parts[0])) else { return nil }
      digests[parts[1].trimmingCharacters(in: .whitespaces)] = digest
    }
    return digests
  }

  /// The digests of files as they are now.
  ///
  /// - Throws: `DigestError` if one cannot be read.
  static func digests(of names: some Sequence<String>, in url: URL) throws -> [String: Digest] {
    try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Digest(ofFileAt: url.appending(path: $0))) })
  }

  /// Whether all files of a set that was finished there still are.
  static func isComplete(_ url: URL) -> Bool {
    guard let listed = listed(in: url), listed[readme] != nil else { return false }
    return listed.keys.allSatisfy { FileKind(at: url.appending(path: $0).path) == .regular }
  }

  mutating func put(_ bytes: [UInt8], as name: String) throws(SourceFileError) {
    let file = url.appending(path: name)
    let there = FileKind(at: file.path)
    guard there.mayBeReplaced else {
      throw SourceFileError(file.path, .unwritable("\(there.label) stands there"), expected)
    }
    do {
      try PartialFile.write(bytes, to: file)
    } catch {
      throw SourceFileError(file.path, .unwritable("the file cannot be made or renamed"), expected)
    }
    digests[name] = Digest(ofBytes: bytes)
  }

  /// Writes the `README.txt` that says that everything is simulated, and the listing.
  mutating func finish(readme: String) throws(SourceFileError) {
    try put(Array(readme.utf8), as: Self.readme)
    let lines = digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }
    try put(Array(lines.joined().utf8), as: Self.listing)
  }
}
