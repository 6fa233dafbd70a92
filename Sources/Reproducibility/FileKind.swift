import Foundation

/// What stands at a path; it is never opened to find out, so that no pipe can make anybody wait.
public enum FileKind: Sendable, Equatable {
  /// Nothing, or nothing that can be looked at.
  case nothing
  /// A file with bytes or without.
  case regular
  /// A directory.
  case directory
  /// A symbolic link, wherever it leads.
  case link
  /// A pipe, a socket or a device.
  case special(String)

  /// What stands at that path.
  ///
  /// - Parameters:
  ///   - path: The path, absolute or from the working directory on.
  ///   - following: Whether a symbolic link stands for what it leads to. The default is false.
  public init(at path: String, following: Bool = false) {
    var status = stat()
    guard (following ? stat(path, &status) : lstat(path, &status)) == 0 else {
      self = .nothing
      return
    }
    self =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .link
      case S_IFIFO: .special("a named pipe")
      case S_IFSOCK: .special("a socket")
      case S_IFCHR, S_IFBLK: .special("a device")
      default: .special("no regular file")
      }
  }

  /// What it is, with its article, as in "a symbolic link".
  public var label: String {
    switch self {
    case .nothing: "nothing"
    case .regular: "a file"
    case .directory: "a directory"
    case .link: "a symbolic link"
    case .special(let label): label
    }
  }

  /// Whether writing a file there replaces nothing but a file.
  public var mayBeReplaced: Bool { self == .nothing || self == .regular }
}
