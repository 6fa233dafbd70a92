import Domains
import Foundation
import Learning
import LinearAlgebra
import Storage
import Testing

/// Degenerate problems: what must not read as a result says so in words, in the file, and by the
/// exit code.
struct TrustTests {
  private func report(_ change: (inout CustomProblem) -> Void) async throws -> ReportProcess {
    let report = try ReportProcess()
    var problem = try CustomProblem.example()
    change(&problem)
    try await ProblemFile.contents(of: problem, title: "Changed").write(
      to: report.root.appending(path: "own.h5"))
    return report
  }

  private func attack(
    _ report: ReportProcess, _ learner: String, _ more: String...
  ) throws -> ReportProcess.Outcome {
    try report.run(
      [
        "attack", "own.h5", "--learner", learner, "--attack", "meta-gradient", "--budget", "0.5",
        "--iterations", "3", "--output", "poison.h5",
      ] + more)
  }

  private func verdict(_ report: ReportProcess, _ name: String = "poison.h5") async throws
    -> [String: AttributeValue]
  {
    let file = try await ArrayFile(contentsOf: report.root.appending(path: name), verifying: true)
    return try #require(file.attributes["/verdict"])
  }

  @Test func aGradientThatIsWrongFailsItsCertificate() async throws {
    let report = try await report { $0.fitting.training = Training(steps: 60, rate: 3) }
    let run = try attack(report, "decision-focused", "--evaluate", "own", "--controls", "1")
    #expect(run.status == 3 && run.output.contains("CERTIFICATE FAILED"), "\(run.output)")
    let verdict = try await verdict(report)
    #expect(verdict["check"] == .string("no") && verdict["exit_code"] == .integer(3))
    let gradient = try report.run(
      "gradient", "own.h5", "--learner", "decision-focused", "--output", "gradient.h5")
    #expect(gradient.status == 3 && gradient.output.contains("CERTIFICATE FAILED"))
    #expect(try await self.verdict(report, "gradient.h5")["check"] == .string("no"))
  }

  @Test func aTrainingThatDivergesIsNoResult() async throws {
    let report = try await report { $0.fitting.training = Training(steps: 6, rate: 2) }
    let run = try attack(report, "two-stage")
    #expect([3, 4].contains(run.status), "\(run.output)")
    #expect(run.output.contains("NOT TRAINED"))
    #expect(try await verdict(report)["training"] == .string("no"))
  }

  @Test func saturatedUnitsAreNotRobustness() async throws {
    let report = try await report { problem in
      problem.train.features = 1e7 * problem.train.features
      problem.target.features = 1e7 * problem.target.features
      problem.heldOut = nil
    }
    let run = try attack(report, "two-stage")
    #expect(run.output.contains("NO GRADIENT") && run.output.contains("does not mean"))
    #expect([4, 5].contains(run.status))
    #expect(try await verdict(report)["gradient"] == .string("no"))
  }

  @Test func aLearnerWorseThanNoFeaturesIsNotWorthAttacking() async throws {
    let report = try await report { problem in
      if let heldOut = problem.heldOut { problem.heldOut?.labels = -1 * heldOut.labels }
    }
    let run = try attack(report, "two-stage")
    #expect(run.status == 4 && run.output.contains("NO BETTER THAN WITHOUT FEATURES"))
  }

  @Test func anAttackWithoutUpdatesIsNoStrongerThanChance() async throws {
    let report = try await report { $0.perturbation.features = Matrix(rows: 60, columns: 6) }
    let run = try report.run(
      "attack", "own.h5", "--learner", "two-stage", "--attack", "meta-gradient", "--budget", "0.5",
      "--iterations", "0", "--output", "poison.h5")
    #expect(run.status == 6 && run.output.contains("NO STRONGER THAN CHANCE"), "\(run.output)")
  }

  @Test func withoutStepsThereIsNothingToAsk() async throws {
    let report = try await report { $0.fitting.training.steps = 0 }
    let run = try report.run(
      "gradient", "own.h5", "--learner", "two-stage", "--output", "gradient.h5")
    #expect(run.status == 0 && run.output.contains("without training steps"), "\(run.output)")
  }

  @Test func nobodyNeedsToBeEvaluated() async throws {
    let report = try await report { _ in }
    let run = try attack(report, "two-stage", "--evaluate", "none")
    #expect(run.status == 0 && run.output.contains("no comparison with chance"))
    let file = try await ArrayFile(contentsOf: report.root.appending(path: "poison.h5"))
    #expect(!file.arrays.keys.contains { $0.hasPrefix("/evaluation") })
    let own = try attack(report, "two-stage", "--evaluate", "own", "--controls", "1")
    #expect(own.status == 0)
    let controls = try await ArrayFile(contentsOf: report.root.appending(path: "poison.h5"))
    #expect(controls.arrays["/evaluation/two-stage/fresh/targets/clean"] != nil)
    #expect(!controls.arrays.keys.contains { $0.hasPrefix("/evaluation/decision-focused") })
    #expect(controls.arrays["/controls/random-signs/two-stage/fresh/targets"]?.shape == [1, 5])
  }

  @Test func theResultCanBeReadByPrograms() async throws {
    let report = try await report { _ in }
    let run = try attack(report, "two-stage", "--json")
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let verdict = try #require(object["verdict"] as? [String: Any])
    #expect(verdict["exit_code"] as? Int == 0 && object["attack"] as? String == "meta-gradient")
    #expect((object["victims"] as? [String: Any])?.count == LearnerNames.all.count)
  }

  @Test func weightsDecisionsAndUtilitiesAreKept() async throws {
    let report = try await report { _ in }
    #expect(try attack(report, "decision-focused").status == 0)
    let file = try await ArrayFile(contentsOf: report.root.appending(path: "poison.h5"))
    for state in ["clean", "poisoned"] {
      let path = "/decided/\(state)"
      #expect(file.arrays["\(path)/targets/decisions"]?.shape == [12, 4])
      #expect(file.arrays["\(path)/trained/W2"]?.shape.first == 4)
      let utilities = try #require(file.arrays["\(path)/targets/utility"]?.doubles)
      let mean = utilities.reduce(0, +) / 12
      let stored = try #require(
        file.arrays["/evaluation/decision-focused/shared/targets/\(state)"]?.doubles?.first)
      #expect((mean - stored).magnitude <= 1e-12 * stored.magnitude.advanced(by: 1))
    }
  }

  @Test func aSweepMakesAFilePerBudgetAndAPageShowsAll() async throws {
    let report = try await report { $0.fitting.training.steps = 30 }
    let run = try report.run(
      "attack", "own.h5", "--learner", "two-stage", "--attack", "meta-gradient", "--sweep",
      "0.5,0.25", "--iterations", "4", "--evaluate", "own", "--output", "poison.h5")
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    let page = try report.run(
      "page", "poison-0.5.h5", "poison-0.25.h5", "--output", "page")
    #expect(page.status == 0, "\(page.errors)")
    let html = try String(
      contentsOf: report.root.appending(path: "page/index.html"), encoding: .utf8)
    for part in [
      "Threat model", "<td>all data", "utility.svg", "0.25", "Better than chance?",
      "Two-stage learner", "exit code 0", "Follows, at B = 0.5",
      "the adversary’s loss of its own two-stage learner, trained from",
    ] { #expect(html.contains(part), "\(part)") }
    let files = try report.files()
    #expect(
      try report.run("page", "poison-0.25.h5", "poison-0.5.h5", "--output", "page").status == 0)
    #expect(try report.files() == files)
    // What is no such page is left alone.
    try "mine".write(
      to: report.root.appending(path: "page/notes.txt"), atomically: true, encoding: .utf8)
    let refused = try report.run("page", "poison-0.25.h5", "--output", "page")
    #expect(refused.status == 1 && refused.errors.contains("notes.txt"))
    let twice = try report.run("page", "poison-0.5.h5", "poison-0.5.h5", "--output", "other")
    #expect(twice.status == 1 && twice.errors.contains("same budgets"))
  }

  @Test func theSmallestBudgetIsSearched() async throws {
    let report = try await report { $0.fitting.training.steps = 20 }
    let arguments = [
      "attack", "own.h5", "--learner", "two-stage", "--attack", "meta-gradient", "--budget", "1",
      "--iterations", "4", "--evaluate", "none", "--controls", "0", "--output", "poison.h5",
      "--minimal",
    ]
    let run = try report.run(arguments + ["flip=0"])
    #expect(run.status == 0 && run.output.contains("reached"), "\(run.output)\(run.errors)")
    let file = try await ArrayFile(contentsOf: report.root.appending(path: "poison.h5"))
    let budget = try #require(file.rootAttributes["budget"]?.double)
    #expect(budget > 0 && budget <= 1)
    let decisions = try ["clean", "poisoned"].map {
      try #require(file.arrays["/decided/\($0)/targets/decisions"]?.doubles).prefix(4)
    }
    let moved = zip(decisions[0], decisions[1]).map { ($0 - $1).magnitude }.max() ?? 0
    #expect(moved >= 0.5 * (decisions[0].map(\.magnitude).max() ?? 0))
    let beyond = try report.run(arguments + ["utility=-1e9"])
    #expect(beyond.status == 1 && beyond.errors.contains("not reached"))
    #expect(try report.run(arguments + ["flip=99"]).errors.contains("no target 99"))
  }
}
