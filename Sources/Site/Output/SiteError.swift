/// Why a site cannot be made or written.
public enum SiteError: Error, Equatable, CustomStringConvertible {
  /// A template or the style sheet is missing or cannot be read.
  case unreadable(file: String, reason: String)
  /// A template is not well-formed.
  case malformed(template: String, line: Int, reason: String)
  /// The manifest of the site in place is not one.
  case unreadableManifest(file: String, reason: String)
  /// Another version of this program wrote the site in place, with a manifest of another format.
  case otherFormat(folder: String, there: String)
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
      "The file \(file) cannot be read (\(reason)); it belongs to the directory Templates of the "
        + "repository, restore it there."
    case .malformed(let template, let line, let reason):
      "The template \(template) is not well-formed at line \(line) (\(reason)); correct the tag "
        + "there."
    case .unreadableManifest(let file, let reason):
      "The file \(file) is not the manifest of a site (\(reason)); \(SiteError.remedy)."
    case .otherFormat(let folder, let there):
      "The site in \(folder) was written by another version of this program (its manifest has the "
        + "format \(there), not \(SiteManifest.format)); \(SiteError.remedy)."
    case .otherSources(let folder, let there, let new):
      "The site in \(folder) was made from other source files (\(there)) than these (\(new)); "
        + "\(SiteError.remedy)."
    case .foreignFile(let path, let folder):
      "The file \(path) in \(folder) was not written by this program, which would replace it; move "
        + "it away, or overwrite it with --force."
    case .unwritable(let file, let reason):
      "The file \(file) cannot be written (\(reason)); check its directory and the permissions."
    }
  }

  private static let remedy =
    "choose another directory with --output, or overwrite the site with --force"
}
