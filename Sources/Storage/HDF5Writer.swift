import CHDF5
import Foundation
import Reproducibility

/// Writes files, one object after the other.
@HDF5Actor
enum HDF5Writer {
  /// The most bytes that a chunk has before compression.
  static let chunkSize = 1 << 20
  /// Single and empty arrays of at most this many bytes lie in the header, which has a checksum.
  static let compactSize = 1 << 15
  /// By how many bytes the memory of a file grows at a time.
  private static let memoryIncrement = 1 << 20
  /// How many attributes or links are kept in a header: the most that HDF5 allows.
  private static let mostInHeader: UInt32 = 65535

  static func write(_ file: ArrayFile, digest: Digest, to path: String) throws {
    HDF5Failure.silencePrinting()
    do throws(any Error) {
      let bytes = try bytes(of: file, digest)
      try PartialFile.write(to: URL(filePath: path)) { temporary in
        try PartialFile.create(bytes, at: temporary)
        let (copy, stored) = try HDF5Reader.contents(
          of: temporary.path, from: .thisProgram)
        guard stored == .string(digest.description), copy.contentDigest == digest else {
          throw HDF5Failure(reason: "what was read back differs from what was written")
        }
      }
    } catch {
      switch error {
      case let failure as HDF5Failure:
        throw StorageError.unwritable(file: path, reason: failure.reason)
      case let failure as PartialFile.Failure:
        throw StorageError.unwritable(file: path, reason: failure.reason)
      case StorageError.unreadable(_, let reason), StorageError.damaged(_, _, let reason):
        throw StorageError.unwritable(file: path, reason: "reading it back failed: \(reason)")
      default: throw error
      }
    }
  }

  /// The bytes of a file; the digest is taken as given.
  ///
  /// HDF5 makes them in memory. On a disk that is full it would fail, and fail again when the
  /// process ends.
  static func bytes(of contents: ArrayFile, _ digest: Digest) throws(HDF5Failure) -> [UInt8] {
    let creation = try groupPropertyList(hdf5_file_creation())
    let access = try HDF5Handle(H5Pcreate(hdf5_file_access()))
    // This version's format has checksums in all its own structures, and keeps no times.
    try check(H5Pset_libver_bounds(access.id, H5F_LIBVER_V110, H5F_LIBVER_V110))
    try check(H5Pset_fclose_degree(access.id, H5F_CLOSE_SEMI))
    try check(H5Pset_fapl_core(access.id, memoryIncrement, false))
    // The name stands for nothing: no file is opened.
    let file = try HDF5Handle(H5Fcreate("memory", hdf5_new_file(), creation.id, access.id))
    for object in contents.objects { try write(object, digest, into: file.id) }
    try check(H5Fflush(file.id, H5F_SCOPE_GLOBAL))
    let size = H5Fget_file_image(file.id, nil, 0)
    try check(size)
    var bytes = [UInt8](repeating: 0, count: size)
    try check(H5Fget_file_image(file.id, &bytes, size))
    try file.close()
    HDF5Superblock.close(&bytes)
    return bytes
  }

  private static func write(
    _ object: ArrayFile.Object, _ digest: Digest, into file: hid_t
  ) throws(HDF5Failure) {
    let handle =
      if let array = object.array {
        try create(array, at: object.path, in: file)
      } else {
        try createGroup(object.path, in: file)
      }
    for attribute in object.attributes {
      try write(attribute.value, named: attribute.name, of: handle.id)
    }
    if object.path == "/" {
      try write(.string(digest.description), named: ArrayFile.digestName, of: handle.id)
    }
  }

  private static func createGroup(
    _ path: String, in file: hid_t
  ) throws(HDF5Failure) -> HDF5Handle {
    if path == "/" { return try HDF5Handle(H5Gopen2(file, path, hdf5_default())) }
    let creation = try groupPropertyList(hdf5_group_creation())
    let names = try utf8Names(hdf5_link_creation())
    return try HDF5Handle(H5Gcreate2(file, path, names.id, creation.id, hdf5_default()))
  }

  private static func create(
    _ array: NamedArray, at path: String, in file: hid_t
  ) throws(HDF5Failure) -> HDF5Handle {
    let names = try utf8Names(hdf5_link_creation())
    let space = try HDF5Type.space(array.shape)
    let type = try HDF5Type.stored(array.values)
    let layout = try layout(of: array.shape, elementSize: H5Tget_size(type.id))
    let set = try HDF5Handle(
      H5Dcreate2(file, path, type.id, space.id, names.id, layout.id, hdf5_default()))
    try write(array.values, as: type.id) {
      H5Dwrite(set.id, $0, hdf5_whole_space(), hdf5_whole_space(), hdf5_default(), $1)
    }
    return set
  }

  private static func write(
    _ value: AttributeValue, named name: String, of object: hid_t
  ) throws(HDF5Failure) {
    let array = value.array
    let names = try utf8Names(hdf5_attribute_creation())
    let space = try HDF5Type.space(array.shape)
    let type = try HDF5Type.stored(array.values)
    let attribute = try HDF5Handle(
      H5Acreate2(object, name, type.id, space.id, names.id, hdf5_default()))
    try write(array.values, as: type.id) { H5Awrite(attribute.id, $0, $1) }
  }

  /// Hands the elements, if there are any, to `call` with their type in memory.
  private static func write(
    _ values: NamedArray.Values, as type: hid_t,
    _ call: (_ memoryType: hid_t, _ memory: UnsafeRawPointer) -> herr_t
  ) throws(HDF5Failure) {
    guard values.count > 0 else { return }
    switch values {
    case .doubles(let numbers): try check(call(hdf5_native_double(), numbers))
    case .integers(let numbers): try check(call(hdf5_native_int64(), numbers))
    case .strings(let texts): try check(call(type, padded(texts, to: H5Tget_size(type))))
    }
  }

  /// The texts one after the other, each filled up with NUL to that length.
  private static func padded(_ texts: [String], to length: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(texts.count * length)
    for text in texts {
      bytes.append(contentsOf: text.utf8)
      bytes.append(contentsOf: repeatElement(0, count: length - text.utf8.count))
    }
    return bytes
  }

  /// Chunked and compressed with a checksum; what cannot be chunked lies in the header if small.
  private static func layout(of shape: [Int], elementSize: Int) throws(HDF5Failure) -> HDF5Handle {
    let list = try propertyList(hdf5_dataset_creation())
    guard !shape.isEmpty, !shape.contains(0) else {
      if elementSize <= compactSize { try check(H5Pset_layout(list.id, H5D_COMPACT)) }
      return list
    }
    let extents = chunk(of: shape, elementSize: elementSize).map { hsize_t($0) }
    try check(H5Pset_chunk(list.id, CInt(extents.count), extents))
    try check(H5Pset_shuffle(list.id))
    try check(H5Pset_deflate(list.id, 6))
    try check(H5Pset_fletcher32(list.id))
    return list
  }

  /// As many whole rows as a chunk may hold; of rows that are too long, a part.
  static func chunk(of shape: [Int], elementSize: Int) -> [Int] {
    var chunk = shape
    for axis in shape.indices {
      let rest = chunk[(axis + 1)...].reduce(elementSize, *)
      chunk[axis] = min(shape[axis], max(1, chunkSize / rest))
      if chunk[axis] > 1 { break }
    }
    return chunk
  }

  /// A list for an object that keeps no times, and its attributes in its header.
  ///
  /// HDF5 would move more than eight attributes into a heap without checksums, where a damaged byte
  /// can crash the library. Attributes of more than 64 kB lie there in any case.
  private static func propertyList(_ kind: hid_t) throws(HDF5Failure) -> HDF5Handle {
    let list = try HDF5Handle(H5Pcreate(kind))
    try check(H5Pset_obj_track_times(list.id, false))
    try check(H5Pset_attr_phase_change(list.id, mostInHeader, 0))
    return list
  }

  /// The same for a group, whose links to its members stay in its header too.
  private static func groupPropertyList(_ kind: hid_t) throws(HDF5Failure) -> HDF5Handle {
    let list = try propertyList(kind)
    try check(H5Pset_link_phase_change(list.id, mostInHeader, 0))
    return list
  }

  private static func utf8Names(_ kind: hid_t) throws(HDF5Failure) -> HDF5Handle {
    let list = try HDF5Handle(H5Pcreate(kind))
    try check(H5Pset_char_encoding(list.id, HDF5Type.utf8))
    return list
  }
}
