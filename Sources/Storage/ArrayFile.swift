import Foundation
import Reproducibility

/// The contents of one HDF5 file: named arrays in groups, and attributes.
///
/// Groups are implied by the paths of what is in them. The bytes of a written file depend on this
/// value alone (and on the versions of HDF5 and zlib): not on the time, the place or the order of
/// insertion.
///
/// ```swift
/// var file = ArrayFile(schema: "example/1", title: "An example")
/// file.arrays["/train/features"] = NamedArray([0.5, 1, 2, 4], shape: [2, 2])
/// try await file.write(to: url)
/// ```
public struct ArrayFile: Sendable, Equatable {
  /// The root attribute that holds `contentDigest`; checked here, never part of the value.
  public static let digestName = "content_sha256"
  /// The texts that the root must have to be written.
  public static let requiredNames = ["schema", "title", "made_by"]

  /// The arrays by absolute path, as in `/train/features`.
  public var arrays: [String: NamedArray]
  /// The attributes by name, by the absolute path of their group or array; `/` is the root.
  ///
  /// An empty set of attributes stands for a group that has neither members nor attributes.
  public var attributes: [String: [String: AttributeValue]]

  /// A file in memory, of the given arrays and attributes.
  public init(
    arrays: [String: NamedArray] = [:], attributes: [String: [String: AttributeValue]] = [:]
  ) {
    (self.arrays, self.attributes) = (arrays, attributes)
  }

  /// A file in memory with the root attributes that every written file has.
  public init(schema: String, title: String) {
    self.init(attributes: [
      "/": ["schema": .string(schema), "title": .string(title), "made_by": .string(Release.madeBy)]
    ])
  }

  /// The attributes of the root.
  public var rootAttributes: [String: AttributeValue] {
    get { attributes["/", default: [:]] }
    set { attributes["/"] = newValue }
  }

  /// Reads the whole file, which may come from elsewhere unless it is verified.
  ///
  /// Floating-point numbers and integers of any width are converted to 64 bits, truth values to 0
  /// and 1, texts of fixed and of variable length are read alike.
  /// - Parameters:
  ///   - url: The file.
  ///   - verifying: Whether it must be a file of this program whose contents agree with the stored
  ///     digest. The default is false, since files that were edited on purpose are to be read, too.
  ///   - needed: The arrays (as `/train/features`) and attributes (as `/training@steps`) that the
  ///     caller is going to use: anything else is passed over if it is of a kind that has no
  ///     counterpart here, such as other programs' tables, links and enumerations. The default is
  ///     nil: nothing is passed over.
  /// - Throws: `StorageError`, naming the file and the object.
  public init(
    contentsOf url: URL, verifying: Bool = false, needing needed: Set<String>? = nil
  ) async throws {
    let (file, stored) = try await HDF5Reader.contents(
      of: url.path, from: verifying ? .thisProgram : .anywhere, needing: needed)
    if verifying { try file.verify(against: stored, file: url.path) }
    self = file
  }

  /// Reads the attributes of the root of a file of this program, the stored digest among them.
  ///
  /// - Throws: `StorageError`, naming the file and the attribute; `StorageError.foreign` if other
  ///   programs wrote it.
  public static func rootAttributes(of url: URL) async throws -> [String: AttributeValue] {
    try await HDF5Reader.rootAttributes(of: url.path)
  }

  /// Reads the whole file and compares its contents with the stored digest, which is returned.
  ///
  /// - Throws: `StorageError.altered` if they differ, `StorageError.missing` if there is no digest,
  ///   `StorageError.foreign` if other programs wrote it.
  @discardableResult
  public static func verifyDigest(of url: URL) async throws -> Digest {
    try await verified(of: url).digest
  }

  /// Reads the whole file, whose contents must agree with the stored digest.
  ///
  /// - Returns: What was read, and the digest.
  /// - Throws: `StorageError.altered` if they differ, `StorageError.missing` if there is no digest,
  ///   `StorageError.foreign` if other programs wrote it.
  public static func verified(of url: URL) async throws -> (file: ArrayFile, digest: Digest) {
    let (file, stored) = try await HDF5Reader.contents(of: url.path, from: .thisProgram)
    return (file, try file.verify(against: stored, file: url.path))
  }

  @discardableResult
  private func verify(against stored: AttributeValue?, file: String) throws -> Digest {
    guard let stored else {
      throw StorageError.missing(file: file, object: "attribute \(Self.digestName)")
    }
    let computed = contentDigest
    let text = stored.string ?? "\(stored)"
    guard text == computed.description else {
      throw StorageError.altered(file: file, stored: text, computed: computed)
    }
    return computed
  }

  /// The bytes of the file that `write` writes.
  ///
  /// - Precondition: as of `write`.
  /// - Throws: `StorageError.unwritable` if HDF5 cannot make them.
  public func bytes() async throws -> [UInt8] {
    checkBeforeWriting()
    do {
      return try await HDF5Writer.bytes(of: self, contentDigest)
    } catch { throw StorageError.unwritable(file: "in memory", reason: error.reason) }
  }

  /// Writes the file, with its digest among the attributes of the root, or leaves no trace.
  ///
  /// It is written under a temporary name in the same directory, read back and compared, and only
  /// then renamed; a file that had the name is replaced in one step.
  /// - Precondition: The root has the texts `requiredNames`; all paths and names are well-formed.
  /// - Throws: `StorageError.unwritable`.
  public func write(to url: URL) async throws {
    checkBeforeWriting()
    try await HDF5Writer.write(self, digest: contentDigest, to: url.path)
  }
}
