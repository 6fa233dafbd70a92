/// Why citation files are refused.
public enum CoraError: Error, Equatable, Sendable {
  /// A path that no citations can be read from.
  case file(SourceFileError)
  /// A line that is not what such a file holds.
  case line(path: String, line: Int, LineProblem)
  /// A paper that is described twice.
  case repeatedPaper(id: String, path: String, first: Int, second: Int)
  /// Citations of which fewer than half name two papers that are described.
  case unrelated(cites: String, content: String, Mismatch)

  /// Two files that hardly know each other's papers.
  public struct Mismatch: Equatable, Sendable {
    /// Citations read.
    public var citations: Int
    /// Those that name two papers that are described.
    public var known: Int
    /// A paper that is cited and not described, as it is written.
    public var cited: String
    /// A paper that is described, as it is written; one that resembles the cited one if there is
    /// any.
    public var described: String
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
    /// A line of a `.tab` file that lacks what it should hold.
    case tab(String)
  }
}

extension CoraError: SourceFormatError, CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .line(let path, let line, let problem): "\(path), line \(line): \(problem.sentence)."
    case .repeatedPaper(let id, let path, let first, let second):
      "\(path), line \(second): the paper \"\(id)\" has been described in line \(first) already, "
        + "remove one of the two lines."
    case .unrelated(let cites, let content, let mismatch):
      "\(cites): only \(mismatch.known) of \(mismatch.citations) citations name two papers that "
        + "\(content) describes, a paper is called \"\(mismatch.cited)\" there and "
        + "\"\(mismatch.described)\" here: give two files that belong together and spell "
        + "identifiers alike."
    }
  }
}

extension CoraError.LineProblem {
  var sentence: String {
    switch self {
    case .fieldCount(let found, let expected):
      "the line has \(found) fields where the first one has \(expected), correct or remove it"
    case .tooFewFields(let found):
      "the line has \(found) \(found == 1 ? "field" : "fields") where an identifier, words and a "
        + "class separated by tabs are wanted, give a .content file of that form"
    case .word(let field, let text):
      "field \(field) is \"\(text)\" where a word is 0 or 1, correct it"
    case .blank(let field): "the \(field) is blank, correct or remove the line"
    case .citation(let fields):
      "a citation is two identifiers separated by a tab, but the line has \(fields) "
        + "\(fields == 1 ? "field" : "fields"), correct or remove it"
    case .tab(let wanted):
      "the line lacks \(wanted) as the files of PubMed Diabetes have it, correct it"
    }
  }
}
