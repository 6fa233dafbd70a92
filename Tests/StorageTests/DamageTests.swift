import Foundation
import Reproducibility
import TestSupport
import Testing

@testable import Storage

struct DamageTests {
  /// A changed byte is found, or it lies where nothing is stored and the contents are the same.
  @Test func findsAChangedByte() async throws {
    let folder = try TemporaryDirectory()
    try await Example.small().write(to: folder.file("arrays.h5"))
    let intact = try Data(contentsOf: folder.file("arrays.h5"))
    var found = 0
    for position in stride(from: 0, to: intact.count, by: 3) {
      var bytes = intact
      bytes[position] ^= 0x55
      let url = folder.file("changed.h5")
      try bytes.write(to: url)
      do {
        try await ArrayFile.verifyDigest(of: url)
        let read = try await ArrayFile(contentsOf: url)
        #expect(read == Example.small(), "the change of byte \(position) was not found")
      } catch is StorageError {
        found += 1
      }
    }
    #expect(found > 20)
  }

  /// As an editor leaves a file: other contents beside the old digest.
  @Test func findsContentsThatDisagreeWithTheDigest() async throws {
    let folder = try TemporaryDirectory()
    let file = Example.small()
    let old = Digest(of: "old contents")
    try await PartialFile.create(HDF5Writer.bytes(of: file, old), at: folder.file("arrays.h5"))
    let altered = StorageError.altered(
      file: folder.file("arrays.h5").path, stored: old.description, computed: file.contentDigest)
    await #expect(throws: altered) {
      try await ArrayFile.verifyDigest(of: folder.file("arrays.h5"))
    }
    await #expect(throws: altered) {
      try await ArrayFile(contentsOf: folder.file("arrays.h5"), verifying: true)
    }
    #expect(try await ArrayFile(contentsOf: folder.file("arrays.h5")) == file)
  }

  @Test func saysThatAFileIsCutOff() async throws {
    let folder = try TemporaryDirectory()
    try await Example.small().write(to: folder.file("arrays.h5"))
    let intact = try Data(contentsOf: folder.file("arrays.h5"))
    for count in [0, 7, 100, intact.count / 2, intact.count - 1] {
      try intact.prefix(count).write(to: folder.file("cut.h5"))
      let error = await #expect(throws: StorageError.self) {
        try await ArrayFile(contentsOf: folder.file("cut.h5"))
      }
      #expect(error?.description.hasPrefix("The file \(folder.url.path)/cut.h5 cannot") == true)
    }
  }

  @Test func saysThatAFileIsNotHDF5() async throws {
    let folder = try TemporaryDirectory()
    try Data("date,price\n".utf8).write(to: folder.file("prices.csv"))
    let error = await #expect(throws: StorageError.self) {
      try await ArrayFile(contentsOf: folder.file("prices.csv"))
    }
    #expect(
      error?.description
        == "The file \(folder.url.path)/prices.csv cannot be opened as HDF5 (file signature not "
        + "found); check that it exists and is complete.")
  }

  @Test func saysThatAFileIsMissing() async throws {
    let folder = try TemporaryDirectory()
    let error = await #expect(throws: StorageError.self) {
      try await ArrayFile.rootAttributes(of: folder.file("none.h5"))
    }
    #expect(error?.description.contains("none.h5 cannot be opened as HDF5 (No such file") == true)
    await #expect(throws: StorageError.self) { try await ArrayFile(contentsOf: folder.url) }
  }

  @Test func leavesNothingBehindWhereItCannotWrite() async throws {
    let folder = try TemporaryDirectory()
    let target = folder.url.appending(path: "missing/arrays.h5")
    let error = await #expect(throws: StorageError.self) {
      try await Example.small().write(to: target)
    }
    #expect(
      error?.description
        == "The file \(target.path) cannot be written (No such file or directory); check its "
        + "folder and the space left there.")
    #expect(try folder.names().isEmpty)
    // A folder in the place of the file lets everything but the last step succeed.
    try FileManager.default.createDirectory(
      at: folder.file("arrays.h5"), withIntermediateDirectories: false)
    await #expect(throws: StorageError.self) {
      try await Example.small().write(to: folder.file("arrays.h5"))
    }
    #expect(try folder.names() == ["arrays.h5"])
  }
}
