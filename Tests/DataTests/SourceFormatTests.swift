import Foundation
import Reproducibility
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
      for name in ["SHA256SUMS", "README.txt"] {
        try format.simulate(into: directory.url)
        try FileManager.default.removeItem(at: directory.file(name))
        #expect(!isComplete())
      }
    }
  }

  /// A part of a set, or one that was changed, never passes for the whole.
  @Test func makesASimulationAnewThatIsNotWhatWasMade() throws {
    for format in SourceFormats.all {
      let directory = try TemporaryDirectory()
      func isComplete() -> Bool { format.holdsSimulation(directory: directory.url) }
      func digests() throws -> [Digest] { try format.simulation(in: directory.url).digests }
      let made = try format.simulation(in: directory.url)
      #expect(made.isSimulated)
      let name = try #require(made.files.last.map { URL(filePath: $0.name).lastPathComponent })
      try FileManager.default.removeItem(at: directory.file(name))
      #expect(!isComplete())
      #expect(try digests() == made.digests)
      let text = try String(contentsOf: directory.file(name), encoding: .utf8)
      try text.replacingOccurrences(of: "1", with: "2").write(
        to: directory.file(name), atomically: true, encoding: .utf8)
      #expect(isComplete())
      #expect(try digests() == made.digests)
    }
  }

  @Test func refusesFilesBesideSimulatedOnes() throws {
    let directory = try TemporaryDirectory()
    try PriceFormat.simulate(into: directory.url)
    let (one, other) = (directory.file("WIKI-SIMAA.csv"), directory.file("WIKI-OWN.csv"))
    try FileManager.default.copyItem(at: one, to: other)
    #expect {
      _ = try PriceFormat.simulation(in: directory.url)
    } throws: {
      "\($0)".contains("WIKI-OWN.csv") || "\($0)".contains("SIMAA")
    }
  }

  @Test func saysThatNoPathWasGiven() {
    for format in SourceFormats.all {
      #expect(throws: (any Error).self) { _ = try format.read(paths: []) }
    }
  }
}
