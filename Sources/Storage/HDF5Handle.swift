import CHDF5

/// An open file, object, attribute, type, data space or property list: closed once, at the end.
struct HDF5Handle: ~Copyable {
  let id: hid_t

  /// Takes over what a call has opened.
  @HDF5Actor
  init(_ opened: hid_t) throws(HDF5Failure) {
    try check(opened)
    id = opened
  }

  /// Closes now and reports a failure, which a file that was written needs.
  @HDF5Actor
  consuming func close() throws(HDF5Failure) {
    let id = id
    discard self
    try check(H5Idec_ref(id))
  }

  deinit { H5Idec_ref(id) }
}
