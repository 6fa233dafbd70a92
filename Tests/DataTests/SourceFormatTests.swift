import Foundation
import TestSupport
import Testing

@testable import Data

struct SourceFormatTests {
  @Test func everyFormatHasItsOwnKindDirectoryAndOption() {
    let formats = SourceFormats.all
    #expect(Set(formats.map { $0.kind }).count == formats.count)
    #expect(Set(formats.map { $0.directory }).count == formats.count)
    #expect(Set(formats.map { $0.commandOption }).count == formats.count)
    for format in formats {
      #expect(format.kind.description == format.kind.rawValue)
      #expect(SourceFormats.format(of: format.kind)?.label == format.label)
      #expect(format.commandOption.hasPrefix("--"))
    }
    #expect(SourceFormats.format(of: SourceKind(rawValue: "weather")) == nil)
  }

  @Test func aDirectoryOfCitationsIsOneEvenWithATableInIt() throws {
    let directory = try TemporaryDirectory()
    let path = directory.url.path
    func kind(_ path: String) -> SourceKind { SourceFormats.format(ofPath: path).kind }
    #expect(kind(path) == .prices)
    try directory.put("", as: "X.CSV")
    #expect(kind(path) == .prices && PriceFormat.holdsFiles(directory: directory.url))
    try directory.put("", as: "x.cites")
    #expect(kind(path) == .citations)
    #expect(kind(path + "/X.CSV") == .prices && kind("/nowhere") == .prices)
  }

  @Test func readsWhatItSimulates() throws {
    for format in SourceFormats.all {
      let directory = try TemporaryDirectory()
      func isComplete() -> Bool { format.holdsSimulation(directory: directory.url) }
      #expect(!isComplete())
      try format.simulate(into: directory.url)
      #expect(isComplete())
      let source = try format.read(paths: [directory.url.path])
      #expect(source.kind == format.kind && !source.isSimulated)
      let digests = try format.digests(paths: [directory.url.path])
      #expect(digests == source.digests)
      let text = format.inspection(of: source)
      #expect(text.contains("\(source.digests[0])"))
      // Whatever was interrupted before its last file is written anew.
      try FileManager.default.removeItem(at: directory.file("README.txt"))
      #expect(!isComplete())
    }
  }

  @Test func saysThatNoPathWasGiven() {
    for format in SourceFormats.all {
      #expect(throws: (any Error).self) { _ = try format.read(paths: []) }
    }
  }
}
