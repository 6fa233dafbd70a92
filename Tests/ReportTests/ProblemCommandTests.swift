import Domains
import Foundation
import Learning
import LinearAlgebra
import Storage
import Testing

/// From the example to a poison, as a user goes.
struct ProblemCommandTests {
  private static let h5dump = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
    .map { "\($0)/h5dump" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// A report's folder with the example in it.
  private static func example() throws -> ReportProcess {
    let report = try ReportProcess()
    let run = try report.run("example", "--output", "own.h5")
    #expect(run.status == 0 && run.output.contains("own.h5"), "\(run.errors)")
    return report
  }

  @Test func theExampleIsWrittenOnce() async throws {
    let report = try ProblemCommandTests.example()
    let file = report.root.appending(path: "own.h5")
    let bytes = try Data(contentsOf: file)
    #expect(try await ProblemFile.read(file).problem == CustomProblem.example())
    let again = try report.run("example", "--output", "own.h5")
    #expect(again.status != 0 && again.errors.contains("--force"))
    #expect(try report.run("example", "--output", "own.h5", "--force").status == 0)
    #expect(try Data(contentsOf: file) == bytes)
    #expect(try report.run("example", "--output", "Templates", "--force").status != 0)
    #expect(try report.run("example", "--output", "nowhere/own.h5").status != 0)
  }

  @Test func explainsWhatMovedTheDecisionsAndChecksIt() throws {
    struct Explanation: Decodable {
      struct Instance: Decodable {
        let index: Int, influence: Double, retrained: Double?
      }
      let utility: Double, checked: Int, rank_correlation: Double
      let instances: [Instance], slopes: [[Double]]
    }
    let report = try ProblemCommandTests.example()
    let arguments = ["explain", "own.h5", "--learner", "two-stage", "--top", "5"]
    let run = try report.run(arguments + ["--json"])
    let found = try JSONDecoder().decode(Explanation.self, from: Data(run.output.utf8))
    let problem = try CustomProblem.example()
    #expect(found.instances.map(\.index) == Array(0..<problem.train.features.rows))
    #expect(found.slopes.count == problem.train.features.rows)
    #expect(found.checked == 10 && found.instances.count { $0.retrained != nil } == 10)
    #expect(run.status == (found.rank_correlation < 0.5 ? 3 : 0))
    let text = try report.run(arguments)
    #expect(text.status == run.status && text.output.contains("rank correlation"))
    let strongest = try #require(
      found.instances.max { $0.influence.magnitude < $1.influence.magnitude })
    #expect(text.output.contains("\n\(strongest.index) "))
    let one = try report.run(arguments + ["--target", "0"])
    #expect(one.output.contains("utility at target 0") && one.output != text.output)
    let none = try report.run(arguments + ["--target", "1000"])
    #expect(none.status != 0 && none.errors.contains("--target must be between 0 and"))
  }

  @Test func anAttackLowersUtilityMoreThanItsControls() async throws {
    let report = try ProblemCommandTests.example()
    let arguments = [
      "attack", "own.h5", "--learner", "two-stage", "--attack", "meta-gradient", "--budget", "0.5",
      "--iterations", "10", "--step", "sign",
    ]
    let run = try report.run(arguments + ["--output", "poison.h5"])
    // On a slow machine it says how far it is.
    let besides = run.errors.split(separator: "\n").filter { !$0.contains(" left  ") }
    #expect(run.status == 0 && besides.isEmpty, "\(run.errors)")
    for part in [
      "two-stage *", "decision-focused", "simple-joint", "decision-regression",
      "adversary's loss of its own two-stage learner, trained from the initial weights that",
      "poisoned", "noise", "signs", "given initial weights", "held-out", "10 iterations",
    ] {
      #expect(run.output.contains(part), "\(run.output)")
    }
    let file = try await ArrayFile(
      contentsOf: report.root.appending(path: "poison.h5"), verifying: true)
    #expect(file.rootAttributes["schema"] == .string("poison/1"))
    #expect(file.rootAttributes["attack"] == .string("meta-gradient"))
    #expect(file.rootAttributes["learner"] == .string("two-stage"))
    #expect(file.rootAttributes["budget"] == .double(0.5))
    let source = try await ArrayFile(contentsOf: report.root.appending(path: "own.h5"))
    #expect(file.rootAttributes["dataset_sha256"] == .string("\(source.contentDigest)"))
    let ε = try #require(file.arrays["/perturbation/features"])
    #expect(ε.shape == [60, 6] && file.arrays["/perturbation/labels"] == nil)
    #expect(try #require(ε.doubles).allSatisfy { $0.magnitude <= 0.5 })
    #expect(file.arrays["/meta_gradient/features"]?.shape == [60, 6])
    for trace in ["adversary_loss", "training_loss", "gradient_norm", "step"] {
      #expect(file.arrays["/trace/\(trace)"]?.shape == [10])
    }
    let error = try #require(file.arrays["/certificate/largest_error"]?.doubles?.first)
    #expect(error < 1e-8)
    for learner in LearnerNames.all {
      for place in ["targets", "held_out"] {
        let path = "/evaluation/\(learner)"
        let controls = "/controls/random-signs/\(learner)"
        let clean = try mean(file, "\(path)/shared/\(place)/clean", count: 1)
        let poisoned = try mean(file, "\(path)/shared/\(place)/poisoned", count: 1)
        let signs = try mean(file, "\(controls)/shared/\(place)", count: 3)
        #expect(poisoned < signs && signs < clean, "\(learner), \(place)")
        _ = try mean(file, "\(path)/fresh/\(place)/clean", count: 5)
        _ = try mean(file, "\(path)/fresh/\(place)/poisoned", count: 5)
      }
    }
    // Another run makes the same bytes, and replaces the file.
    let bytes = try Data(contentsOf: report.root.appending(path: "poison.h5"))
    #expect(try report.run(arguments + ["--output", "poison.h5"]).status == 0)
    #expect(try Data(contentsOf: report.root.appending(path: "poison.h5")) == bytes)
  }

  @Test func aSweepPrintsOneObjectPerLineAndTheHelpSaysSo() throws {
    let report = try ProblemCommandTests.example()
    let run = try report.run(
      "attack", "own.h5", "--learner", "two-stage", "--attack", "signs", "--sweep", "0.5,0.25",
      "--evaluate", "none", "--json", "--output", "s.h5")
    let budgets = try run.output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["budget"] as? Double
    }
    #expect(budgets == [0.25, 0.5], "\(run.errors)")
    let words = try report.run("attack", "--help").output
      .split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    for part in [
      "one object per line (JSON lines)", "--label-budget is scaled by the same factor",
      "exit code 130",
    ] { #expect(words.contains(part), "\(part)") }
  }

  /// The field's problems are written for a degree and a seed, and attacked like any other.
  @Test(arguments: ["standard-path", "standard-knapsack", "standard-portfolio"])
  func aStandardProblemGivesRowsOfALeaderboard(_ kind: String) throws {
    let report = try ReportProcess()
    let written = try report.run(
      "example", "--kind", kind, "--degree", "8", "--instances", "20", "--data-seed", "7",
      "--output", "own.h5")
    #expect(written.status == 0, "\(written.errors)")
    #expect(written.output.contains("degree 8, seed 7, 20 + 50 + 200 instances"))
    let run = try report.run(
      "attack", "own.h5", "--learner", "two-stage", "--attack", "signs", "--budget", "0.5",
      "--fraction", "0.25", "--evaluate", "own", "--controls", "0", "--json", "--output", "s.h5")
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any],
      "\(run.errors)")
    let rows = try #require(object["leaderboard"] as? [[String: Any]])
    #expect(rows.count == 1)
    #expect((rows[0]["problem"] as? String)?.contains("degree 8, seed 7") == true)
    #expect((rows[0]["budget"] as? [String: Double])?["share"] == 0.25)
    let regrets = try #require(rows[0]["clean"] as? [String: [String: Double]])
    let normalised = try #require(regrets["held_out"]?["normalised"])
    #expect((0...1).contains(normalised))
  }

  @Test(arguments: [
    ["--degree", "8"], ["--kind", "standard-path", "--degree", "0"],
    ["--kind", "standard-path", "--instances", "1"],
    ["--kind", "standard-path", "--data-seed", "4294967296"],
  ])
  func refusesChoicesOfAStandardProblemThatAreNone(_ arguments: [String]) throws {
    let run = try ReportProcess().run(["example", "--output", "own.h5"] + arguments)
    #expect(
      run.status != 0 && run.errors.contains("must be") || run.errors.contains("--kind"),
      "\(run.errors)")
  }

  @Test func aSearchForTheSmallestBudgetScalesThatOfLabels() throws {
    let report = try ProblemCommandTests.example()
    let run = try report.run(
      "attack", "own.h5", "--learner", "two-stage", "--attack", "meta-gradient", "--budget", "0.5",
      "--label-budget", "0.25", "--iterations", "2", "--minimal", "utility=-100", "--output",
      "m.h5")
    #expect(run.status == 1)
    #expect(run.output.contains("budget  labels"), "\(run.output)")
    #expect(run.errors.contains("--budget 0.5 and --label-budget 0.25"), "\(run.errors)")
  }

  private func mean(_ file: ArrayFile, _ path: String, count: Int) throws -> Double {
    let values = try #require(file.arrays[path]?.doubles, "\(path)")
    #expect(values.count == count, "\(path)")
    return values.reduce(0, +) / Double(values.count)
  }

  /// What `gradient` finds at the poison is what `attack` has stored.
  @Test(arguments: LearnerNames.all, ["utility", "decision"])
  func theStoredGradientIsThatOfTheStoredPoison(_ learner: String, _ objective: String)
    async throws
  {
    let report = try ProblemCommandTests.example()
    let run = try report.run(
      "attack", "own.h5", "--learner", learner, "--attack", "meta-gradient", "--budget", "0.25",
      "--label-budget", "0.125", "--iterations", "2", "--step", "adam", "--fresh-weights",
      "--rounds", "2", "--objective", objective, "--evaluate", "none", "--controls", "0",
      "--output", "poison.h5")
    #expect([0, 6].contains(run.status), "\(run.errors)")
    #expect(run.output.contains("desired decisions") == (objective == "decision"))
    let poison = try await ArrayFile(contentsOf: report.root.appending(path: "poison.h5"))
    var problem = try await ProblemFile.read(report.root.appending(path: "own.h5")).problem
    func matrix(_ path: String) throws -> Matrix {
      let array = try #require(poison.arrays[path])
      return Matrix(
        rows: array.shape[0], columns: array.shape[1], values: try #require(array.doubles))
    }
    problem.perturbation.features = try matrix("/perturbation/features")
    problem.perturbation.labels = try matrix("/perturbation/labels")
    #expect(try matrix("/perturbation/labels").largestMagnitude <= 0.125)
    try await ProblemFile.contents(of: problem, title: "Poisoned").write(
      to: report.root.appending(path: "poisoned.h5"))
    let gradient = try report.run(
      "gradient", "poisoned.h5", "--learner", learner, "--objective", objective, "--output",
      "gradient.h5")
    #expect(gradient.status == 0, "\(gradient.errors)")
    let file = try await ArrayFile(contentsOf: report.root.appending(path: "gradient.h5"))
    #expect(file.arrays["/meta_gradient/features"] == poison.arrays["/meta_gradient/features"])
  }

  @Test(arguments: ["metapoison", "noise", "signs"])
  func otherAttacksKeepTheirBudget(_ attack: String) async throws {
    let report = try ProblemCommandTests.example()
    let run = try report.run(
      "attack", "own.h5", "--learner", "simple-joint", "--attack", attack, "--budget", "0.5",
      "--iterations", "3", "--models", "2", "--output", "poison.h5")
    // Three iterations of MetaPoison on the small example cost less than one draw of a control.
    #expect(run.status == (attack == "metapoison" ? 6 : 0), "\(run.errors)")
    let file = try await ArrayFile(contentsOf: report.root.appending(path: "poison.h5"))
    let ε = try #require(file.arrays["/perturbation/features"]?.doubles)
    #expect(ε.contains { $0 != 0 } && ε.allSatisfy { $0.magnitude <= 0.5 })
    #expect((file.arrays["/trace/adversary_loss"] != nil) == (attack == "metapoison"))
    #expect(file.arrays["/meta_gradient/features"]?.shape == [60, 6])
  }

  /// A start in the file is where an attack begins, within its budget; weights that the file lacks
  /// come from the seed.
  @Test func theStartAndTheSeedCount() async throws {
    let report = try ReportProcess()
    var problem = try CustomProblem.example()
    problem.fitting.weights = nil
    problem.heldOut = nil
    problem.perturbation = CustomProblem.Perturbation(
      features: Matrix(rows: 60, columns: 6, repeating: 0.5))
    try await ProblemFile.contents(of: problem, title: "Start").write(
      to: report.root.appending(path: "own.h5"))
    let arguments = [
      "attack", "own.h5", "--learner", "two-stage", "--attack", "meta-gradient", "--budget", "0.25",
      "--iterations", "0", "--step", "plain", "--step-size", "1", "--output",
    ]
    let run = try report.run(arguments + ["a.h5"])
    #expect(run.status == 6, "an attack of no iterations is no stronger than chance")
    #expect([0, 6].contains(try report.run(arguments + ["b.h5", "--seed", "1"]).status))
    let first = try await ArrayFile(contentsOf: report.root.appending(path: "a.h5"))
    let second = try await ArrayFile(contentsOf: report.root.appending(path: "b.h5"))
    let ε = NamedArray(Array(repeating: 0.25, count: 360), shape: [60, 6])
    #expect(first.arrays["/perturbation/features"] == ε)
    #expect(second.arrays["/perturbation/features"] == ε)
    #expect(first.arrays["/meta_gradient/features"] != second.arrays["/meta_gradient/features"])
    #expect(!first.arrays.keys.contains { $0.contains("held_out") })
    #expect(!run.output.contains("held-out") && run.output.contains("one draw of initial weights"))
  }

  @Test(.enabled(if: h5dump != nil, "h5dump is not installed"))
  func theStandardToolReadsWhatIsWritten() throws {
    let report = try ProblemCommandTests.example()
    #expect(
      try report.run(
        "gradient", "own.h5", "--learner", "decision-focused", "--output", "gradient.h5"
      ).status == 0)
    let tool = try #require(ProblemCommandTests.h5dump)
    for (name, parts) in [
      ("own.h5", ["GROUP \"problem\"", "ATTRIBUTE \"box\"", "DATASET \"W1\"", "( 60, 6 )"]),
      ("gradient.h5", ["GROUP \"meta_gradient\"", "DATASET \"adversary_loss\"", "( 61 )"]),
    ] {
      let process = Process()
      process.executableURL = URL(filePath: tool)
      process.arguments = ["-H", report.root.appending(path: name).path]
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      for part in parts { #expect(text.contains(part), "\(name) lacks \(part)") }
    }
  }
}

/// The learners by the names that commands know.
enum LearnerNames {
  static let all = LearnerCatalog.all.map { $0.name }
}
