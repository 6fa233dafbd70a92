import Foundation
import TestSupport
import Testing

/// Files that crash the library, and texts that give orders to a terminal.
struct HostileInputTests {
  /// Nothing of a file reaches a terminal as an order to it.
  @Test func printsNoOrdersToATerminal() throws {
    let report = try ReportProcess()
    let name = "a\u{1B}]0;owned\u{7}b.h5"
    let missing = try report.run("gradient", name, "--learner", "two-stage", "--output", "g.h5")
    #expect(missing.status == 1 && missing.errors.contains("b.h5"), "\(missing.errors)")
    #expect(!missing.errors.unicodeScalars.contains("\u{1B}") && !missing.errors.contains("\u{7}"))
  }

  @Test func aForeignFileIsReadInAProcessOfItsOwn() throws {
    let report = try ReportProcess()
    try #require(try report.run("example", "--output", "x.h5").status == 0)
    #expect(try report.run("read-foreign", "x.h5").status == 0)
    try Data("no HDF5".utf8).write(to: report.root.appending(path: "y.h5"))
    #expect(try report.run("read-foreign", "y.h5").status == 1)
    #expect(!(try report.run("--help").output.contains("read-foreign")))
  }

  /// A free place of no length in a heap of texts, which no checksum covers: the library looks for
  /// the one behind it for ever.
  @Test func aFileWithoutAnEndIsRefusedInASentence() throws {
    let report = try ReportProcess()
    var bytes = [UInt8](try Data(contentsOf: Fixture.url("problem_h5py.h5")))
    let heap = try #require(bytes.firstRange(of: Array("GCOL".utf8))).lowerBound
    // Behind the heap's own 16 bytes: index, uses and size of each text, and the text in eights.
    var place = heap + 16
    func size() -> Int { bytes[place + 8..<place + 16].reversed().reduce(0) { $0 << 8 | Int($1) } }
    while bytes[place] != 0 { place += 16 + (size() + 7) / 8 * 8 }
    for k in 8..<16 { bytes[place + k] = 0 }
    try Data(bytes).write(to: report.root.appending(path: "x.h5"))
    let refused = try report.run("gradient", "x.h5", "--learner", "two-stage", "--output", "g.h5")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("x.h5 is damaged: HDF5 "), "\(refused.errors)")
    #expect(refused.errors.contains("within 3 s of processor time"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: report.root.appending(path: "g.h5").path))
  }
}
