import Learning
import LinearAlgebra
import Testing

@testable import Domains

struct SyntheticDomainTests {
  @Test func drawsOneTargetAsTheFirstOfMany() throws {
    var domain = SyntheticDomain(instances: 10)
    let many = try domain.scenario(from: [:], seed: 3)
    domain.targets = 1
    let one = try domain.scenario(from: [:], seed: 3)
    // Products of other shapes may round otherwise.
    for (alone, among) in zip(one.targetOutcome[0].row(0), many.targetOutcome[0].row(0)) {
      #expect(abs(alone - among) < 1e-12)
    }
  }

  @Test func limitsWhatIsAttackableByItsBox() throws {
    var domain = SyntheticDomain(instances: 10)
    domain.attackable = .everyFifthInstance
    func sides() throws -> (lower: Matrix, upper: Matrix) {
      let scenario = try domain.scenario(from: [:], seed: 3)
      return scenario.box.sides(scenario.pipeline.perturbationShape)
    }
    let few = try sides()
    for i in 0..<10 {
      #expect(few.upper[i, 0] == (i % 5 == 0 ? 1 : 0) && few.lower[i, 0] == -few.upper[i, 0])
    }
    domain.attackable = .upwards
    let upwards = try sides()
    #expect(upwards.lower.largestMagnitude == 0 && upwards.upper[3, 3] == 1)
  }
}
