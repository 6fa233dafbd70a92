import CHDF5

/// The HDF5 library that the program is linked with.
public enum HDF5Library {
  /// The version that the program was built for, as in `1.10.8`; the library refuses to run with
  /// another one.
  public static var version: String { "\(H5_VERS_MAJOR).\(H5_VERS_MINOR).\(H5_VERS_RELEASE)" }
}

/// Where every call of the HDF5 library happens, one at a time: the library is not thread-safe.
@globalActor
public actor HDF5Actor {
  /// The one actor.
  public static let shared = HDF5Actor()
}
