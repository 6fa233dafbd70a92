import Foundation
import LinearAlgebra
import Testing

/// One damaged price file, and what the sentence about it has to name.
struct BadInput: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  let mentions: [String]
  var testDescription: String { name }

  static let header =
    "ticker,date,open,high,low,close,volume,ex-dividend,split_ratio,"
    + "adj_open,adj_high,adj_low,adj_close,adj_volume"
  static let row = "AAA,2010-01-04,1,1,1,1,10,0,1,1,1,1,1,10"

  static let all: [BadInput] = [
    .init(
      name: "missing column", text: header.replacingOccurrences(of: ",adj_close", with: "") + "\n",
      mentions: ["prices.csv", "line 1", "adj_close"]),
    .init(
      name: "doubled column", text: header + ",adj_close\n" + row + ",1\n",
      mentions: ["prices.csv", "line 1", "adj_close"]),
    .init(
      name: "bad date",
      text: "\(header)\n\(row)\n" + row.replacingOccurrences(of: "2010-01-04", with: "2010-02-30"),
      mentions: ["prices.csv", "line 3", "2010-02-30"]),
    .init(
      name: "non-numeric cell",
      text: "\(header)\n" + row.replacingOccurrences(of: ",1,10,0", with: ",x1,10,0"),
      mentions: ["prices.csv", "line 2", "x1"]),
    .init(
      name: "negative price", text: "\(header)\nAAA,2010-01-04,1,1,1,1,10,0,1,1,1,1,-1,10\n",
      mentions: ["prices.csv", "line 2", "-1"]),
    .init(
      name: "zero price", text: "\(header)\nAAA,2010-01-04,1,1,1,1,10,0,1,1,1,1,0,10\n",
      mentions: ["prices.csv", "line 2"]),
    .init(
      name: "duplicate day", text: "\(header)\n\(row)\n\(row)\n",
      mentions: ["prices.csv", "2010-01-04", "line 2", "line 3"]),
    .init(
      name: "too few tickers and days", text: "\(header)\n\(row)\n",
      mentions: ["50 tickers", "531"]),
    .init(name: "empty file", text: "", mentions: ["prices.csv"]),
    .init(name: "not a CSV", text: "\u{1}\u{2}\u{0}PK\u{3}", mentions: ["prices.csv"]),
  ]
}

struct BadInputTests {
  @Test(arguments: BadInput.all)
  func oneSentenceNamesFileAndLineAndNothingIsWritten(_ input: BadInput) throws {
    let report = try ReportProcess()
    let file = report.root.appending(path: "prices.csv")
    try Data(input.text.utf8).write(to: file)
    let before = try report.files()
    let outcome = try report.run("build", "--prices", file.path)
    #expect(outcome.status != 0)
    for part in input.mentions { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1 && lines.allSatisfy { $0.hasPrefix("Error: ") }, "\(outcome.errors)")
    #expect(try report.files() == before)
  }

  @Test func aMissingFileIsNamed() throws {
    let report = try ReportProcess()
    let outcome = try report.run("data", "inspect", "nowhere.csv")
    #expect(outcome.status != 0 && outcome.errors.contains("nowhere.csv"))
  }

  @Test func outsideTheRepositoryOneSentenceSaysSo() throws {
    let report = try ReportProcess()
    let outcome = try report.run("list", from: FileManager.default.temporaryDirectory)
    #expect(outcome.status != 0 && outcome.errors.contains("outside the repository"))
    let wrong = try report.run("list", "--root", "/", from: report.root)
    #expect(wrong.status != 0 && wrong.errors.contains("is not the repository"))
  }

  @Test func unknownFiguresAndPresetsAreRefused() throws {
    let report = try ReportProcess()
    let figure = try report.run("build", "--only", "99")
    #expect(figure.status != 0 && figure.errors.contains("there is no figure “99”"))
    #expect(try report.run("build", "--preset", "fast").status != 0)
    #expect(try report.run("build", "--jobs", "0").status != 0)
    for (command, noun) in [
      ("calibrate", "domain"), ("causes", "domain"), ("attribution", "domain"),
      ("field", "problem"),
    ] {
      let run = try report.run(command, "--only", "synthetic", "nonsense")
      #expect(run.status != 0, "\(command)")
      // Attribution has no synthetic domain.
      #expect(run.errors.contains("There is no \(noun) “"), "\(run.errors)")
      #expect(run.errors.contains("known are") && run.errors.contains("matching"))
    }
    let version = try report.run("--version").output
    #expect(version.contains(".") && version.contains(Instructions.summary))
  }
}
