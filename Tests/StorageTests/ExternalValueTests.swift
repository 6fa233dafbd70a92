import Foundation
import Storage
import TestSupport
import Testing

/// Data sets whose values lie in other files, or in files that are being written.
struct ExternalValueTests {
  private let six = NamedArray([1.0, 2, 3, 4, 5, 6], shape: [2, 3])

  /// Not even where they lie in the same file: what a program reads is what the file holds.
  @Test(arguments: [
    (ForeignFile.virtual, "virtual"), (ForeignFile.virtualWithin, "virtual"),
    (ForeignFile.external, "in another file"),
  ])
  func readsNothingOutsideTheFile(_ bytes: Data, _ part: String) async throws {
    let folder = try TemporaryDirectory()
    try ForeignFile.source.write(to: folder.file("source.h5"))
    let url = folder.file("values.h5")
    try bytes.write(to: url)
    let error = await #expect(throws: StorageError.self) {
      _ = try await ArrayFile(contentsOf: url)
    }
    let message = try #require(error).description
    #expect(message.contains("/v") && message.contains("values.h5"), "\(message)")
    #expect(message.contains(part) && !message.contains("\n"), "\(message)")
    // Who needs other things only is not kept from them.
    #expect(try await ArrayFile(contentsOf: url, needing: []).arrays["/v"] == nil)
  }

  @Test func saysThatAFileIsBeingWritten() async throws {
    let folder = try TemporaryDirectory()
    let file = folder.file("open.h5")
    try ForeignFile.source.write(to: file)
    let descriptor = open(file.path, O_RDWR)
    try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    let locked = StorageError.beingWritten(file: file.path)
    await #expect(throws: locked) { try await ArrayFile(contentsOf: file) }
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
