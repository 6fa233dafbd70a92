import CHDF5
import Foundation
import Reproducibility

/// The files beside an HDF5 file in which values of its data sets lie: HDF5 gives zeros for what is
/// not there.
@HDF5Actor
struct HDF5Sources: ~Copyable {
  /// Virtual data sets of virtual data sets, nested more deeply than this, are taken for a cycle.
  private static let deepest = 8

  /// The path of the file that holds the data set.
  private let path: String
  private let set: hid_t
  private let list: HDF5Handle
  private let shape: [hsize_t]
  private let depth: Int

  /// The sources of a data set in the file at that path.
  init(of set: hid_t, inFile path: String) throws(HDF5Failure) {
    try self.init(of: set, inFile: path, depth: 0)
  }

  private init(of set: hid_t, inFile path: String, depth: Int) throws(HDF5Failure) {
    let shape = try Self.extents(of: try HDF5Handle(H5Dget_space(set)))
    list = try HDF5Handle(H5Dget_create_plist(set))
    (self.set, self.path, self.shape, self.depth) = (set, path, shape, depth)
  }

  /// Does nothing if every value of the data set is there.
  ///
  /// - Throws: `HDF5Failure` that names what is missing.
  func refuseMissing() throws(HDF5Failure) {
    if H5Pget_layout(list.id) == H5D_VIRTUAL {
      try checkVirtual()
    } else {
      try checkExternal()
    }
  }

  private static func extents(of space: borrowing HDF5Handle) throws(HDF5Failure) -> [hsize_t] {
    let rank = H5Sget_simple_extent_ndims(space.id)
    try check(rank)
    var extents = [hsize_t](repeating: 0, count: Int(rank))
    try check(H5Sget_simple_extent_dims(space.id, &extents, nil))
    return extents
  }

  // MARK: Virtual data sets

  private func checkVirtual() throws(HDF5Failure) {
    guard depth < Self.deepest else {
      throw HDF5Failure(reason: "its sources are virtual data sets without end")
    }
    var count = 0
    try check(H5Pget_virtual_count(list.id, &count))
    var missing = shape.reduce(hsize_t(1)) { $0.multipliedReportingOverflow(by: $1).partialValue }
    for index in 0..<count {
      let target = try HDF5Handle(H5Pget_virtual_vspace(list.id, index))
      let mapped = H5Sget_select_npoints(target.id)
      // A negative number stands for a mapping that grows with its source.
      missing = mapped < 0 ? 0 : missing - min(missing, hsize_t(mapped))
      try checkMapping(index, mapped: mapped)
    }
    guard missing == 0 else {
      throw HDF5Failure(reason: "it is virtual, and \(missing) of its values have no source")
    }
  }

  private func checkMapping(_ index: Int, mapped: hssize_t) throws(HDF5Failure) {
    let name = try Self.text { H5Pget_virtual_filename(list.id, index, $0, $1) }
    let set = try Self.text { H5Pget_virtual_dsetname(list.id, index, $0, $1) }
    guard !name.contains("%b"), !set.contains("%b") else {
      throw HDF5Failure(reason: "its sources \(name) are numbered, which is not read here")
    }
    let source = "\(set) in the file \(name == "." ? path : name)"
    let place = name == "." ? path : Self.place(of: name, besides: path)
    guard let place else {
      throw HDF5Failure(reason: "its values lie in the file \(name), which is missing")
    }
    let access = try HDF5Reader.fileAccess()
    let file: HDF5Handle
    do {
      file = try HDF5Handle(H5Fopen(place, hdf5_read_only(), access.id))
    } catch {
      throw HDF5Failure(
        reason: "its values lie in the file \(name), which cannot be opened: \(error.reason)")
    }
    let opened: HDF5Handle
    do {
      opened = try HDF5Handle(H5Dopen2(file.id, set, hdf5_default()))
    } catch { throw HDF5Failure(reason: "its values lie in \(source), which is missing") }
    let selection = try HDF5Handle(H5Pget_virtual_srcspace(list.id, index))
    let extents = try Self.extents(of: try HDF5Handle(H5Dget_space(opened.id)))
    guard try Self.holds(extents, selection.id, mapped: mapped) else {
      throw HDF5Failure(reason: "its values lie in \(source), which is too small")
    }
    try HDF5Sources(of: opened.id, inFile: place, depth: depth + 1).refuseMissing()
  }

  /// Whether an array of that shape holds all that is selected of it, `mapped` values.
  private static func holds(
    _ extents: [hsize_t], _ selection: hid_t, mapped: hssize_t
  ) throws(HDF5Failure) -> Bool {
    guard mapped >= 0 else { return true }
    guard H5Sget_select_type(selection) == H5S_SEL_HYPERSLABS else {
      // Nobody has stored the shape that "all" referred to.
      let count = extents.reduce(hsize_t(1)) { $0.multipliedReportingOverflow(by: $1).partialValue }
      return count >= hsize_t(mapped)
    }
    guard H5Sget_simple_extent_ndims(selection) == CInt(extents.count) else { return false }
    var start = [hsize_t](repeating: 0, count: max(1, extents.count))
    var end = start
    try check(H5Sget_select_bounds(selection, &start, &end))
    return zip(extents, end).allSatisfy { $0 > $1 }
  }

  /// Where HDF5 finds a source: at its absolute path, else beside the file, else in the working
  /// directory; nil if it is nowhere there.
  private static func place(of name: String, besides path: String) -> String? {
    var places = name.hasPrefix("/") ? [name] : []
    let relative = name.hasPrefix("/") ? URL(filePath: name).lastPathComponent : name
    if let prefix = getenv("HDF5_VDS_PREFIX") {
      places += String(cString: prefix).split(separator: ":").map { "\($0)/\(relative)" }
    }
    let directory = URL(filePath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    places += [directory.appending(path: relative).path, relative]
    return places.first { FileKind(at: $0, following: true) == .regular }
  }

  // MARK: External files

  private func checkExternal() throws(HDF5Failure) {
    let count = H5Pget_external_count(list.id)
    guard count > 0 else { return }
    let type = try HDF5Handle(H5Dget_type(set))
    var rest = shape.reduce(hsize_t(H5Tget_size(type.id))) {
      $0.multipliedReportingOverflow(by: $1).partialValue
    }
    for index in 0..<UInt32(count) {
      var name = [CChar](repeating: 0, count: 4096)
      var (offset, size): (off_t, hsize_t) = (0, 0)
      try check(H5Pget_external(list.id, index, name.count - 1, &name, &offset, &size))
      let file = String(
        decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      var place = file
      if !file.hasPrefix("/"), let prefix = getenv("HDF5_EXTFILE_PREFIX") {
        place = "\(String(cString: prefix))/\(file)"
      }
      let needed = min(rest, size)
      rest -= needed
      guard FileKind(at: place, following: true) == .regular else {
        throw HDF5Failure(reason: "its values lie in the file \(file), which is missing")
      }
      var status = stat()
      guard stat(place, &status) == 0,
        Int(clamping: status.st_size) - Int(offset) >= Int(clamping: needed)
      else {
        throw HDF5Failure(reason: "its values lie in the file \(file), which is too short")
      }
    }
  }

  /// A text of the library, which gives its length when asked without a place for it.
  private static func text(
    _ call: (UnsafeMutablePointer<CChar>?, Int) -> Int
  ) throws(HDF5Failure) -> String {
    let length = call(nil, 0)
    try check(length)
    var bytes = [CChar](repeating: 0, count: length + 1)
    try check(call(&bytes, bytes.count))
    return String(decoding: bytes.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
