public import Foundation
public import Reproducibility

/// Citation files in the form of the LINQS group's Cora.
public enum CitationFormat: SourceFormat {
  /// `.citations`.
  public static let kind = SourceKind.citations
  /// What a file, its directory and its option are called.
  public static let label = "citation file", directory = "cora", commandOption = "--cora"
  /// A graph is the two files of one directory.
  public static let readsSeveralPaths = false
  /// That the graph is made up.
  public static let simulationNotice = SimulationNotice(
    title: "Simulated citations",
    text: """
      The matching domain uses a made-up citation graph, since no genuine files were given. \
      Its numbers show how the program works and say nothing about real papers.
      """)

  static let expected = ExpectedFiles(
    label: label, place: "the folder that holds a .content and a .cites file",
    renewal: "get it again", text: "a text", contents: "the folder of the files inside")

  /// Whether a directory holds a `.content` or a `.cites` file, or one of PubMed's `.tab` files.
  public static func holdsFiles(directory: URL) -> Bool {
    InputFile.isAny(
      ending: CitationForm.allCases.flatMap(\.endings), inDirectory: directory.path)
  }

  /// Reads the graph in the one directory that the paths must name; the content is a
  /// `CitationGraph`.
  ///
  /// - Throws: `CoraError` at the first file or line that is refused.
  public static func read(paths: [String]) throws -> Source {
    Source(try CoraReader().graph(inFolder: try directory(of: paths)))
  }

  /// The digests of the two files in the one directory that the paths must name.
  ///
  /// - Throws: `CoraError`, or `DigestError` if a file cannot be read.
  public static func digests(paths: [String]) throws -> [Digest] {
    try CoraReader().digests(inFolder: try directory(of: paths))
  }

  private static func directory(of paths: [String]) throws(CoraError) -> String {
    guard let path = paths.first else { throw .file(SourceFileError("", .notGiven, expected)) }
    precondition(paths.count == 1, "a citation graph is read from one directory, not \(paths)")
    return path
  }

  /// Writes the made-up graph of seed 0.
  ///
  /// - Throws: `SourceFileError` if something cannot be written.
  public static func simulate(into directory: URL) throws {
    try CitationSimulator().write(to: directory)
  }

  /// The two files, then the graph.
  public static func inspection(of source: Source) -> String {
    (source.content as? CitationGraph).map { CitationInspection(of: $0).text } ?? ""
  }

  /// What speaks against the classes, and whether identifiers were compared as numbers.
  public static func remarks(on source: Source) -> [SourceRemark] {
    (source.content as? CitationGraph)?.remarks ?? []
  }
}

extension SourceKind {
  /// Papers and who cites whom: the content is a `CitationGraph`.
  public static let citations = SourceKind(rawValue: "citations")
}

extension Source {
  /// A citation graph, with the files that it was read from.
  public init(_ graph: CitationGraph, isSimulated: Bool = false) {
    self.init(kind: .citations, files: graph.files, isSimulated: isSimulated, content: graph)
  }
}

extension Sources {
  /// The citation graph; nil if it is not here.
  public var citations: CitationGraph? { self[.citations]?.content as? CitationGraph }
}
