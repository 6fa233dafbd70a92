import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Domains

/// The data of the standard problems beside sums of what PyEPO 2.2.5 generates
/// (`Tests/Programs/standard_problems.py`).
struct StandardDataTests {
  private static let cases = Result { try Oracle("standard_problems")["data"] }

  /// PyEPO adds up Bu in the order of its BLAS, and NumPy takes powers from the C library, so that
  /// of many entries one might be rounded another way in single precision (6·10⁻⁸ of itself).
  private func expect(
    _ matrix: Matrix, _ expected: Oracle, within bound: Double, _ comment: Comment,
    at location: SourceLocation = #_sourceLocation
  ) {
    let weighted = matrix.values.enumerated().reduce(0.0) {
      $0 + Double(1 + $1.offset % 97) * $1.element
    }
    let size = matrix.values.reduce(0) { $0 + $1.magnitude }
    func close(_ a: Double, _ b: Double, _ size: Double) -> Bool { abs(a - b) <= bound * size }
    #expect(
      close(matrix.values.reduce(0, +), expected["sum"].number, size), comment,
      sourceLocation: location)
    #expect(
      close(weighted, expected["weighted"].number, 97 * size), comment, sourceLocation: location)
    let (first, last) = (matrix.values[0], matrix.values[matrix.values.count - 1])
    #expect(close(first, expected["first"].number, abs(first)), comment, sourceLocation: location)
    #expect(close(last, expected["last"].number, abs(last)), comment, sourceLocation: location)
  }

  private static let features = 1e-14, single = 1e-10

  private func each(
    _ problem: String, _ check: (_ degree: Int, _ seed: UInt64, Oracle, Comment) throws -> Void
  ) throws {
    let cases = try Self.cases.get()[problem].elements
    #expect(cases.count == 10)
    for expected in cases {
      let (degree, seed) = (expected["degree"].integer, UInt64(expected["seed"].integer))
      try check(degree, seed, expected, "degree \(degree), seed \(seed)")
    }
  }

  @Test func costsOfPathsArePyEPOs() throws {
    try each("shortest_path") { degree, seed, expected, comment in
      var domain = StandardPathDomain(degree: degree, instances: 100)
      (domain.targets, domain.heldOut) = (20, 40)
      let drawn = try domain.instances(seed: seed)
      expect(drawn.features, expected["features"], within: Self.features, comment)
      expect(drawn.labels, expected["labels"], within: Self.single, comment)
      let scenario = try domain.scenario(from: [:], seed: seed)
      let samples = try scenario.cleanSamples()
      #expect(samples.outcome[0] == -1 * drawn[0..<100].labels)
      #expect(scenario.targetOutcome[0] == -1 * drawn[100..<120].labels)
      #expect(scenario.heldOutOutcome[0] == -1 * drawn[120..<160].labels)
      #expect(samples.heldOutFeatures == drawn[120..<160].features)
    }
  }

  /// Values are whole numbers, so that they are equal or not.
  @Test func valuesOfItemsArePyEPOs() throws {
    try each("knapsack") { degree, seed, expected, comment in
      var domain = StandardKnapsackDomain(degree: degree, instances: 100)
      (domain.targets, domain.heldOut) = (20, 40)
      let (weights, drawn) = try domain.instances(seed: seed)
      expect(weights, expected["weights"], within: 1e-14, comment)
      expect(drawn.features, expected["features"], within: Self.features, comment)
      #expect(drawn.labels.values.reduce(0, +) == expected["labels"]["sum"].number, comment)
      expect(drawn.labels, expected["labels"], within: 0, comment)
    }
  }

  @Test func returnsOfAssetsArePyEPOs() throws {
    try each("portfolio") { degree, seed, expected, comment in
      var domain = StandardPortfolioDomain(degree: degree, instances: 100)
      (domain.targets, domain.heldOut) = (20, 40)
      let (covariance, drawn) = try domain.instances(seed: seed)
      expect(covariance, expected["covariance"], within: 1e-13, comment)
      expect(drawn.features, expected["features"], within: Self.features, comment)
      expect(drawn.labels, expected["labels"], within: Self.single, comment)
    }
  }

  @Test func refusesSeedsThatNumPyHasNot() {
    for domain in [
      StandardPathDomain(), StandardKnapsackDomain(), StandardPortfolioDomain(),
    ] as [any Domain] {
      #expect(throws: StandardProblemError.seed(1 << 32)) {
        try domain.scenario(from: [:], seed: 1 << 32)
      }
    }
  }

  @Test(arguments: 1...9)
  func takesRootsToTheLastPlace(_ degree: Int) {
    let root = StandardPortfolioDomain.root(of: 0.1, degree)
    #expect(abs(power(root, degree) - 0.1) <= Double(degree) * 2e-17)
  }
}
