import Foundation
import TestSupport
import Testing

@testable import Reproducibility

struct PartialFileTests {
  @Test func replacesAFileInOneStepAndLeavesNothingElse() throws {
    let directory = try TemporaryDirectory()
    let place = directory.url.appending(path: "state")
    for text in ["one", "two"] {
      try PartialFile.write(Array(text.utf8), to: place)
      #expect(try Data(contentsOf: place) == Data(text.utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory.url.path) == ["state"])
    }
  }

  @Test func removesWhatStoppedWritersLeftOfThisFileAlone() throws {
    let directory = try TemporaryDirectory()
    func url(_ name: String) -> URL { directory.url.appending(path: name) }
    let place = url("poison.h5")
    let gone = PartialFile.name(for: place)
    let held = PartialFile.name(for: place)
    let others = [
      ".poison.h5.notes.partial", ".other.h5.\(UUID()).partial", "poison.h5.\(UUID()).partial",
      ".poison.h5.\(UUID())", "poison.h5",
    ].map(url)
    for file in [gone, held] + others { try Data("x".utf8).write(to: file) }
    let linked = PartialFile.name(for: place)
    try FileManager.default.createSymbolicLink(at: linked, withDestinationURL: others[0])
    let handle = try FileHandle(forReadingFrom: held)
    try #require(flock(handle.fileDescriptor, LOCK_EX | LOCK_NB) == 0)
    PartialFile.removeLeftovers(of: place)
    #expect(!FileManager.default.fileExists(atPath: gone.path))
    for file in [held, linked] + others {
      #expect(FileManager.default.fileExists(atPath: file.path), "\(file.lastPathComponent)")
    }
    try handle.close()
    PartialFile.removeLeftovers(of: place)
    #expect(!FileManager.default.fileExists(atPath: held.path))
  }

  @Test func knowsItsOwnNamesAndNoOthers() {
    let place = URL(filePath: "/a/page.html")
    #expect(PartialFile.isLeftover(PartialFile.name(for: place).lastPathComponent))
    for name in [
      "page.html", ".page.html.partial", "..partial", ".page.html.\(UUID())",
      "page.html.\(UUID()).partial", ".\(UUID()).partial", ".hidden",
    ] {
      #expect(!PartialFile.isLeftover(name), "\(name)")
    }
  }

  @Test func clearsAWholeDirectoryOfThem() throws {
    let directory = try TemporaryDirectory()
    for name in ["a", "b"] {
      let place = directory.url.appending(path: name)
      try PartialFile.create([1], at: PartialFile.name(for: place))
      try PartialFile.write([2], to: place)
    }
    PartialFile.removeLeftovers(in: directory.url)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory.url.path).sorted() == [
        "a", "b",
      ])
  }
}
