import Domains
import Foundation
import LinearAlgebra
import Storage
import Testing

/// A problem that a command must not accept: what was done to the example, and what the sentence
/// about it has to say.
struct RefusedProblem: Sendable, CustomTestStringConvertible {
  let name: String
  let mentions: [String]
  var learner = "two-stage"
  var objective = "utility"
  let damage: @Sendable (inout CustomProblem) -> Void

  var testDescription: String { name }

  static let all: [RefusedProblem] = [
    .init(name: "NaN", mentions: ["/train/labels", "nan", "[2, 1]"]) {
      $0.train.labels[2, 1] = .nan
    },
    .init(name: "asymmetric", mentions: ["/problem/quadratic", "symmetric"]) {
      $0.quadratic[0, 1] = 0.5
    },
    .init(name: "indefinite", mentions: ["/problem/quadratic", "positive semidefinite"]) {
      $0.quadratic[0, 0] = -1
    },
    .init(name: "infeasible", mentions: ["No decision satisfies all constraints of /problem"]) {
      $0.constraints.inequalityMatrix = Matrix([[1, 1, 1, 1]])
      $0.constraints.inequalityBound = [-5]
    },
    .init(
      name: "no interior", mentions: ["simple-joint", "equalities"], learner: "simple-joint"
    ) {
      $0.constraints.inequalityMatrix = Matrix([[1, 0, 0, 0], [-1, 0, 0, 0]])
      $0.constraints.inequalityBound = [0.25, -0.25]
    },
    .init(name: "lower above zero", mentions: ["/perturbation/lower", "lower ≤ 0 ≤ upper"]) {
      $0.perturbation.lower?[0, 0] = 1
    },
    .init(name: "divergence", mentions: ["two-stage", "diverges", "learning_rate"]) {
      $0.fitting.training.rate = 1e6
    },
    .init(
      name: "nothing desired", mentions: ["/target/desired_decisions", "objective"],
      objective: "decision"
    ) { $0.desiredDecisions = nil },
  ]
}

struct ProblemRefusalTests {
  @Test(arguments: RefusedProblem.all)
  func oneSentenceNamesArrayAndRuleAndNothingIsWritten(_ refused: RefusedProblem) async throws {
    let report = try ReportProcess()
    var problem = try CustomProblem.example()
    refused.damage(&problem)
    try await ProblemFile.contents(of: problem, title: "Refused").write(
      to: report.root.appending(path: "own.h5"))
    let before = try report.files()
    let common = [
      "own.h5", "--learner", refused.learner, "--objective", refused.objective, "--output",
      "out.h5",
    ]
    for command in [
      ["gradient"] + common,
      ["attack"] + common + ["--attack", "meta-gradient", "--budget", "1", "--iterations", "2"],
    ] {
      let run = try report.run(command)
      #expect(run.status != 0 && run.output.isEmpty)
      for part in refused.mentions { #expect(run.errors.contains(part), "\(run.errors)") }
      let lines = run.errors.split(separator: "\n")
      #expect(lines.count == 1 && lines.allSatisfy { $0.hasPrefix("Error: ") }, "\(run.errors)")
      #expect(try report.files() == before)
    }
  }

  /// A set without interior is no obstacle for the other learners.
  @Test func learnersThatNeedNoInteriorGoOn() async throws {
    let report = try ReportProcess()
    var problem = try CustomProblem.example()
    problem.constraints.inequalityMatrix = Matrix([[1, 0, 0, 0], [-1, 0, 0, 0]])
    problem.constraints.inequalityBound = [0.25, -0.25]
    try await ProblemFile.contents(of: problem, title: "Flat").write(
      to: report.root.appending(path: "own.h5"))
    let run = try report.run(
      "attack", "own.h5", "--learner", "decision-focused", "--attack", "noise", "--budget", "1",
      "--output", "out.h5")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("simple-joint and decision-regression are left out"))
  }

  /// A rate that suits one learner may be too large for another.
  @Test func anotherLearnerMayDiverge() async throws {
    let report = try ReportProcess()
    var problem = try CustomProblem.example()
    problem.fitting.training.rate = 50
    try await ProblemFile.contents(of: problem, title: "Fast").write(
      to: report.root.appending(path: "own.h5"))
    let run = try report.run(
      "attack", "own.h5", "--learner", "simple-joint", "--attack", "signs", "--budget", "0.5",
      "--output", "out.h5")
    #expect(run.status == 3, "the learner's own gradient does not pass: \(run.output)")
    #expect(run.output.contains("two-stage is left out. The training of the two-stage learner"))
  }

  @Test func whatIsNoProblemIsRefused() async throws {
    let report = try ReportProcess()
    func refuse(_ name: String, _ mentions: String..., file: String = "out.h5") throws {
      let run = try report.run("gradient", name, "--learner", "two-stage", "--output", file)
      #expect(run.status != 0 && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
      for part in mentions { #expect(run.errors.contains(part), "\(run.errors)") }
    }
    let text = report.root.appending(path: "notes.txt")
    try Data("no HDF5".utf8).write(to: text)
    try await ArrayFile(schema: "poison/1", title: "Other").write(
      to: report.root.appending(path: "poison.h5"))
    try await ProblemFile.contents(of: try CustomProblem.example(), title: "Good").write(
      to: report.root.appending(path: "own.h5"))
    let before = try report.files()
    try refuse("missing.h5", "missing.h5", "No such file")
    try refuse("notes.txt", "notes.txt", "HDF5")
    try refuse("Templates", "Templates")
    try refuse("poison.h5", "poison.h5", "poison/1", "decision-problem/1")
    // Outputs that would destroy something, or cannot be.
    try refuse("own.h5", "the problem itself", file: "./Templates/../own.h5")
    try refuse("own.h5", "gradient/1", file: "poison.h5")
    try refuse("own.h5", "gradient/1", file: "notes.txt")
    try refuse("own.h5", "directory", file: "Templates")
    try refuse("own.h5", "directory", file: "nowhere/out.h5")
    #expect(try report.files() == before)
  }

  @Test(arguments: [
    (["--budget", "-1"], "--budget must be"), (["--budget", "nan"], "--budget must be"),
    (["--budget", "0"], "nothing may be changed"),
    (["--budget", "1", "--label-budget", "-1"], "--label-budget must be"),
    (["--budget", "1", "--step", "plain"], "--step-size"),
    (["--budget", "1", "--step-size", "0"], "--step-size must be"),
    (["--budget", "1", "--iterations", "-1"], "--iterations must be"),
    (["--budget", "1", "--rounds", "0"], "--rounds must be"),
    (["--budget", "1", "--step", "newton"], "newton"),
    (["--budget", "1", "--objective", "profit"], "profit"),
    (["--budget", "1", "--seed", "9223372036854775808"], "--seed must be"),
  ])
  func impossibleOptionsAreRefused(_ options: [String], _ mention: String) throws {
    let report = try ReportProcess()
    let before = try report.files()
    let run = try report.run(
      [
        "attack", "own.h5", "--learner", "two-stage", "--attack", "meta-gradient", "--output",
        "o.h5",
      ]
        + options)
    #expect(run.status != 0 && run.errors.contains(mention), "\(run.errors)")
    #expect(try report.files() == before)
  }

  @Test func metapoisonKnowsItsLimits() throws {
    let report = try ReportProcess()
    let common = [
      "attack", "own.h5", "--learner", "two-stage", "--attack", "metapoison", "--budget", "1",
      "--output", "o.h5",
    ]
    #expect(try report.run(common + ["--step", "sign"]).errors.contains("--step adam"))
    #expect(try report.run(common + ["--label-budget", "1"]).errors.contains("--label-budget"))
    #expect(try report.run(common + ["--models", "0"]).errors.contains("--models must be"))
  }
}
