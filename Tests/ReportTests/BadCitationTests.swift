import Foundation
import Testing

/// One damaged citation file, and what the sentence about it has to name.
struct BadCitations: Sendable, CustomTestStringConvertible {
  let name: String
  var content = "a\t1\t0\tX\nb\t0\t1\tY\n"
  var cites = "a\tb\n"
  let mentions: [String]
  var testDescription: String { name }

  static let all: [BadCitations] = [
    .init(
      name: "wrong field count", content: "a\t1\t0\tX\nb\t1\tY\n",
      mentions: ["papers.content", "line 2", "3 fields"]),
    .init(
      name: "a word that is neither 0 nor 1", content: "a\t1\t2\tX\n",
      mentions: ["papers.content", "line 1", "field 3", "\"2\""]),
    .init(
      name: "duplicate paper", content: "a\t1\t0\tX\nb\t0\t1\tY\na\t0\t0\tX\n",
      mentions: ["papers.content", "line 3", "line 1", "\"a\""]),
    .init(name: "empty content", content: "", mentions: ["papers.content", "empty"]),
    .init(name: "empty cites", cites: "", mentions: ["papers.cites", "empty"]),
    .init(
      name: "a citation of three", cites: "a\tb\na\tb\ta\n", mentions: ["papers.cites", "line 2"]),
    .init(
      name: "too few papers for the partition", mentions: ["2 papers", "27 instances", "2700"]),
  ]
}

struct BadCitationTests {
  @Test(arguments: BadCitations.all)
  func oneSentenceNamesFileAndLineAndNothingIsWritten(_ input: BadCitations) throws {
    let report = try ReportProcess()
    let folder = report.root.appending(path: "papers")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(input.content.utf8).write(to: folder.appending(path: "papers.content"))
    try Data(input.cites.utf8).write(to: folder.appending(path: "papers.cites"))
    let before = try report.files()
    let outcome = try report.run("build", "--cora", folder.path)
    #expect(outcome.status != 0)
    for part in input.mentions { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1 && lines.allSatisfy { $0.hasPrefix("Error: ") }, "\(outcome.errors)")
    #expect(try report.files() == before)
  }

  @Test func aFolderWithoutCitationsIsNamed() throws {
    let report = try ReportProcess()
    let outcome = try report.run("build", "--cora", "nowhere")
    #expect(outcome.status != 0 && outcome.errors.contains("nowhere does not exist"))
  }
}
