public import Foundation
public import Reproducibility

/// What a command and a page need to know of one kind of source files, and how these are read.
///
/// A format is declared beside its reader and entered in `SourceFormats.all`; the type has no
/// values. Files of a repository are in `data/<directory>`, made-up ones in
/// `data/simulated/<directory>`.
public protocol SourceFormat: Sendable {
  /// The kind of the files.
  static var kind: SourceKind { get }
  /// What one of the files is called, such as "price file".
  static var label: String { get }
  /// The directory below `data` and `data/simulated`, such as "quandl".
  static var directory: String { get }
  /// The option of the command line that gives paths, such as "--prices".
  static var commandOption: String { get }
  /// Whether that option takes several paths, which are then read together.
  static var readsSeveralPaths: Bool { get }
  /// What pages say where the files are simulated.
  static var simulationNotice: SimulationNotice { get }

  /// Whether a directory holds a file that has the name of one of this format.
  ///
  /// False for anything that is not a directory, or that cannot be listed.
  static func holdsFiles(directory: URL) -> Bool

  /// Reads the files at those paths; they count as genuine.
  ///
  /// - Throws: an error whose description is one sentence that names the file, and the line where
  ///   there is one.
  static func read(paths: [String]) throws -> Source

  /// The digests of the files at those paths, which are not read otherwise: equal to those of what
  /// `read(paths:)` gives unless files have changed, come or gone.
  ///
  /// - Throws: an error that names the path or file that cannot be read.
  static func digests(paths: [String]) throws -> [Digest]

  /// Writes made-up files, always the same ones, a `README.txt` that says so, and last of all a
  /// listing with their digests.
  ///
  /// The directory is made if it does not exist.
  /// - Throws: `SourceFileError` if something cannot be written.
  static func simulate(into directory: URL) throws

  /// What source data of this kind hold, in lines of plain text; each line ends with a line end.
  static func inspection(of source: Source) -> String

  /// What of source data of this kind was looked for, and what looks wrong, for a page.
  static func remarks(on source: Source) -> [SourceRemark]
}

/// What pages say where source files of a kind are simulated.
public struct SimulationNotice: Sendable, Equatable {
  /// The title, such as "Simulated prices".
  public let title: String
  /// What follows from it, in sentences.
  public let text: String
}

extension SourceFormat {
  /// Whether a directory holds everything that `simulate(into:)` writes; contents are not looked
  /// at.
  public static func holdsSimulation(directory: URL) -> Bool {
    holdsFiles(directory: directory) && SimulatedDirectory.isComplete(directory)
  }

  /// Reads the made-up files of a directory, which are written first where they are not all there
  /// or not what was written.
  ///
  /// - Parameters:
  ///   - directory: where they are.
  ///   - writing: whether anything may be written. The default is true.
  /// - Returns: the files' contents, marked as simulated.
  /// - Throws: `SourceFileError` if something cannot or may not be written, or if files are there
  ///   that were not made here.
  public static func simulation(in directory: URL, writing: Bool = true) throws -> Source {
    do {
      return try wholeSimulation(in: directory)
    } catch let error as SourceFileError {
      guard writing, case .altered = error.problem else { throw error }
    }
    try simulate(into: directory)
    return try wholeSimulation(in: directory)
  }

  /// The made-up files of a directory.
  ///
  /// - Throws: `SourceFileError` if they are not all there or not what was written, or if files are
  ///   there that were not made here.
  private static func wholeSimulation(in directory: URL) throws -> Source {
    func altered(_ name: String? = nil) -> SourceFileError {
      SourceFileError(directory.path, .altered(name), .simulated(label))
    }
    guard holdsSimulation(directory: directory) else { throw altered() }
    let listed = SimulatedDirectory.listed(in: directory) ?? [:]
    // What cannot be read any more is another file than the one that was written.
    let digests = try? SimulatedDirectory.digests(of: listed.keys, in: directory)
    if let name = listed.keys.sorted().first(where: { digests?[$0] != listed[$0] }) {
      throw altered(name)
    }
    var source = try read(paths: [directory.path])
    if let file = source.files.first(where: { listed[lastName($0)] == nil }) {
      throw SourceFileError(directory.path, .foreign(lastName(file)), .simulated(label))
    }
    if let file = source.files.first(where: { listed[lastName($0)] != $0.digest }) {
      throw altered(lastName(file))
    }
    source.isSimulated = true
    return source
  }

  private static func lastName(_ file: SourceFile) -> String {
    URL(filePath: file.name).lastPathComponent
  }
}
