import Foundation
import Storage
import TestSupport
import Testing

struct ForeignFileTests {
  @Test func convertsNumbersAndTexts() async throws {
    let folder = try TemporaryDirectory()
    try ForeignFile.readable.write(to: folder.file("arrays.h5"))
    let file = try await ArrayFile(contentsOf: folder.file("arrays.h5"))
    let expected = ArrayFile(
      arrays: [
        "/single": NamedArray([0.5, -1, 2, 4], shape: [2, 2]),
        "/bytes": NamedArray([Int64(0), 255]),
        "/big": NamedArray([Int64(-2), 300]),
        "/names": NamedArray(["a", "längst", ""]),
        "/fixed": NamedArray(["ab", "c"]),
      ],
      attributes: [
        "/": ["schema": .string("größe")], "/fixed": ["half": .double(0.5)], "/bare": [:],
      ])
    #expect(file == expected)
  }

  @Test func asksForADigestBeforeItVerifies() async throws {
    let folder = try TemporaryDirectory()
    try ForeignFile.truth.write(to: folder.file("arrays.h5"))
    let missing = StorageError.missing(
      file: folder.file("arrays.h5").path, object: "attribute content_sha256")
    await #expect(throws: missing) {
      try await ArrayFile.verifyDigest(of: folder.file("arrays.h5"))
    }
  }

  /// What is to be one of this program's files is not given to the library where that could crash
  /// or never end: in formats without checksums, and at texts in heaps, which have none.
  @Test(arguments: [
    (nil, "it is in one of HDF5's older formats, without checksums"),
    (ForeignFile.readable, "it has texts of variable length"),
  ])
  func takesNoOthersForOneOfItsOwn(bytes: Data?, found: String) async throws {
    let folder = try TemporaryDirectory()
    let url = folder.file("arrays.h5")
    try (bytes ?? Data(contentsOf: Fixture.url("problem_h5py.h5"))).write(to: url)
    _ = try await ArrayFile(contentsOf: url, needing: [])
    let foreign = StorageError.foreign(file: url.path, found: found)
    await #expect(throws: foreign) { try await ArrayFile(contentsOf: url, verifying: true) }
    await #expect(throws: foreign) { try await ArrayFile.verifyDigest(of: url) }
    await #expect(throws: foreign) { try await ArrayFile.verified(of: url) }
    await #expect(throws: foreign) { try await ArrayFile.rootAttributes(of: url) }
  }

  /// A mask of h5py is an enumeration of FALSE and TRUE.
  @Test func readsTruthValuesAsZeroAndOne() async throws {
    let folder = try TemporaryDirectory()
    try ForeignFile.truth.write(to: folder.file("arrays.h5"))
    let file = try await ArrayFile(contentsOf: folder.file("arrays.h5"))
    #expect(file.arrays["/group/truth"] == NamedArray([Int64(1)]))
  }

  @Test(arguments: [
    (ForeignFile.link, "/alias", "a soft or external link"),
    (ForeignFile.unsigned, "Attribute unsigned of /", "unsigned 64-bit integers"),
  ])
  func namesWhatItCannotHold(bytes: Data, object: String, found: String) async throws {
    let folder = try TemporaryDirectory()
    try bytes.write(to: folder.file("arrays.h5"))
    let unsupported = StorageError.unsupported(
      file: folder.file("arrays.h5").path, object: object, found: found)
    await #expect(throws: unsupported) { try await ArrayFile(contentsOf: folder.file("arrays.h5")) }
  }

  /// Names are not repaired, whoever reads them.
  @Test(arguments: [ForeignFile.latinGroup, ForeignFile.latinAttribute])
  func refusesNamesInOtherEncodings(bytes: Data) async throws {
    let folder = try TemporaryDirectory()
    let url = folder.file("arrays.h5")
    try bytes.write(to: url)
    let unsupported = StorageError.unsupported(
      file: url.path, object: "/", found: "text in another encoding than UTF-8")
    await #expect(throws: unsupported) { try await ArrayFile(contentsOf: url) }
    await #expect(throws: unsupported) { try await ArrayFile(contentsOf: url, needing: []) }
    await #expect(throws: unsupported) { try await ArrayFile.members(of: url) }
  }

  /// What nobody needs may be of any kind; what is needed, or holds something needed, may not.
  @Test(arguments: [
    (ForeignFile.link, "/alias", ["/alias", "/alias/inside"]),
    (ForeignFile.unsigned, "/@unsigned", ["/@unsigned"]),
  ])
  func passesOverWhatIsNotNeeded(bytes: Data, object: String, needed: [String]) async throws {
    let folder = try TemporaryDirectory()
    try bytes.write(to: folder.file("arrays.h5"))
    let file = try await ArrayFile(
      contentsOf: folder.file("arrays.h5"), needing: ["/other", "\(object)x"])
    #expect(file.arrays.isEmpty && file.rootAttributes.isEmpty)
    for name in needed {
      await #expect(throws: StorageError.self, "\(name)") {
        try await ArrayFile(contentsOf: folder.file("arrays.h5"), needing: [name])
      }
    }
  }
}
