import Foundation
import Learning
import LinearAlgebra
import Storage
import Testing
import TestSupport

@testable import Domains

struct ProblemFileTests {
  @Test func theExampleIsReadAsItWasWritten() async throws {
    let directory = try TemporaryDirectory()
    let url = directory.file("problem.h5")
    let problem = try CustomProblem.example()
    try await ProblemFile.contents(of: problem, title: "Example").write(to: url)
    #expect(try await ProblemFile.read(url).problem == problem)
  }

  /// Every optional part that the example lacks, and none of those that it has.
  @Test func optionalPartsMayComeAndGo() throws {
    var problem = try CustomProblem.example()
    problem.constraints.equalityMatrix = Matrix([[1, 1, 1, 1], [2, 2, 2, 2]])
    problem.constraints.equalityBound = [0.25, 0.5]
    problem.perturbation.features = Matrix(rows: 60, columns: 6, repeating: 0.125)
    problem.perturbation.labels = Matrix(rows: 60, columns: 4, repeating: -3)
    #expect(try ProblemFileTests.reread(problem) == problem)
    var bare = try CustomProblem.example()
    bare.heldOut = nil
    bare.constraints = CustomProblem.Constraints(
      inequalityMatrix: Matrix(rows: 0, columns: 4), inequalityBound: [])
    bare.perturbation = CustomProblem.Perturbation()
    bare.fitting.weights = nil
    bare.desiredDecisions = nil
    #expect(try ProblemFileTests.reread(bare) == bare)
  }

  @Test func trainingIsSaidForAllAndForEachLearner() throws {
    var problem = try CustomProblem.example()
    problem.fitting.training = Training(
      steps: 7, rate: 0.5, rule: .momentum(0.9), batch: Minibatches(of: 5), weightDecay: 0.25)
    problem.fitting.trainings[TwoStage.id] = Training(steps: 9, rate: 0.5, rule: .adam)
    #expect(try ProblemFileTests.reread(problem) == problem)
    var file = ProblemFile.contents(of: problem, title: "Test")
    file.attributes["/training/simple-joint"] = ["batch": .integer(0), "steps": .double(3)]
    let fitting = try ProblemFile.problem(in: file, of: "test.h5").fitting
    var expected = problem.fitting.training
    (expected.batch, expected.steps) = (nil, 3)
    #expect(fitting.training(of: SimpleJoint.id) == expected)
    #expect(fitting.training(of: TwoStage.id).rule is AdamStep)
    #expect(fitting.training(of: DecisionFocused.id) == problem.fitting.training)
  }

  @Test(arguments: [[], [5], [5, 3]])
  func networksMayHaveAnyNumberOfLayers(_ hidden: [Int]) throws {
    var problem = try CustomProblem.example()
    (problem.fitting.hidden, problem.fitting.weights) = (hidden, nil)
    #expect(try ProblemFileTests.reread(problem) == problem)
    problem.fitting.weights = problem.scenario(seed: 1).givenWeights
    #expect(problem.fitting.weights?.parts.count == 2 * hidden.count + 2)
    #expect(try ProblemFileTests.reread(problem) == problem)
    var file = ProblemFile.contents(of: problem, title: "Test")
    file.attributes["/training"]?["hidden"] = nil
    #expect(try ProblemFile.problem(in: file, of: "test.h5") == problem)
  }

  /// What the first version means has never changed.
  @Test func theFirstVersionIsRead() throws {
    let problem = try CustomProblem.example()
    var file = ProblemFile.contents(of: problem, title: "Test")
    file.becomeFirstVersion()
    #expect(try ProblemFile.problem(in: file, of: "test.h5") == problem)
    file.attributes["/training"]?["hidden"] = .integer(0)
    #expect(throws: ProblemFileError.self) { try ProblemFile.problem(in: file, of: "test.h5") }
  }

  private static func reread(_ problem: CustomProblem) throws -> CustomProblem {
    try ProblemFile.problem(in: ProblemFile.contents(of: problem, title: "Test"), of: "test.h5")
  }

  /// Numbers of all widths and orders, texts of fixed and variable length, nothing chunked, no
  /// digest.
  ///
  /// Beside them truth values, a table, a link, a dimension scale and a note, which nobody asks
  /// for. Written by h5py 3.16.
  @Test func readsWhatAnotherProgramHasWritten() async throws {
    let problem = try await ProblemFile.read(Fixture.url("problem_h5py.h5")).problem
    #expect(problem.train.features.rows == 6 && problem.train.features.columns == 3)
    // Written as a 32-bit float and as a big-endian double.
    #expect(problem.train.features[0, 0] == Double(Float(2.041)))
    #expect(problem.train.labels[0, 0] == 0.958)
    #expect(problem.quadratic == .identity(2))
    #expect(problem.constraints.inequalityMatrix == Matrix([[1, 2]]))
    #expect(problem.constraints.inequalityBound == [0.5] && problem.constraints.box == 1)
    #expect(problem.heldOut == nil && problem.fitting.weights == nil)
    #expect(problem.fitting.training == Training(steps: 5, rate: 0.125))
    #expect(problem.fitting.activation == .tanh && problem.fitting.loss == .mean)
    #expect(problem.fitting.hidden == [4])
    #expect(
      problem.unread
        == ["attribute note of /", "/alias", "/complete", "/day", "/table"])
  }

  @Test func theBoxFollowsTheRows() throws {
    let problem = try CustomProblem.example()
    let decided = try #require(problem.decisionProblem as? QuadraticUtility)
    let rows = decided.inequalityMatrix
    #expect(rows.rows == 3 + 2 * 4)
    #expect(rows.selectingRows(3..<7) == .identity(4))
    #expect(rows.selectingRows(7..<11) == -1 * .identity(4))
    #expect(decided.inequalityBound.values.suffix(8).allSatisfy { $0 == 1 })
  }

  /// Halves of a matrix that another program has rounded differently are no reason to refuse it.
  @Test func roundingMayBreakTheSymmetry() throws {
    var problem = try CustomProblem.example()
    problem.quadratic[0, 1] = 0.1
    problem.quadratic[1, 0] = 0.1 + 1e-15
    #expect(try ProblemFileTests.reread(problem) == problem)
  }
}
