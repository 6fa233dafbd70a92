/// Why a site cannot be made or written.
public enum SiteError: Error, Equatable, CustomStringConvertible {
  /// A template or the style sheet is missing or cannot be read.
  case unreadable(file: String, reason: String)
  /// A template is not well-formed.
  case malformed(template: String, line: Int, reason: String)
  /// The manifest of the site in place is none.
  case unreadableManifest(file: String, reason: String)
  /// The site in place was made from other source files.
  case otherSources(folder: String, there: String, new: String)
  /// A file in place that no build wrote has the name of one to be written.
  case foreignFile(path: String, folder: String)
  /// The disk refused a file.
  case unwritable(file: String, reason: String)

  /// What is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "The file \(file) cannot be read (\(reason)); it belongs to the folder Templates of the repository, restore it there."
    case .malformed(let template, let line, let reason):
      "The template \(template) is not well-formed at line \(line) (\(reason)); correct the tag there."
    case .unreadableManifest(let file, let reason):
      "The file \(file) is no manifest of a site (\(reason)); remove it, choose another folder or overwrite the site by force."
    case .otherSources(let folder, let there, let new):
      "The site in \(folder) was made from other source files (\(there)) than these (\(new)); choose another folder or overwrite it by force."
    case .foreignFile(let path, let folder):
      "The file \(path) in \(folder) was not written by this program, which would replace it; move it away or overwrite it by force."
    case .unwritable(let file, let reason):
      "The file \(file) cannot be written (\(reason)); check the folder and its permissions."
    }
  }
}
