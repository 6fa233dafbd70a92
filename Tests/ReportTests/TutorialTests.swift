import Domains
@testable import Experiments
import Foundation
import LinearAlgebra
import Reproducibility
import Storage
import Testing

@testable import Site

/// What the page about one's own pipeline prints is what its commands print, to the letter.
struct TutorialTests {
  /// The arguments of a command of the page, without `swift run report`.
  private static func arguments(_ command: String) -> [String] {
    command.replacing("\\\n", with: " ").split(whereSeparator: \.isWhitespace).dropFirst(3)
      .map { String($0) }
  }

  private static func report() async throws -> ReportProcess {
    let report = try ReportProcess()
    let problem = try TutorialProblem().problem
    try await ProblemFile.contents(of: problem, title: "Tutorial").write(
      to: report.root.appending(path: "problem.h5"))
    return report
  }

  @Test func theCommandPrintsWhatThePageShows() async throws {
    let report = try await TutorialTests.report()
    let run = try TutorialRun.shared.get()
    let outcome = try report.run(TutorialTests.arguments(TutorialRun.command))
    #expect(outcome.status == run.record.verdict.exitCode, "\(outcome.errors)")
    #expect(outcome.output == run.table.text + "written to poison.h5\n")
    let file = try await ArrayFile(contentsOf: report.root.appending(path: "poison.h5"))
    #expect(file.arrays["/perturbation/features"]?.doubles == run.perturbation.values)
  }

  @Test func theSweepDrawsTheChartOfThePage() async throws {
    let report = try await TutorialTests.report()
    let commands = TutorialRun.sweepCommand.replacing("\\\n", with: " ").split(separator: "\n")
    let sweep = try report.run(TutorialTests.arguments(String(commands[0])))
    let run = try TutorialRun.shared.get()
    #expect(sweep.status == run.sweepRecords.map(\.verdict.exitCode).max(), "\(sweep.errors)")
    let files = TutorialRun.sweep.map { "sweep-\(NumberFormat.exact($0)).h5" }
    let page = try report.run(["page"] + files + ["--output", "poisoned"])
    #expect(page.status == 0, "\(page.errors)")
    let chart = ProblemChart(results: try ProblemResults(run.sweepRecords))
    let table = report.root.appending(path: "poisoned/utility.csv")
    #expect(try String(contentsOf: table, encoding: .utf8) == chart.table)
  }

  /// The whole way of the page: its table, its Python, its command, its Python.
  @Test(.enabled(if: Python.hasFrames, "python3 has no h5py, numpy and pandas"))
  func theFrameMakesTheProblemAndTheRoundTripGivesThePagesNumbers() async throws {
    let report = try ReportProcess()
    let run = try TutorialRun.shared.get()
    try Data(run.problem.table.utf8).write(to: report.root.appending(path: "tutorial.csv"))
    for name in TutorialPage.scripts {
      try FileManager.default.copyItem(
        at: Checkout.root.appending(path: "Templates/\(name)"),
        to: report.root.appending(path: name))
    }
    let written = try Python.run("import frame_to_problem", in: report.root)
    #expect(written.status == 0, "\(written.errors)")
    let url = report.root.appending(path: "problem.h5")
    #expect(try await ProblemFile.read(url).problem == run.problem.problem)

    let outcome = try report.run(TutorialTests.arguments(TutorialRun.command))
    #expect(outcome.output == run.table.text + "written to poison.h5\n", "\(outcome.errors)")
    let read = try Python.run(
      """
      import json
      from poison_to_frame import *
      print("JSON" + json.dumps({
          "columns": list(by_column.index), "moves": [round(x, 4) for x in by_column],
          "days": [int(day) for day in by_row.index], "sums": [round(x, 4) for x in by_row],
          "touched": touched, "untouched": int((poisoned == frame).all(axis=1).sum())}))
      """, in: report.root)
    #expect(read.status == 0, "\(read.errors)")
    let json = try #require(read.output.components(separatedBy: "JSON").last)
    let found = try JSONValue(parsing: json)
    let moves = TutorialMoves(run)
    func numbers(_ name: String) -> [Double] { found[name]?.array?.compactMap(\.double) ?? [] }
    func printed(_ values: [Double]) -> [String] {
      values.map { NumberFormat.fixed($0, decimals: 4) }
    }
    #expect(found["columns"]?.array?.compactMap(\.string) == moves.columns.map(\.name))
    #expect(printed(numbers("moves")) == printed(moves.columns.map(\.move)))
    #expect(numbers("days") == moves.rows.map { Double($0.day) })
    #expect(printed(numbers("sums")) == printed(moves.rows.map(\.move)))
    #expect(found["touched"]?.double == Double(moves.touched))
    let rows = run.problem.table.split(separator: "\n").count - 1
    #expect(found["untouched"]?.double == Double(rows - moves.touched))
  }
}

/// What `report attack` and `report gradient` write is what the page about formats lists.
struct WrittenObjectTests {
  private static func paths(of file: ArrayFile) -> Set<String> {
    var paths = Set(file.arrays.keys)
    for (path, attributes) in file.attributes where file.arrays[path] == nil {
      for name in attributes.keys { paths.insert("\(path)@\(name)") }
    }
    return paths
  }

  private static func check(_ file: ArrayFile, against objects: [CustomFileObject], _ name: String)
  {
    let paths = paths(of: file)
    for path in paths.sorted() {
      let count = objects.count { $0.stands(for: path) }
      #expect(count == 1, "\(name): \(path) is listed \(count) times")
    }
    for object in objects where object.condition == nil {
      for wanted in object.paths where wanted != "/@content_sha256" {
        let isThere = paths.contains { path in
          CustomFileObject(wanted, "", "").stands(for: path)
        }
        #expect(isThere, "\(name) has no \(wanted)")
      }
    }
  }

  @Test(arguments: ["meta-gradient", "metapoison", "noise"])
  func thePageListsEverythingThatAnAttackWrites(_ attack: String) async throws {
    let report = try ReportProcess()
    #expect(try report.run("example", "--output", "own.h5").status == 0)
    // MetaPoison leaves labels alone.
    let labels = attack == "metapoison" ? [] : ["--label-budget", "0.1"]
    _ = try report.run(
      [
        "attack", "own.h5", "--learner", "two-stage", "--attack", attack, "--budget", "0.5",
        "--iterations", "2", "--models", "2", "--output", "poison.h5",
      ] + labels)
    let file = try await ArrayFile(contentsOf: report.root.appending(path: "poison.h5"))
    WrittenObjectTests.check(file, against: CustomFileObject.ofPoison, attack)
  }

  @Test func thePageListsEverythingThatAGradientHas() async throws {
    let report = try ReportProcess()
    #expect(try report.run("example", "--output", "own.h5").status == 0)
    _ = try report.run(
      "gradient", "own.h5", "--learner", "decision-focused", "--output", "gradient.h5")
    let file = try await ArrayFile(contentsOf: report.root.appending(path: "gradient.h5"))
    WrittenObjectTests.check(file, against: CustomFileObject.ofGradient, "gradient")
  }
}
