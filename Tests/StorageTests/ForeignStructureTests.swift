import CHDF5
import Foundation
import TestSupport
import Testing

@testable import Storage

/// Files that are well-formed and meant to do harm.
struct ForeignStructureTests {
  /// A file that a function fills.
  @HDF5Actor
  private static func make(_ url: URL, _ body: @HDF5Actor @Sendable (hid_t) throws -> Void) throws {
    let file = try HDF5Handle(
      H5Fcreate(url.path, hdf5_new_file(), hdf5_default(), hdf5_default()))
    try body(file.id)
    try file.close()
  }

  @HDF5Actor
  private static func group(_ path: String, in file: hid_t) throws {
    _ = try HDF5Handle(
      H5Gcreate2(file, path, hdf5_default(), hdf5_default(), hdf5_default()))
  }

  @HDF5Actor
  private static func link(_ old: String, _ new: String, in file: hid_t) throws {
    try check(H5Lcreate_hard(file, old, file, new, hdf5_default(), hdf5_default()))
  }

  @Test func walksNoCircleOfGroups() async throws {
    let folder = try TemporaryDirectory()
    let url = folder.file("circle.h5")
    try await Self.make(url) { file in
      try Self.group("/notes", in: file)
      try Self.link("/notes", "/notes/a", in: file)
      try Self.link("/notes", "/notes/b", in: file)
    }
    let error = await #expect(throws: StorageError.self) {
      _ = try await ArrayFile(contentsOf: url)
    }
    #expect(try #require(error).description.contains("a group that has another name"))
    #expect(try await ArrayFile(contentsOf: url, needing: []).arrays.isEmpty)
    #expect(try await ArrayFile.members(of: url).keys.contains("/notes/a"))
  }

  /// Twenty groups, each of which holds the next one twice: a million paths.
  @Test func walksEachGroupOfALatticeOnce() async throws {
    let folder = try TemporaryDirectory()
    let url = folder.file("lattice.h5")
    try await Self.make(url) { file in
      for level in 0..<20 { try Self.group("/g\(level)", in: file) }
      for level in 0..<19 {
        try Self.link("/g\(level + 1)", "/g\(level)/a", in: file)
        try Self.link("/g\(level + 1)", "/g\(level)/b", in: file)
      }
    }
    #expect(try await ArrayFile(contentsOf: url, needing: []).arrays.isEmpty)
    #expect(try await ArrayFile.members(of: url).count < 200)
  }

  @Test func takesNoMemoryForWhatIsOnlyDeclared() async throws {
    let folder = try TemporaryDirectory()
    let url = folder.file("declared.h5")
    try await Self.make(url) { file in
      let space = try HDF5Handle(H5Screate_simple(2, [hsize_t](repeating: 1 << 14, count: 2), nil))
      _ = try HDF5Handle(
        H5Dcreate2(
          file, "/vast", hdf5_little_endian_double(), space.id, hdf5_default(), hdf5_default(),
          hdf5_default()))
    }
    let error = await #expect(throws: StorageError.self) {
      _ = try await ArrayFile(contentsOf: url)
    }
    let message = try #require(error).description
    #expect(message.contains("/vast") && message.contains("2147483648 bytes"), "\(message)")
    #expect(try await ArrayFile(contentsOf: url, needing: []).arrays.isEmpty)
  }

  @Test func aPackedFileOfOverflowingShapeIsNone() {
    let file = ArrayFile(arrays: [
      "/names": NamedArray(["a\n"], shape: []),
      "/layouts": NamedArray(["f8\t2147483648x2147483648x4\t/x\n\n"], shape: []),
      "/layout": NamedArray([Int64(0)]), "/doubles": NamedArray([1.0]),
      "/integers": NamedArray([Int64]()), "/lengths": NamedArray([Int64]()),
      "/texts": NamedArray([""], shape: []),
    ])
    #expect(PackedFiles(packed: file) == nil)
  }

  /// The checksum of a file's first bytes is the library's own, which other programs check.
  @Test func theSumOfTheSuperblockIsThatOfTheLibrary() async throws {
    let folder = try TemporaryDirectory()
    let url = folder.file("plain.h5")
    try await Self.createEmpty(url)
    let bytes = Array(try Data(contentsOf: url))
    var copy = bytes
    for place in 44..<48 { copy[place] = 0 }
    HDF5Superblock.close(&copy)
    #expect(copy == bytes)
  }

  @HDF5Actor
  private static func createEmpty(_ url: URL) throws {
    let access = try HDF5Handle(H5Pcreate(hdf5_file_access()))
    try check(H5Pset_libver_bounds(access.id, H5F_LIBVER_V110, H5F_LIBVER_V110))
    try HDF5Handle(H5Fcreate(url.path, hdf5_new_file(), hdf5_default(), access.id)).close()
  }
}
