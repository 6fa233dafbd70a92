import LinearAlgebra
import Testing

@testable import Domains

/// Problems that decide at vertices, or with parameters of their own, and lack something.
struct ExactDecisionTests {
  @Test func utilityWithoutBoundIsRefused() throws {
    var problem = try CustomProblem.example(.knapsack)
    problem.constraints.inequalityMatrix = problem.constraints.inequalityMatrix.selectingRows(0..<1)
    problem.constraints.inequalityBound = [20]
    let contents = ProblemFile.contents(of: problem, title: "Test")
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: contents, of: "own.h5")
    }
    #expect(error == .constraints(file: "own.h5", .unbounded(group: "/train", 0)))
  }

  /// An instance of its own that nobody can decide is named.
  @Test func infeasibleInstancesAreNamed() throws {
    var problem = ParametricProblem.knownConstraints.problem()
    var bounds = try #require(problem.target.known[.equalityBound])
    bounds[2, 0] = 10
    problem.target.known[.equalityBound] = bounds
    let contents = ProblemFile.contents(of: problem, title: "Test")
    let error = #expect(throws: ProblemFileError.self) {
      try ProblemFile.problem(in: contents, of: "own.h5")
    }
    #expect(error == .constraints(file: "own.h5", .infeasibleInstance(group: "/target", 2)))
  }

  @Test func parametersStandInOnePlaceOnly() throws {
    let problem = ParametricProblem.knownQuadratic.problem()
    var contents = ProblemFile.contents(of: problem, title: "Test")
    let own = try #require(contents.arrays["/train/quadratic"])
    contents.arrays["/problem/quadratic"] = own
    #expect(
      throws: ProblemFileError.value(
        file: "own.h5", object: "/problem/quadratic", .twice("/train/quadratic"))
    ) { try ProblemFile.problem(in: contents, of: "own.h5") }
    contents.arrays["/problem/quadratic"] = nil
    contents.arrays["/held_out/quadratic"] = nil
    contents.attributes["/held_out/quadratic"] = nil
    #expect(
      throws: ProblemFileError.missing(
        file: "own.h5", object: "/held_out/quadratic", .with("/train/quadratic"))
    ) { try ProblemFile.problem(in: contents, of: "own.h5") }
  }

  @Test func predictedParametersNeedTheirAttributes() throws {
    for (kind, name, array) in [
      (ParametricProblem.predictedFactor, "ridge", "/train/label_quadratic_factor"),
      (.predictedBounds, "violation_price", "/train/label_inequality_bound"),
    ] {
      var contents = ProblemFile.contents(of: kind.problem(), title: "Test")
      contents.attributes["/problem"]?[name] = nil
      #expect(
        throws: ProblemFileError.missing(
          file: "own.h5", object: "attribute \(name) of /problem", .with(array))
      ) { try ProblemFile.problem(in: contents, of: "own.h5") }
    }
  }
}
