public import Foundation
public import Reproducibility

/// Files of one citation graph in the LINQS group's form: the same reading for each graph that has
/// a place and an option of its own.
///
/// A further graph is one further type with its kind, its names, its notice and its model, entered
/// in `SourceFormats.all`.
public protocol CitationFormat: SourceFormat {
  /// What the simulator makes up in place of genuine files.
  static var model: CitationModel { get }
}

extension CitationFormat {
  /// A graph is the two files of one directory.
  public static var readsSeveralPaths: Bool { false }

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
    Source(try CoraReader().graph(inFolder: try directory(of: paths)), kind: kind)
  }

  /// The digests of the two files in the one directory that the paths must name.
  ///
  /// - Throws: `CoraError`, or `DigestError` if a file cannot be read.
  public static func digests(paths: [String]) throws -> [Digest] {
    try CoraReader().digests(inFolder: try directory(of: paths))
  }

  private static func directory(of paths: [String]) throws(CoraError) -> String {
    guard let path = paths.first else { throw .file(SourceFileError("", .notGiven, .citations)) }
    precondition(paths.count == 1, "a citation graph is read from one directory, not \(paths)")
    return path
  }

  /// Writes the made-up graph of seed 0.
  ///
  /// - Throws: `SourceFileError` if something cannot be written.
  public static func simulate(into directory: URL) throws {
    try CitationSimulator(model).write(to: directory)
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

/// The LINQS group's Cora, or any other graph in its place.
public enum CoraFormat: CitationFormat {
  /// `.citations`.
  public static let kind = SourceKind.citations
  /// What a file, its directory and its option are called.
  public static let label = "citation file", directory = "cora", commandOption = "--cora"
  /// That the graph is made up.
  public static let simulationNotice = SimulationNotice(
    title: "Simulated citations",
    text: """
      The matching domain uses a made-up citation graph, since no genuine files were given. \
      Its numbers show how the program works and say nothing about real papers.
      """)
  /// Papers and citations as many as Cora has.
  public static let model = CitationModel.cora
}

/// The LINQS group's Citeseer, on which matching is run beside Cora.
public enum CiteseerFormat: CitationFormat {
  /// `.citeseer`.
  public static let kind = SourceKind.citeseer
  /// What a file, its directory and its option are called.
  public static let label = "Citeseer citation file", directory = "citeseer"
  /// The option of its directory.
  public static let commandOption = "--citeseer"
  /// That the graph is made up.
  public static let simulationNotice = SimulationNotice(
    title: "Simulated Citeseer",
    text: """
      The second citation graph of the matching domain is made up, since no genuine files of \
      Citeseer were given. Its numbers show how the program works and say nothing about real papers.
      """)
  /// Papers, citations and dirt as much as Citeseer has.
  public static let model = CitationModel.citeseer
}

extension ExpectedFiles {
  /// The files of a citation graph.
  static let citations = ExpectedFiles(
    label: CoraFormat.label, place: "the folder that holds a .content and a .cites file",
    renewal: "get it again", text: "a text", contents: "the folder of the files inside")
}

extension SourceKind {
  /// Papers of Cora and who cites whom: the content is a `CitationGraph`.
  public static let citations = SourceKind(rawValue: "citations")
  /// Papers of Citeseer and who cites whom: the content is a `CitationGraph`.
  public static let citeseer = SourceKind(rawValue: "citeseer")
}

extension Source {
  /// A citation graph, with the files that it was read from; the kind is by default `.citations`.
  public init(
    _ graph: CitationGraph, kind: SourceKind = .citations, isSimulated: Bool = false
  ) {
    self.init(kind: kind, files: graph.files, isSimulated: isSimulated, content: graph)
  }
}

extension Sources {
  /// The citation graph of Cora's kind; nil if it is not here.
  public var citations: CitationGraph? { citations(of: .citations) }

  /// The citation graph of a kind; nil if it is not here.
  public func citations(of kind: SourceKind) -> CitationGraph? {
    self[kind]?.content as? CitationGraph
  }
}
