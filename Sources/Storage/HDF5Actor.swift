/// Where every call of the HDF5 library happens, one at a time: the library is not thread-safe.
@globalActor
public actor HDF5Actor {
  /// The one actor.
  public static let shared = HDF5Actor()
}
