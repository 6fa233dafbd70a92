import Foundation
import TestSupport
import Testing

@testable import Storage

struct TapeArchiveTests {
  private static let files = [
    ("a.json", Data("{}\n".utf8)), ("b/empty.h5", Data()), ("b/exact.h5", Data(count: 512)),
    ("b/odd.h5", Data((0..<1500).map { UInt8($0 % 251) })),
  ]

  private static func written(_ directory: TemporaryDirectory, as name: String) throws -> URL {
    let url = directory.file(name)
    let writer = try TapeArchive.Writer(url)
    for (name, contents) in files { try writer.add(name, contents) }
    try writer.close()
    return url
  }

  @Test func givesBackWhatWasPutIn() throws {
    let directory = try TemporaryDirectory()
    let url = try Self.written(directory, as: "one.tar")
    let entries = try TapeArchive.entries(of: url)
    #expect(entries.map(\.name) == Self.files.map(\.0))
    for (entry, file) in zip(entries, Self.files) {
      #expect(try TapeArchive.contents(entry, of: url) == file.1, "\(entry.name)")
    }
  }

  @Test func writesTheSameBytesTwice() throws {
    let directory = try TemporaryDirectory()
    let (one, other) = (
      try Self.written(directory, as: "one.tar"), try Self.written(directory, as: "other.tar")
    )
    #expect(try Data(contentsOf: one) == Data(contentsOf: other))
  }

  /// Whoever does not have this program unpacks it all the same.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/tar"), "no tar"))
  func isReadByTar() throws {
    let directory = try TemporaryDirectory()
    let url = try Self.written(directory, as: "one.tar")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/tar")
    process.arguments = ["-xf", url.path, "-C", directory.url.path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    for (name, contents) in Self.files {
      #expect(try Data(contentsOf: directory.file(name)) == contents, "\(name)")
    }
  }

  @Test func refusesWhatIsCutOffDamagedOrForeign() throws {
    let directory = try TemporaryDirectory()
    let whole = try Data(contentsOf: Self.written(directory, as: "one.tar"))
    func error(_ bytes: Data) throws -> TapeArchiveError? {
      let url = directory.file("other.tar")
      try bytes.write(to: url)
      return #expect(throws: TapeArchiveError.self) { try TapeArchive.entries(of: url) }
    }
    for length in [0, 100, 511] {
      #expect(try error(whole.prefix(length)) == .foreign(file: "other.tar"), "\(length)")
    }
    for length in [512, 1000, 1024, whole.count - 1024, whole.count - 512, whole.count - 1] {
      #expect(try error(whole.prefix(length)) == .cutOff(file: "other.tar"), "\(length)")
    }
    #expect(try error(whole + Data(count: 512)) == .cutOff(file: "other.tar"))
    #expect(try error(Data(repeating: 65, count: 4096)) == .foreign(file: "other.tar"))
    // Any bit of a header counts: of a name, a size, an owner, a date.
    for offset in [0, 110, 125, 140, 150, 400] {
      var bytes = whole
      bytes[1024 + offset] ^= 1
      #expect(try error(bytes) == .damaged(file: "other.tar", offset: 1024), "\(offset)")
    }
    for error in [TapeArchiveError.foreign(file: "x"), .cutOff(file: "x")] {
      #expect(error.description.hasPrefix("x is "))
    }
  }
}
