import CHDF5
import Foundation

extension ArrayFile {
  /// What a file has by a name.
  public enum Member: Sendable, Equatable {
    /// A group.
    case group
    /// A data set, of whatever kind its elements are.
    case array
    /// An attribute of a group or an array.
    case attribute
    /// A link to another place, or a named type.
    case other
  }

  /// Groups further below the root than this are listed without what is in them.
  private static let deepest = 3

  /// All objects by path and all attributes as `/path@name`, those of kinds that have no
  /// counterpart here among them.
  ///
  /// Nothing is read but names. What lies four groups or more below the root is left out.
  /// - Parameter url: the file.
  /// - Returns: what each name stands for.
  /// - Throws: `StorageError`, naming the file and the object.
  public static func members(of url: URL) async throws -> [String: Member] {
    try await members(ofFile: url.path)
  }

  /// The same for what is in memory; groups are implied by the paths of what is in them.
  public var members: [String: Member] {
    var members: [String: Member] = [:]
    for object in objects {
      members[object.path] = object.array == nil ? .group : .array
      for attribute in object.attributes {
        members[Self.name(of: attribute.name, at: object.path)] = .attribute
      }
    }
    return members
  }

  private static func name(of attribute: String, at path: String) -> String {
    "\(path)@\(attribute)"
  }

  @HDF5Actor
  private static func members(ofFile path: String) throws -> [String: Member] {
    HDF5Failure.silencePrinting()
    var object = "/"
    do {
      let list = try HDF5Handle(H5Pcreate(hdf5_file_access()))
      try check(hdf5_set_file_locking(list.id, true))
      let file = try HDF5Handle(H5Fopen(path, hdf5_read_only(), list.id))
      var members: [String: Member] = [:]
      var waiting = [(path: "/", depth: 0)]
      let walked = WalkedGroups()
      while let group = waiting.popLast() {
        object = group.path
        let handle = try HDF5Handle(H5Oopen(file.id, group.path, hdf5_default()))
        let kind = member(of: handle.id)
        members[group.path] = kind
        for attribute in try HDF5Reader.attributeNames(of: handle.id) {
          members[name(of: attribute, at: group.path)] = .attribute
        }
        guard kind == .group, group.depth < deepest else { continue }
        do { try walked.add(handle.id) } catch is UnsupportedKind { continue }
        for link in try HDF5Reader.links(of: handle.id) {
          let path = group.path == "/" ? "/\(link.name)" : "\(group.path)/\(link.name)"
          if link.isHard {
            waiting.append((path, group.depth + 1))
          } else {
            members[path] = .other
          }
        }
      }
      return members
    } catch let failure as HDF5Failure {
      throw StorageError.damaged(file: path, object: object, reason: failure.reason)
    } catch let kind as UnsupportedKind {
      throw StorageError.unsupported(file: path, object: object, found: kind.found)
    }
  }

  @HDF5Actor
  private static func member(of object: hid_t) -> Member {
    switch H5Iget_type(object) {
    case H5I_GROUP: .group
    case H5I_DATASET: .array
    default: .other
    }
  }
}
