import Data
import Learning
import LinearAlgebra
import Testing

@testable import Domains

struct CustomDomainTests {
  private func source(_ problem: CustomProblem) -> Sources {
    Sources(Source(kind: .problem, files: [], content: problem))
  }

  @Test func makesTheScenarioThatTheFileDescribes() throws {
    let problem = try CustomProblem.example()
    let domain = CustomDomain(problem)
    #expect(domain.size.training == 60 && domain.size.targets == 12 && domain.size.heldOut == 12)
    let scenario = try domain.scenario(from: source(problem), seed: 3)
    let samples = try scenario.cleanSamples()
    #expect(samples.features == problem.train.features)
    #expect(samples.outcome == [problem.train.labels])
    #expect(scenario.targetOutcome == [problem.target.labels])
    #expect(scenario.desiredDecisions == problem.desiredDecisions)
    #expect(scenario.givenWeights == problem.fitting.weights)
  }

  @Test func drawsWeightsThatTheFileDoesNotGiveFromTheSeed() throws {
    var problem = try CustomProblem.example()
    (problem.fitting.weights, problem.heldOut) = (nil, nil)
    let domain = CustomDomain(problem)
    #expect(domain.size.heldOut == 0)
    let weights = try [1, 1, 2].map { seed in
      try #require(try domain.scenario(from: source(problem), seed: seed).givenWeights)
    }
    #expect(weights[0] == weights[1] && weights[0] != weights[2])
  }

  @Test func needsAProblem() throws {
    let domain = CustomDomain(try CustomProblem.example())
    #expect(throws: DomainError.missingSource(.problem, domain: "custom")) {
      try domain.scenario(from: [:], seed: 0)
    }
  }
}
