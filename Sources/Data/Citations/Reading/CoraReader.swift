import Foundation
public import Reproducibility

/// Reads a citation graph in one of the LINQS group's two forms: a `.content` and a `.cites` file
/// in a folder, as of Cora, or a `.paper.tab` and a `.cites.tab` file, as of PubMed Diabetes.
///
/// Identifiers are any texts; all else is in `CitationReport.rules`. Each file is read whole and
/// parsed once from front to back.
/// - SeeAlso: Sen et al. (2008), Collective Classification in Network Data.
public struct CoraReader: Sendable {
  /// Makes a reader.
  public init() {}

  /// Reads the two files in a folder.
  ///
  /// - Throws: `CoraError` at the first file or line that is refused.
  public func graph(inFolder folder: String) throws(CoraError) -> CitationGraph {
    let (form, names) = try CoraError.naming(try files(inFolder: folder))
    let (contentFile, content) = try read(names[0], in: folder) {
      (bytes, path) throws(CoraError) in
      switch form {
      case .cora: try ContentFile(bytes, path: path)
      case .tab: try TabFiles.content(bytes, path: path)
      }
    }
    let (citesFile, cites) = try read(names[1], in: folder) { (bytes, path) throws(CoraError) in
      switch form {
      case .cora: try CitesFile(bytes, path: path)
      case .tab: try TabFiles.citations(bytes, path: path)
      }
    }
    return CitationGraph(
      content, try KnownCitations(cites, of: content), files: [contentFile, citesFile])
  }

  /// The digests of the two files in a folder, which are not read otherwise: equal to those of a
  /// graph's files, unless these have changed.
  ///
  /// - Throws: `CoraError`, or `DigestError` if a file cannot be read.
  public func digests(inFolder folder: String) throws -> [Digest] {
    try CoraError.naming(try files(inFolder: folder)).names.map {
      try Digest(ofFileAt: URL(filePath: InputFile.joined(folder, $0)))
    }
  }

  /// The names of the files: content, then citations.
  private func files(
    inFolder folder: String
  ) throws(SourceFileError) -> (form: CitationForm, names: [String]) {
    let expected = ExpectedFiles.citations
    guard try InputFile.isDirectory(folder, expected) else {
      throw SourceFileError(folder, .notDirectory, expected)
    }
    func holds(_ form: CitationForm) -> Bool {
      InputFile.isAny(ending: form.endings, inDirectory: folder)
    }
    let form = holds(.tab) && !holds(.cora) ? CitationForm.tab : .cora
    var names: [String] = []
    for ending in form.endings {
      let found = try InputFile.members(ofDirectory: folder, ending: ending, expected)
      if found.isEmpty { throw SourceFileError(folder, .withoutFile(ending: ending), expected) }
      guard found.count == 1 else {
        throw SourceFileError(folder, .severalFiles(ending: ending, found: found.count), expected)
      }
      names += found
    }
    return (form, names)
  }

  private func read<Content>(
    _ name: String, in folder: String,
    _ parse: (UnsafeBufferPointer<UInt8>, String) throws(CoraError) -> Content
  ) throws(CoraError) -> (SourceFile, Content) {
    let path = InputFile.joined(folder, name)
    var read = try CoraError.naming(try StreamedFile(path: path, ExpectedFiles.citations))
    do { try read.readAll() } catch { throw .file(error) }
    let content = try parse(read.bytes, path)
    // The digest is that of the bytes that were parsed, whatever becomes of the file.
    let file = SourceFile(
      name: folder.hasPrefix("/") ? name : path, bytes: read.bytes.count,
      digest: Digest(ofBytes: read.bytes))
    return (file, content)
  }
}

/// The forms that citation files have.
enum CitationForm: CaseIterable {
  /// That of Cora.
  case cora
  /// That of PubMed Diabetes.
  case tab

  /// How the names of the files end: content, then citations.
  var endings: [String] {
    switch self {
    case .cora: [".content", ".cites"]
    case .tab: [".paper.tab", ".cites.tab"]
    }
  }
}
