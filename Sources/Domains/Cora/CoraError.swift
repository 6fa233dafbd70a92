/// Why citation files, or a request to them, are refused.
public enum CoraError: Error, Equatable, Sendable {
  /// A path that no citations can be read from, or nothing can be written to.
  case unusable(path: String, PathProblem)
  /// A line that is not what such a file holds.
  case line(path: String, line: Int, LineProblem)
  /// A paper that is described twice.
  case repeatedPaper(id: String, path: String, first: Int, second: Int)
  /// Fewer papers than the instances need.
  case tooFewPapers(found: Int, instances: Int, nodes: Int)
  /// METIS gave up, with its status.
  case notPartitioned(status: Int)

  /// What is wrong with a path.
  public enum PathProblem: Equatable, Sendable {
    /// Nothing is there.
    case missing
    /// It is a file where a folder is wanted.
    case noFolder
    /// The system refuses, for this reason.
    case unreadable(String)
    /// The system refuses to write, for this reason.
    case unwritable(String)
    /// The folder holds that many files of this ending, where one is wanted.
    case files(ending: String, found: Int)
    /// The file has no bytes, or no lines but empty ones.
    case emptyFile
    /// The file is an archive, or holds bytes that no text has.
    case noText
  }

  /// What is wrong with a line.
  public enum LineProblem: Equatable, Sendable {
    /// A paper's line has another number of fields than the first one.
    case fieldCount(found: Int, expected: Int)
    /// A paper's line is too short to hold an identifier, a word and a class.
    case tooFewFields(found: Int)
    /// A word's field, counted from 1, that is neither 0 nor 1.
    case word(field: Int, text: String)
    /// A field of this name that has no text.
    case blank(field: String)
    /// A citation's line that does not hold two identifiers.
    case citation(fields: Int)
  }
}

extension CoraError: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unusable(let path, let problem):
      problem.sentence(about: path)
    case .line(let path, let line, let problem):
      "\(path), line \(line): \(problem.sentence)."
    case .repeatedPaper(let id, let path, let first, let second):
      "\(path), line \(second): the paper \"\(id)\" has been described in line \(first) already, "
        + "remove one of the two lines."
    case .tooFewPapers(let found, let instances, let nodes):
      "The citation files hold \(found) papers, too few for \(instances) instances of \(nodes) papers "
        + "each, which take \(instances * nodes): give a larger citation graph."
    case .notPartitioned(let status):
      "METIS could not divide the citation graph (status \(status)): check the memory at hand."
    }
  }
}

extension CoraError.PathProblem {
  func sentence(about path: String) -> String {
    switch self {
    case .missing:
      "\(path) does not exist: give the folder that holds a .content and a .cites file."
    case .noFolder:
      "\(path) is not a folder: give the folder that holds a .content and a .cites file."
    case .unreadable(let reason):
      "\(path) cannot be read (\(reason)): check what it is and its permissions."
    case .unwritable(let reason):
      "\(path) cannot be written (\(reason)): choose a folder that may be written to."
    case .files(let ending, let found):
      found == 0
        ? "\(path) holds no file whose name ends in .\(ending): give the folder that holds one, "
          + "folders inside it are not searched."
        : "\(path) holds \(found) files whose names end in .\(ending): leave one of them there."
    case .emptyFile:
      "\(path) is empty: get it again."
    case .noText:
      "\(path) is no text, its beginning holds bytes that no text has: unpack it if it is an archive."
    }
  }
}

extension CoraError.LineProblem {
  var sentence: String {
    switch self {
    case .fieldCount(let found, let expected):
      "the line has \(found) fields where the first one has \(expected), correct or remove it"
    case .tooFewFields(let found):
      "the line has \(found) \(found == 1 ? "field" : "fields") where an identifier, words and a class "
        + "separated by tabs are wanted, give a .content file of that form"
    case .word(let field, let text):
      "field \(field) is \"\(text)\" where a word is 0 or 1, correct it"
    case .blank(let field):
      "the \(field) is blank, correct or remove the line"
    case .citation(let fields):
      "a citation is two identifiers separated by a tab, but the line has \(fields) "
        + "\(fields == 1 ? "field" : "fields"), correct or remove it"
    }
  }
}
