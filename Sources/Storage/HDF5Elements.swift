import CHDF5
import Foundation

/// The elements of a data set or an attribute, about to be read.
@HDF5Actor
struct HDF5Elements: ~Copyable {
  /// Fills the memory with elements of the given type.
  typealias Read = (_ type: hid_t, _ memory: UnsafeMutableRawPointer) -> herr_t

  /// More elements than this are taken for a mistake.
  private static let largestCount = 1 << 31

  private let type: HDF5Handle
  private let space: HDF5Handle
  private let shape: [Int]
  private let count: Int

  /// The bytes that the elements take in memory; of texts of any length, their pointers.
  var size: Int {
    let size = H5Tget_class(type.id) == H5T_STRING ? H5Tget_size(type.id) : 8
    let product = count.multipliedReportingOverflow(by: max(1, size))
    return product.overflow ? .max : product.partialValue
  }

  /// Whether they are texts that each have a length of their own, kept in a heap.
  var isVariable: Bool {
    H5Tget_class(type.id) == H5T_STRING && H5Tis_variable_str(type.id) > 0
      || H5Tget_class(type.id) == H5T_VLEN
  }

  init(type: consuming HDF5Handle, space: consuming HDF5Handle) throws {
    let rank = H5Sget_simple_extent_ndims(space.id)
    try check(rank)
    guard H5Sget_simple_extent_type(space.id) != H5S_NULL else {
      throw UnsupportedKind(found: "an empty value without a shape")
    }
    var extents = [hsize_t](repeating: 0, count: Int(rank))
    try check(H5Sget_simple_extent_dims(space.id, &extents, nil))
    var count = 1
    for extent in extents {
      let product = count.multipliedReportingOverflow(by: Int(clamping: extent))
      guard !product.overflow, product.partialValue <= Self.largestCount else {
        throw UnsupportedKind(found: "an array of more than \(Self.largestCount) values")
      }
      count = product.partialValue
    }
    shape = extents.map { Int($0) }
    self.count = count
    self.type = type
    self.space = space
  }

  consuming func array(_ read: Read) throws -> NamedArray {
    switch H5Tget_class(type.id) {
    case H5T_FLOAT: return NamedArray(try numbers(hdf5_native_double(), 0.0, read), shape: shape)
    case H5T_INTEGER:
      guard H5Tget_sign(type.id) == H5T_SGN_2 || H5Tget_size(type.id) < 8 else {
        throw UnsupportedKind(found: "unsigned 64-bit integers")
      }
      return NamedArray(try numbers(hdf5_native_int64(), Int64(0), read), shape: shape)
    case H5T_STRING:
      let isVariable = H5Tis_variable_str(type.id)
      try check(isVariable)
      let texts = try isVariable > 0 ? variableTexts(read) : fixedTexts(read)
      return NamedArray(texts, shape: shape)
    case H5T_COMPOUND: throw UnsupportedKind(found: "a table of compound values")
    case H5T_ENUM:
      guard isTruth else { throw UnsupportedKind(found: "an enumeration that is not FALSE, TRUE") }
      return NamedArray(try numbers(type.id, Int8(0), read).map { Int64($0) }, shape: shape)
    case H5T_REFERENCE: throw UnsupportedKind(found: "a reference")
    default: throw UnsupportedKind(found: "neither numbers nor text")
    }
  }

  /// Whether the type is that of truth values as h5py writes them: one byte, FALSE = 0, TRUE = 1.
  private var isTruth: Bool {
    guard H5Tget_size(type.id) == 1, H5Tget_nmembers(type.id) == 2 else { return false }
    return [("FALSE", Int8(0)), ("TRUE", 1)].allSatisfy { name, expected in
      var value: Int8 = -1
      return H5Tenum_valueof(type.id, name, &value) >= 0 && value == expected
    }
  }

  private borrowing func numbers<Number>(
    _ type: hid_t, _ zero: Number, _ read: Read
  ) throws -> [Number] {
    var numbers = [Number](repeating: zero, count: count)
    try numbers.withUnsafeMutableBytes { try fill($0, type, read) }
    return numbers
  }

  private borrowing func fill(
    _ memory: UnsafeMutableRawBufferPointer, _ type: hid_t, _ read: Read
  ) throws {
    guard count > 0, let start = memory.baseAddress else { return }
    try check(read(type, start))
  }

  private borrowing func fixedTexts(_ read: Read) throws -> [String] {
    let length = H5Tget_size(type.id)
    guard length > 0, length <= Self.largestCount / max(1, count) else {
      throw UnsupportedKind(found: "text of more than \(Self.largestCount) bytes")
    }
    // The same characters as in the file, NUL at the end whatever the file has there.
    let memoryType = try HDF5Type.fixedText(length, H5Tget_cset(type.id))
    var bytes = [UInt8](repeating: 0, count: count * length)
    try bytes.withUnsafeMutableBytes { try fill($0, memoryType.id, read) }
    return try (0..<count).map { index in
      let field = bytes[index * length..<(index + 1) * length]
      return try Self.text(field.prefix(upTo: field.firstIndex(of: 0) ?? field.endIndex))
    }
  }

  private borrowing func variableTexts(_ read: Read) throws -> [String] {
    let memoryType = try HDF5Type.variableText(H5Tget_cset(type.id))
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    defer { for pointer in pointers { free(pointer) } }
    try pointers.withUnsafeMutableBytes { try fill($0, memoryType.id, read) }
    return try pointers.map { pointer in
      guard let pointer else { return "" }
      return try Self.text(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
    }
  }

  /// UTF-8 that is not repaired where it is wrong.
  nonisolated static func text(_ bytes: some Collection<UInt8>) throws(UnsupportedKind) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else {
      throw UnsupportedKind(found: "text in another encoding than UTF-8")
    }
    return text
  }
}
