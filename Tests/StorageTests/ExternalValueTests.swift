import Foundation
import Storage
import TestSupport
import Testing

/// Data sets whose values lie in other files, or in files that are being written.
struct ExternalValueTests {
  private let six = NamedArray([1.0, 2, 3, 4, 5, 6], shape: [2, 3])

  private func reading(
    _ bytes: Data, beside files: [String: Data] = [:]
  ) async throws -> NamedArray? {
    let folder = try TemporaryDirectory()
    for (name, bytes) in files { try bytes.write(to: folder.file(name)) }
    try bytes.write(to: folder.file("values.h5"))
    return try await ArrayFile(contentsOf: folder.file("values.h5")).arrays["/v"]
  }

  private func refusal(
    _ bytes: Data, beside files: [String: Data] = [:]
  ) async throws -> String {
    let error = await #expect(throws: StorageError.self) {
      _ = try await reading(bytes, beside: files)
    }
    let message = try #require(error).description
    #expect(message.contains("/v") && message.contains("values.h5"), "\(message)")
    #expect(message.hasSuffix(".") && !message.contains("\n"), "\(message)")
    return message
  }

  @Test func readsVirtualDataSetsWhoseSourcesAreThere() async throws {
    let sources = ["source.h5": ForeignFile.source, "virtual.h5": ForeignFile.virtual]
    #expect(try await reading(ForeignFile.virtual, beside: sources) == six)
    #expect(try await reading(ForeignFile.virtualOfVirtual, beside: sources) == six)
    let ones = NamedArray([Double](repeating: 1, count: 6), shape: [2, 3])
    #expect(try await reading(ForeignFile.virtualWithin) == ones)
  }

  @Test func refusesAVirtualDataSetWithoutItsSource() async throws {
    let text = Data("no HDF5 at all".utf8)
    for (bytes, files, parts) in [
      (ForeignFile.virtual, [:], ["source.h5", "missing"]),
      (ForeignFile.virtual, ["source.h5": text], ["source.h5", "cannot be opened"]),
      (ForeignFile.virtualOfVirtual, [:], ["virtual.h5", "missing"]),
      (
        ForeignFile.virtualOfVirtual, ["virtual.h5": ForeignFile.virtual], ["source.h5", "missing"]
      ),
      (
        ForeignFile.virtualOfOtherName, ["source.h5": ForeignFile.source],
        ["y in the file source.h5", "missing"]
      ),
      (
        ForeignFile.virtualOfMore, ["source.h5": ForeignFile.source],
        ["x in the file source.h5", "too small"]
      ),
      (
        ForeignFile.virtualInPart, ["source.h5": ForeignFile.source],
        ["6 of its values have no source"]
      ),
    ] as [(Data, [String: Data], [String])] {
      let message = try await refusal(bytes, beside: files)
      for part in parts { #expect(message.contains(part), "\(part) in: \(message)") }
    }
  }

  /// `ForeignFile.external` with another path of its raw file.
  private func external(at path: String) -> Data {
    var bytes = ForeignFile.external
    let place = bytes.firstRange(of: Data(ForeignFile.externalPath.utf8))
    let name = path.utf8 + [UInt8](repeating: 0, count: 160 - path.utf8.count)
    if let place { bytes.replaceSubrange(place, with: name) }
    return bytes
  }

  @Test func readsExternalFilesThatAreThereAndRefusesOthers() async throws {
    let folder = try TemporaryDirectory()
    let raw = [1.0, 2, 3, 4, 5, 6].withUnsafeBytes { Array($0) }
    let whole = try folder.put(raw, as: "whole.raw")
    let short = try folder.put(raw.dropLast(), as: "short.raw")
    #expect(try await reading(external(at: whole)) == six)
    let missing = folder.file("gone.raw").path
    for (path, part) in [
      (missing, "missing"), (folder.url.path, "missing"), (short, "too short"),
      ("gone.raw", "missing"),
    ] {
      let message = try await refusal(external(at: path))
      #expect(message.contains(path) && message.contains(part), "\(message)")
    }
  }

  @Test func saysThatAFileIsBeingWritten() async throws {
    let folder = try TemporaryDirectory()
    let file = folder.file("open.h5")
    try ForeignFile.source.write(to: file)
    let descriptor = open(file.path, O_RDWR)
    try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let locked = StorageError.beingWritten(file: file.path)
    await #expect(throws: locked) { try await ArrayFile(contentsOf: file) }
    await #expect(throws: locked) { try await ArrayFile.rootAttributes(of: file) }
    #expect(close(descriptor) == 0)
    #expect(try await ArrayFile(contentsOf: file).arrays["/x"] == six)
    // Its writer was never seen to close it.
    try ForeignFile.unclosed.write(to: file)
    await #expect(throws: locked) { try await ArrayFile(contentsOf: file) }
    #expect(locked.description.contains("open for writing in another program"))
  }

  @Test func opensNothingButFiles() async throws {
    let folder = try TemporaryDirectory()
    let pipe = folder.file("pipe.h5")
    try #require(mkfifo(pipe.path, 0o600) == 0)
    for (file, part) in [(pipe, "a named pipe"), (folder.url, "a directory")] {
      let error = await #expect(throws: StorageError.self) { try await ArrayFile(contentsOf: file) }
      #expect(try #require(error).description.contains(part))
    }
  }

  @Test func replacesNothingButFiles() async throws {
    let folder = try TemporaryDirectory()
    try folder.put("kept", as: "target")
    let (link, pipe, inside) = (folder.file("link"), folder.file("pipe"), folder.file("inside"))
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: folder.file("target"))
    try #require(mkfifo(pipe.path, 0o600) == 0)
    try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
    for (place, part) in [
      (link, "a symbolic link"), (pipe, "a named pipe"), (inside, "a directory"),
    ] {
      let error = await #expect(throws: StorageError.self) {
        try await Example.small().write(to: place)
      }
      #expect(try #require(error).description.contains(part))
    }
    #expect(try folder.names().sorted() == ["inside", "link", "pipe", "target"])
    #expect(try String(contentsOf: link, encoding: .utf8) == "kept")
  }
}
