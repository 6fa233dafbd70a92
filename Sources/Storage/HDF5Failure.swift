import CHDF5
import Foundation

/// What the HDF5 library says about a call that failed, before file and object are known.
struct HDF5Failure: Error {
  /// A few words without a full stop.
  let reason: String

  /// Whether a file cannot be opened because another program has it open for writing, or has ended
  /// without closing it.
  var isBeingWritten: Bool {
    reason == String(cString: strerror(EWOULDBLOCK)) || reason.contains("already open for write")
  }

  /// Takes the innermost message of the library's error stack.
  @HDF5Actor
  static func latest() -> HDF5Failure {
    var reason = ""
    withUnsafeMutablePointer(to: &reason) { result in
      let status = H5Ewalk2(
        hdf5_error_stack(), H5E_WALK_UPWARD,
        { _, entry, result in
          guard let text = entry?.pointee.desc, let result else { return 0 }
          result.assumingMemoryBound(to: String.self).pointee = String(cString: text)
          return 1  // stops at the innermost
        }, result)
      if status < 0 { result.pointee = "" }
    }
    return HDF5Failure(reason: reason.isEmpty ? "HDF5 gives no reason" : plain(reason))
  }

  /// The system's own words where HDF5 quotes them, as `error message = 'Permission denied'`.
  private static func plain(_ message: String) -> String {
    guard let start = message.firstRange(of: "error message = '")?.upperBound else {
      return message
    }
    return String(message[start...].prefix { $0 != "'" })
  }

  /// The library is not to close, at the end of the process, what it could not close before: with
  /// damaged files that would go on without end.
  @HDF5Actor
  private static let closesNothingAtExit: Bool = H5dont_atexit() >= 0

  /// Stops the library from printing its errors; to be called before anything else of it.
  ///
  /// Each thread may have to be told.
  @HDF5Actor
  static func silencePrinting() {
    _ = closesNothingAtExit
    H5Eset_auto2(hdf5_error_stack(), nil, nil)
  }
}

/// Throws the library's reason if a call returned a negative status.
@HDF5Actor
func check(_ status: some SignedInteger) throws(HDF5Failure) {
  if status < 0 { throw HDF5Failure.latest() }
}
