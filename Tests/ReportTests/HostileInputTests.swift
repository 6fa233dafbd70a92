import Foundation
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
}
