import Reproducibility

/// Why a file of arrays could not be read or written.
public enum StorageError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be opened: it is missing, forbidden, cut off, or not an HDF5 file.
  case unreadable(file: String, reason: String)
  /// Another program wrote a file that must be one of this program's: a record, a data set, a
  /// result.
  case foreign(file: String, found: String)
  /// Another program has the file open for writing, or ended without closing it.
  case beingWritten(file: String)
  /// The file cannot be written; what stood there before is untouched.
  case unwritable(file: String, reason: String)
  /// An object of the file cannot be read.
  case damaged(file: String, object: String, reason: String)
  /// An object is of a kind that has no counterpart here.
  case unsupported(file: String, object: String, found: String)
  /// The file lacks an object or attribute that was asked for.
  case missing(file: String, object: String)
  /// The contents are not those that were written.
  case altered(file: String, stored: String, computed: Digest)

  /// What is wrong, in which file and object, and what to do.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "The file \(file) cannot be opened as HDF5 (\(reason)); check that it exists and is complete."
    case .foreign(let file, let found):
      "The file \(file) was not written by this program (\(found)); remove it, or make it anew."
    case .beingWritten(let file):
      "The file \(file) is open for writing in another program, or that ended without closing it; "
        + "close it there, or clear the mark with h5clear -s."
    case .unwritable(let file, let reason):
      "The file \(file) cannot be written (\(reason)); check its folder and the space left there."
    case .damaged(let file, let object, let reason):
      "\(Self.named(object)) in the file \(file) cannot be read (\(reason)); make the file anew."
    case .unsupported(let file, let object, let found):
      "\(Self.named(object)) in the file \(file) is \(found), which is not read here; "
        + "store 64-bit floats, integers or UTF-8 text."
    case .missing(let file, let object):
      "The file \(file) has no \(object); add it, or make the file anew."
    case .altered(let file, let stored, let computed):
      "The contents of the file \(file) have the digest \(computed) instead of the stored "
        + "\(stored); make the file anew."
    }
  }

  /// Paths need a noun, attributes bring theirs.
  private static func named(_ object: String) -> String {
    object.hasPrefix("/") ? "The object \(object)" : object
  }
}
