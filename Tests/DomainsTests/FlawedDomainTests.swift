import Data
import Learning
import LinearAlgebra
import TestSupport
import Testing

@testable import Domains

struct FlawedDomainTests {
  @Test(arguments: DomainCatalog.all)
  func everyDomainOfTheCatalogKeepsItsPromises(_ domain: any Domain) throws {
    #expect(try DomainConformance.flaws(of: domain, from: SimulatedSources.all()) == [])
  }

  /// One data set for all seeds, of other sizes than it states, and a box of no width.
  private struct Flawed: Domain {
    static let name = "flawed", label = "Flawed domain", summary = "Breaks promises."
    var title: String { "Something else" }
    var size: DomainSize { DomainSize(training: 21, targets: 100, heldOut: 100) }
    var cost: DomainCost { DomainCost(step: 0) }

    func scenario(from sources: Sources, seed: UInt64) throws -> Scenario {
      let base = try SyntheticDomain(instances: 20).scenario(from: sources, seed: 0)
      let shape = base.pipeline.perturbationShape
      let nothing = Matrix(rows: shape.rows, columns: shape.columns)
      return Scenario(
        pipeline: base.pipeline, problem: base.problem, predictor: base.predictor,
        targetOutcome: base.targetOutcome, heldOutOutcome: base.heldOutOutcome,
        box: Box(lower: nothing, upper: nothing))
    }
  }

  @Test func findsEveryBrokenPromise() throws {
    #expect(
      try DomainConformance.flaws(of: Flawed(), from: [:])
        == [
          "a title that does not begin with its label", "no settings",
          "a cost below 0, or a free solve", "one scenario of two seeds",
          "training instances other than 21", "no entry that may be perturbed",
        ].map { "flawed: \($0)" })
  }
}
