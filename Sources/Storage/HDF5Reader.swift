import CHDF5
import Foundation
import Reproducibility

/// Reads files, object by object, and says which one is at fault.
///
/// Nothing outside the file is read, no group is walked twice, and what arrays declare is held
/// against the size of the file before memory is taken for it.
@HDF5Actor
struct HDF5Reader: ~Copyable {
  /// Groups nested more deeply than this are taken for a mistake.
  private static let deepest = 32
  /// All arrays and attributes may take so many bytes of memory whatever the file's size.
  private static let freeSize = 1 << 28
  /// Beyond that, so many times the file's size: what is stored compressed may take more memory.
  private static let largestRatio = 100

  /// Who wrote a file.
  enum Origin {
    /// This program, whose files have checksums for all structures, and texts of fixed length: of
    /// others there are none, and libraries crash or never end where they are damaged.
    case thisProgram
    /// Anybody.
    case anywhere
  }

  private let path: String
  private let origin: Origin
  /// What is needed, as in `ArrayFile.init(contentsOf:verifying:needing:)`; nil for everything.
  private let needed: Set<String>?
  private let file: HDF5Handle
  private var contents = ArrayFile()
  private var digest: AttributeValue?
  /// The bytes of memory that are left for arrays and attributes.
  private var room: Int
  /// Where the groups lie that were walked.
  private let walked = WalkedGroups()

  private init(
    path: String, from origin: Origin, needing needed: Set<String>? = nil
  ) throws {
    HDF5Failure.silencePrinting()
    room = Self.room(forFileAt: path)
    do {
      guard access(path, R_OK) == 0 else {
        throw HDF5Failure(reason: String(cString: strerror(errno)))
      }
      let kind = FileKind(at: path, following: true)
      guard kind == .regular else { throw HDF5Failure(reason: "it is \(kind.label)") }
      if origin == .thisProgram { try Self.refuseOlderFormats(path) }
      let list = try Self.fileAccess()
      file = try HDF5Handle(H5Fopen(path, hdf5_read_only(), list.id))
    } catch let failure as HDF5Failure {
      if failure.isBeingWritten { throw StorageError.beingWritten(file: path) }
      throw StorageError.unreadable(file: path, reason: failure.reason)
    }
    (self.path, self.origin, self.needed) = (path, origin, needed)
  }

  /// Refuses what cannot be a file of this program before the library sees it.
  private static func refuseOlderFormats(_ path: String) throws {
    let bytes = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: 16) }
    if HDF5Superblock.isWithoutChecksums(Array(bytes ?? Data())) {
      throw StorageError.foreign(
        file: path, found: "it is in one of HDF5's older formats, without checksums")
    }
  }

  /// The bytes of memory that the contents of a file may take.
  private static func room(forFileAt path: String) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { return freeSize }
    let product = Int(status.st_size).multipliedReportingOverflow(by: largestRatio)
    return max(freeSize, product.overflow ? .max : product.partialValue)
  }

  /// How files are opened: locked against writers.
  static func fileAccess() throws(HDF5Failure) -> HDF5Handle {
    let list = try HDF5Handle(H5Pcreate(hdf5_file_access()))
    try check(H5Pset_fclose_degree(list.id, H5F_CLOSE_SEMI))
    try check(hdf5_set_file_locking(list.id, true))
    return list
  }

  /// The contents without the stored digest, and that digest.
  static func contents(
    of path: String, from origin: Origin, needing needed: Set<String>? = nil
  ) throws -> (file: ArrayFile, storedDigest: AttributeValue?) {
    var reader = try HDF5Reader(path: path, from: origin, needing: needed)
    let root = try reader.root()
    try reader.readGroup(root.id, at: "/", depth: 0)
    return (reader.contents, reader.digest)
  }

  static func rootAttributes(of path: String) throws -> [String: AttributeValue] {
    var reader = try HDF5Reader(path: path, from: .thisProgram)
    let root = try reader.root()
    return try reader.attributes(of: root.id, at: "/")
  }

  /// Runs calls and blames the object if one of them fails.
  private func reading<Result: ~Copyable>(
    _ object: String, _ calls: () throws -> Result
  ) throws -> Result {
    do {
      return try calls()
    } catch let failure as HDF5Failure {
      throw StorageError.damaged(file: path, object: object, reason: failure.reason)
    } catch let kind as UnsupportedKind {
      throw StorageError.unsupported(file: path, object: object, found: kind.found)
    }
  }

  private func root() throws -> HDF5Handle {
    try reading("/") { try HDF5Handle(H5Oopen(file.id, "/", hdf5_default())) }
  }

  private mutating func readGroup(_ group: hid_t, at path: String, depth: Int) throws {
    try reading(path) { try walked.add(group) }
    var own = try attributes(of: group, at: path)
    if path == "/" { digest = own.removeValue(forKey: ArrayFile.digestName) }
    let links = try reading(path) { try Self.links(of: group) }
    if !own.isEmpty || links.isEmpty && path != "/" { contents.attributes[path] = own }
    for link in links {
      let member = path == "/" ? "/\(link.name)" : "\(path)/\(link.name)"
      do {
        try readMember(link, of: group, at: member, depth: depth)
      } catch StorageError.unsupported where isPassedOver(member) {
        // It stays out of the contents.
      }
    }
  }

  private mutating func readMember(
    _ link: Link, of group: hid_t, at path: String, depth: Int
  ) throws {
    try reading(path) {
      guard link.isHard else { throw UnsupportedKind(found: "a soft or external link") }
      guard depth < Self.deepest else {
        throw UnsupportedKind(found: "nested in more than \(Self.deepest) groups")
      }
    }
    let object = try reading(path) { try HDF5Handle(H5Oopen(group, link.name, hdf5_default())) }
    switch H5Iget_type(object.id) {
    case H5I_GROUP: try readGroup(object.id, at: path, depth: depth + 1)
    case H5I_DATASET: try readArray(object.id, at: path)
    default: throw StorageError.unsupported(file: self.path, object: path, found: "a named type")
    }
  }

  /// Whether nothing that is needed is the object, lies within it or is an attribute of it.
  private func isPassedOver(_ object: String) -> Bool {
    guard let needed else { return false }
    return !needed.contains {
      $0 == object || $0.hasPrefix("\(object)/") || $0.hasPrefix("\(object)@")
    }
  }

  private mutating func readArray(_ set: hid_t, at path: String) throws {
    let own = try attributes(of: set, at: path)
    if !own.isEmpty { contents.attributes[path] = own }
    var room = room
    contents.arrays[path] = try reading(path) {
      try Self.refuseOutside(set)
      let whole = hdf5_whole_space()
      let elements = try HDF5Elements(
        type: HDF5Handle(H5Dget_type(set)), space: HDF5Handle(H5Dget_space(set)))
      try refuseVariable(elements)
      try Self.take(elements.size, from: &room)
      do {
        return try elements.array { H5Dread(set, $0, whole, whole, hdf5_default(), $1) }
      } catch let failure as HDF5Failure {
        // That a filter is missing says more than that reading failed.
        try Self.checkFilters(of: set)
        throw failure
      }
    }
    self.room = room
  }

  /// Refuses texts of any length where this program must have written them: they lie in heaps, the
  /// one structure without a checksum.
  private func refuseVariable(_ elements: borrowing HDF5Elements) throws {
    if origin == .thisProgram && elements.isVariable {
      throw StorageError.foreign(file: path, found: "it has texts of variable length")
    }
  }

  /// Refuses values that lie in other files, or are taken from other data sets.
  private static func refuseOutside(_ set: hid_t) throws {
    let list = try HDF5Handle(H5Dget_create_plist(set))
    if H5Pget_layout(list.id) == H5D_VIRTUAL {
      throw UnsupportedKind(found: "virtual, its values are those of other data sets or files")
    }
    guard H5Pget_external_count(list.id) <= 0 else {
      throw UnsupportedKind(found: "kept in another file, outside this one")
    }
  }

  /// Takes bytes of memory.
  ///
  /// - Throws: `UnsupportedKind` where there are not so many left.
  private static func take(_ size: Int, from room: inout Int) throws(UnsupportedKind) {
    guard size <= room else {
      throw UnsupportedKind(
        found: "declared with \(size) bytes, more than a file of this size may hold")
    }
    room -= size
  }

  /// Other programs may compress by filters that are not part of HDF5.
  private static func checkFilters(of set: hid_t) throws {
    let list = try HDF5Handle(H5Dget_create_plist(set))
    let count = H5Pget_nfilters(list.id)
    try check(count)
    for index in 0..<UInt32(count) {
      var (flags, configuration): (UInt32, UInt32) = (0, 0)
      var parameters = 0
      var name = [CChar](repeating: 0, count: 64)
      let filter = H5Pget_filter2(
        list.id, index, &flags, &parameters, nil, name.count, &name, &configuration)
      try check(filter)
      guard H5Zfilter_avail(filter) > 0 else {
        let text = String(
          decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        throw UnsupportedKind(found: "compressed by the filter \"\(text)\" instead of gzip")
      }
    }
  }

  private mutating func attributes(
    of object: hid_t, at path: String
  ) throws -> [String: AttributeValue] {
    var values: [String: AttributeValue] = [:]
    for name in try reading(path, { try Self.attributeNames(of: object) }) {
      do {
        values[name] = try attribute(name, of: object, at: path)
      } catch StorageError.unsupported where isPassedOver("\(path)@\(name)") {
        // It stays out of the values.
      }
    }
    return values
  }

  private mutating func attribute(
    _ name: String, of object: hid_t, at path: String
  ) throws -> AttributeValue {
    var room = room
    defer { self.room = room }
    return try reading("Attribute \(name) of \(path)") {
      let attribute = try HDF5Handle(H5Aopen(object, name, hdf5_default()))
      let elements = try HDF5Elements(
        type: HDF5Handle(H5Aget_type(attribute.id)), space: HDF5Handle(H5Aget_space(attribute.id)))
      try refuseVariable(elements)
      try Self.take(elements.size, from: &room)
      let array = try elements.array { H5Aread(attribute.id, $0, $1) }
      guard let value = AttributeValue(array) else {
        throw UnsupportedKind(found: "an attribute of shape \(array.shape)")
      }
      return value
    }
  }

  /// A name in UTF-8, as it is in the file, and whether the group holds the object itself by it and
  /// not a path to it.
  typealias Link = (name: String, isHard: Bool)

  /// What a walk over names has found.
  private struct Walk<Element> {
    var found: [Element] = []
    var failure: UnsupportedKind?

    /// Adds what is made of a name; one that is not UTF-8 ends the walk.
    mutating func add(_ name: UnsafePointer<CChar>, _ make: (String) -> Element) -> herr_t {
      do throws(UnsupportedKind) {
        let bytes = UnsafeRawBufferPointer(start: name, count: strlen(name))
        found.append(make(try HDF5Elements.text(bytes)))
        return 0
      } catch {
        failure = error
        return 1
      }
    }

    /// - Throws: `UnsupportedKind` for a name that is not UTF-8.
    func result() throws(UnsupportedKind) -> [Element] {
      if let failure { throw failure }
      return found
    }
  }

  /// The links of a group, in the order of their names.
  ///
  /// - Throws: `HDF5Failure`, or `UnsupportedKind` for a name that is not UTF-8.
  static func links(of group: hid_t) throws -> [Link] {
    var walk = Walk<Link>()
    try withUnsafeMutablePointer(to: &walk) { result in
      try check(
        hdf5_walk_links(
          group,
          { name, isHard, result in
            guard let name, let result else { return -1 }
            return result.assumingMemoryBound(to: Walk<Link>.self).pointee
              .add(name) { ($0, isHard) }
          }, result))
    }
    return try walk.result()
  }

  /// The names of an object's attributes.
  ///
  /// - Throws: `HDF5Failure`, or `UnsupportedKind` for a name that is not UTF-8.
  static func attributeNames(of object: hid_t) throws -> [String] {
    var walk = Walk<String>()
    try withUnsafeMutablePointer(to: &walk) { result in
      try check(
        H5Aiterate2(
          object, H5_INDEX_NAME, H5_ITER_INC, nil,
          { _, name, _, result in
            guard let name, let result else { return -1 }
            return result.assumingMemoryBound(to: Walk<String>.self).pointee.add(name) { $0 }
          }, result))
    }
    return try walk.result()
  }
}

/// Something that an HDF5 file can hold and an `ArrayFile` cannot.
struct UnsupportedKind: Error {
  /// With its article, as in "a soft link".
  let found: String
}

/// The groups of a file that a walk has come to: hard links may lead to the same one again, in
/// circles or in lattices whose paths are without number.
@HDF5Actor
final class WalkedGroups {
  private var addresses: Set<UInt64> = []

  /// Notes a group.
  ///
  /// - Throws: `UnsupportedKind` if it was noted before.
  func add(_ group: hid_t) throws {
    var address: UInt64 = 0
    try check(hdf5_object_address(group, &address))
    guard addresses.insert(address).inserted else {
      throw UnsupportedKind(found: "a group that has another name in the same file")
    }
  }
}
