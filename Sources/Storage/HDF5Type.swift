import CHDF5

/// The types of elements in files and in memory.
///
/// Texts are written with a fixed length, that of the longest. Texts of variable length would lie
/// in HDF5's global heap, which has no checksum: one damaged byte there can crash or hang the
/// library.
@HDF5Actor
enum HDF5Type {
  static let utf8 = H5T_CSET_UTF8

  /// The type as which values are written: little-endian on every machine.
  static func stored(_ values: NamedArray.Values) throws(HDF5Failure) -> HDF5Handle {
    switch values {
    case .doubles: return try HDF5Handle(H5Tcopy(hdf5_little_endian_double()))
    case .integers: return try HDF5Handle(H5Tcopy(hdf5_little_endian_int64()))
    case .strings(let texts):
      return try fixedText(max(1, texts.reduce(0) { max($0, $1.utf8.count) }), utf8)
    }
  }

  /// Texts of any length each, as pointers.
  static func variableText(_ characters: H5T_cset_t) throws(HDF5Failure) -> HDF5Handle {
    try text(hdf5_variable_length(), H5T_STR_NULLTERM, characters)
  }

  /// Texts of `bytes` bytes each, filled up with NUL.
  static func fixedText(_ bytes: Int, _ characters: H5T_cset_t) throws(HDF5Failure) -> HDF5Handle {
    try text(bytes, H5T_STR_NULLPAD, characters)
  }

  private static func text(
    _ size: Int, _ padding: H5T_str_t, _ characters: H5T_cset_t
  ) throws(HDF5Failure) -> HDF5Handle {
    let type = try HDF5Handle(H5Tcopy(hdf5_c_string()))
    try check(H5Tset_size(type.id, size))
    try check(H5Tset_strpad(type.id, padding))
    try check(H5Tset_cset(type.id, characters))
    return type
  }

  static func space(_ shape: [Int]) throws(HDF5Failure) -> HDF5Handle {
    if shape.isEmpty { return try HDF5Handle(H5Screate(H5S_SCALAR)) }
    let extents = shape.map { hsize_t($0) }
    return try HDF5Handle(H5Screate_simple(CInt(shape.count), extents, nil))
  }
}
