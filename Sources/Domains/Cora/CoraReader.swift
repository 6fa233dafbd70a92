import Reproducibility

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads a citation graph in the form of the LINQS group's Cora: one `.content` and one `.cites` file in a folder.
///
/// Identifiers are any texts; all else is in `CitationReport.rules`. Each file is mapped and read once from front to back.
/// - SeeAlso: Sen et al. (2008), Collective Classification in Network Data.
public struct CoraReader: Sendable {
  /// Makes a reader.
  public init() {}

  /// Reads the two files in a folder.
  ///
  /// - Throws: `CoraError` at the first file or line that is refused.
  public func graph(inFolder folder: String) throws(CoraError) -> CitationGraph {
    let names = try names(inFolder: folder)
    let (contentSource, content) = try read(names[0], in: folder) {
      (bytes, path) throws(CoraError) in try ContentFile(bytes, path: path)
    }
    let (citesSource, cites) = try read(names[1], in: folder) {
      (bytes, path) throws(CoraError) in
      try CitesFile(bytes, path: path, papers: content.index)
    }
    return CitationGraph(content, cites, sources: [contentSource, citesSource])
  }

  /// The digests of the two files in a folder, which are not read otherwise: equal to those of a graph's sources, unless the files
  /// have changed.
  ///
  /// - Throws: `CoraError`, or `DigestError` if a file cannot be read.
  public func digests(inFolder folder: String) throws -> [Digest] {
    try names(inFolder: folder).map {
      try Digest(ofFileAt: URL(filePath: CoraReader.joined(folder, $0)))
    }
  }

  /// Content, then citations.
  private func names(inFolder folder: String) throws(CoraError) -> [String] {
    try ["content", "cites"].map { (ending) throws(CoraError) in
      try file(ending: ending, in: folder)
    }
  }

  private static func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  private func file(ending: String, in folder: String) throws(CoraError) -> String {
    let manager = FileManager.default
    guard manager.fileExists(atPath: folder) else { throw .unusable(path: folder, .missing) }
    guard manager.fileExists(atPath: folder + "/.") else {
      throw .unusable(path: folder, .noFolder)
    }
    let members: [String]
    do {
      members = try manager.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unusable(path: folder, .unreadable("the folder cannot be listed"))
    }
    let found = members.filter { $0.hasSuffix("." + ending) && !$0.hasPrefix(".") }
    guard found.count == 1 else {
      throw .unusable(path: folder, .files(ending: ending, found: found.count))
    }
    return found[0]
  }

  private func read<Content>(
    _ name: String, in folder: String,
    _ parse: (UnsafeBufferPointer<UInt8>, String) throws(CoraError) -> Content
  ) throws(CoraError) -> (CitationSource, Content) {
    let path = CoraReader.joined(folder, name)
    let file = try mapped(path)
    let content = try parse(file.bytes, path)
    let digest: Digest
    do {
      digest = try Digest(ofFileAt: URL(filePath: path))
    } catch {
      throw .unusable(path: path, .unreadable("it changed while it was read"))
    }
    let source = CitationSource(
      name: folder.hasPrefix("/") ? name : path, bytes: file.bytes.count, digest: digest)
    return (source, content)
  }

  private func mapped(_ path: String) throws(CoraError) -> MappedFile {
    do throws(QuandlError) {
      return try MappedFile(path: path)
    } catch .unusable(_, .emptyFile) {
      throw .unusable(path: path, .emptyFile)
    } catch .unusable(_, .unreadable(let reason)) {
      throw .unusable(path: path, .unreadable(reason))
    } catch {
      throw .unusable(path: path, .missing)
    }
  }
}
