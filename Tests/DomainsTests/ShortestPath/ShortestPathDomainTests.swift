import Differentiation
import Learning
import LinearAlgebra
import Reproducibility
import Testing

@testable import Attacks
@testable import Domains

struct ShortestPathDomainTests {
  /// Nine nodes, twelve edges, with weights and trainings that take milliseconds.
  private static var small: ShortestPathDomain {
    var domain = ShortestPathDomain(instances: 40)
    (domain.rows, domain.columns, domain.hidden) = (3, 3, 8)
    (domain.targets, domain.heldOut) = (30, 30)
    return domain
  }

  private func costs(of scenario: Scenario) -> Matrix { -1 * scenario.heldOutOutcome[0] }

  // MARK: Data

  @Test func raisesAThirdPowerByHand() {
    var domain = ShortestPathDomain()
    domain.degree = 3
    // √p = 2, so that the bases are 2/2 + 3 = 4 and 0/2 + 3 = 3.
    let costs = domain.expectedCosts(
      of: Matrix([[1, 5, 1, -7]]), map: Matrix([[1, 0, 1, 0], [0, 0, 0, 0]]))
    let scale = 3.5 * 3.5 * 3.5
    #expect(costs == Matrix([[(64 + 1) / scale, (27 + 1) / scale]]))
  }

  /// Of one feature and degree 1, a cost is (u + 4)/3.5 or, where B is zero, 4/3.5.
  @Test func drawsAMapOfZerosAndOnes() throws {
    var domain = ShortestPathDomain(instances: 6)
    (domain.features, domain.degree, domain.noise) = (1, 1, 0)
    let samples = try domain.scenario(from: [:], seed: 3).cleanSamples()
    var isLive = 0
    for edge in 0..<40 {
      let ones = (0..<6).allSatisfy { i in
        abs(-samples.outcome[0][i, edge] - (samples.features[i, 0] + 4) / 3.5) <= 1e-14
      }
      let zeros = (0..<6).allSatisfy { abs(-samples.outcome[0][$0, edge] - 4 / 3.5) <= 1e-14 }
      #expect(ones != zeros)
      if ones { isLive += 1 }
    }
    #expect((8...32).contains(isLive))
  }

  @Test func multipliesCostsWithNoise() throws {
    var domain = ShortestPathDomain()
    let noisy = costs(of: try domain.scenario(from: [:], seed: 0))
    domain.noise = 0
    let exact = costs(of: try domain.scenario(from: [:], seed: 0))
    let factors = noisy.combined(with: exact, by: /).values
    #expect(factors.allSatisfy { (0.5 - 1e-12...1.5 + 1e-12).contains($0) })
    #expect(abs(factors.reduce(0, +) / 4000 - 1) < 0.02)
    #expect(factors.contains { $0 < 0.51 } && factors.contains { $0 > 1.49 })
  }

  @Test func extendsTheSmallerTrainingSet() throws {
    let small = try ShortestPathDomain(instances: 10).scenario(from: [:], seed: 1).cleanSamples()
    let large = try ShortestPathDomain(instances: 30).scenario(from: [:], seed: 1).cleanSamples()
    #expect(Array(large.features.values.prefix(10 * 5)) == small.features.values)
    #expect(Array(large.outcome[0].values.prefix(10 * 40)) == small.outcome[0].values)
    #expect(large.targetFeatures == small.targetFeatures)
  }

  // MARK: Decisions

  @Test func joinsTheNodesOfAGrid() {
    let grid = GridNetwork(rows: 2, columns: 2)
    #expect(grid.edges.map(\.tail) == [0, 0, 1, 2] && grid.edges.map(\.head) == [1, 2, 3, 3])
    let (matrix, bound) = grid.conservation
    #expect(
      matrix == Matrix([[1, 1, 0, 0], [-1, 0, 1, 0], [0, -1, 0, 1]]) && bound == [1, 0, 0])
    #expect(GridNetwork(rows: 5, columns: 5).edges.count == 40)
    #expect(GridNetwork(rows: 1, columns: 4).edges.map(\.head) == [1, 2, 3])
  }

  @Test func sendsOneUnitThroughEveryNode() throws {
    let domain = ShortestPathDomain()
    let grid = GridNetwork(rows: 5, columns: 5)
    let problem = domain.problem(on: grid)
    let scenario = try domain.scenario(from: [:], seed: 0)
    let x = try problem.optimalDecisions(for: scenario.heldOutOutcome)
    var random = SeededGenerator(seed: 1, stream: "raw")
    let tape = Tape()
    let shrunk = problem.feasibleDecisions(
      from: [tape.input(.normal(rows: 20, columns: 40, deviation: 3, &random))])
    try tape.compile([shrunk]).run()
    for flow in [x, shrunk.value] {
      #expect(flow.values.allSatisfy { (-1e-9...1 + 1e-9).contains($0) })
      let net = flow * problem.equalityMatrix.transposed
      for i in 0..<flow.rows {
        for node in 0..<24 {
          #expect(abs(net[i, node] - problem.equalityBound[0, node]) <= 1e-9)
        }
        // What enters the last node, whose row is left out.
        let arriving = grid.edges.indices.filter { grid.edges[$0].head == 24 }
        #expect(abs(arriving.reduce(-1) { $0 + flow[i, $1] }) <= 1e-9)
      }
    }
  }

  /// A shortest path pays ½γ·8, so that the optimum costs at most 4γ more; and nothing costs
  /// less.
  @Test(arguments: [0.1, 1e-2, 1e-3, 1e-4])
  func approachesTheShortestPath(_ curvature: Double) throws {
    var domain = ShortestPathDomain()
    domain.curvature = curvature
    let scenario = try domain.scenario(from: [:], seed: 2)
    let costs = costs(of: scenario)
    let x = try scenario.problem.optimalDecisions(for: scenario.heldOutOutcome)
    var agreeing = 0
    for i in 0..<costs.rows {
      let c = Array(costs.row(i))
      let (path, length) = shortestPath(c)
      let excess = zip(c, x.row(i)).reduce(0) { $0 + $1.0 * $1.1 } - length
      #expect(excess >= -1e-9 && excess <= 4 * curvature + 1e-9)
      let difference = zip(path, x.row(i)).reduce(0) { max($0, abs($1.0 - $1.1)) }
      if difference <= 1e-6 { agreeing += 1 }
    }
    if curvature == 1e-4 { #expect(agreeing >= 98, "\(agreeing) of 100 paths") }
  }

  /// The path of least cost through 5×5 nodes, by recursion over rows and columns.
  private func shortestPath(_ costs: [Double]) -> (edges: [Double], length: Double) {
    let edges = GridNetwork(rows: 5, columns: 5).edges
    var length = [0.0] + Array(repeating: Double.infinity, count: 24)
    var last = Array(repeating: -1, count: 25)
    // Edges are in the order of the nodes that they leave, whose lengths are then known.
    for (index, edge) in edges.enumerated()
    where length[edge.tail] + costs[index] < length[edge.head] {
      (length[edge.head], last[edge.head]) = (length[edge.tail] + costs[index], index)
    }
    var (path, node) = (Array(repeating: 0.0, count: 40), 24)
    while node > 0 {
      path[last[node]] = 1
      node = edges[last[node]].tail
    }
    return (path, length[24])
  }

  // MARK: Learning and attacks

  @Test(arguments: [0, 1])
  func learnsToDecideBetterThanWithoutFeatures(_ seed: UInt64) throws {
    let scenario = try ShortestPathDomain().scenario(from: [:], seed: seed)
    let samples = try scenario.cleanSamples()
    let problem = scenario.problem
    let uninformed = try problem.meanUtility(
      of: problem.uninformedDecision(knowing: samples.outcome), when: scenario.heldOutOutcome)
    let perfect = try problem.meanUtility(of: nil, when: scenario.heldOutOutcome)
    let learners: [any Learner] = [
      TwoStage(training: Training(steps: 200, rate: 1.5)),
      DecisionFocused(training: Training(steps: 200, rate: 0.5)),
    ]
    for learner in learners {
      var random = SeededGenerator(seed: seed, stream: "weights")
      let utility = try VictimTrainer(Victim(learner), in: scenario, samples: samples).utility(
        trainedOn: samples, from: [scenario.predictor.initialWeights(using: &random)])
      #expect(utility.heldOut[0] < perfect)
      #expect(utility.heldOut[0] - uninformed > 0.4 * (perfect - uninformed), "\(learner.name)")
    }
  }

  @Test(arguments: LearnerCatalog.all)
  func hasAnExactMetaGradient(_ type: any Learner.Type) throws {
    let attack = MetaGradientAttack(
      iterations: 1, rule: .sign, stepSize: 0.1, checkedEntries: 6)
    var random = SeededGenerator(seed: 1, stream: "certificate")
    let poison = try attack.poison(
      try Self.small.scenario(from: [:], seed: 0),
      against: type.init(training: Training(steps: 20, rate: 0.5)),
      within: Budget(features: 0.3), using: &random)
    let certificate = try #require(poison.certificate)
    #expect(poison.trace.gradientNorm[0] > 1e-6, "a gradient that is zero tests nothing")
    #expect(certificate.largestError <= 1e-7)
  }

  @Test func signStepsCostMoreThanNoise() throws {
    let scenario = try Self.small.scenario(from: [:], seed: 0)
    let learner = TwoStage(training: Training(steps: 60, rate: 1))
    let clean = try scenario.cleanSamples()
    let victim = try VictimTrainer(Victim(learner), in: scenario, samples: clean)
    var random = SeededGenerator(seed: 5, stream: "fresh weights")
    let weights = (0..<4).map { _ in scenario.predictor.initialWeights(using: &random) }
    func utility(under attack: (any Attack)?) throws -> Double {
      var random = SeededGenerator(seed: 1, stream: "attack")
      let ε = try attack?.poison(
        scenario, against: learner, within: Budget(features: 0.5), using: &random
      ).perturbation
      let samples = try TapedPipeline(scenario.pipeline).samples(at: ε)
      return try victim.utility(trainedOn: samples, from: weights).targets.reduce(0, +) / 4
    }
    let (untouched, noisy) = (try utility(under: nil), try utility(under: UniformNoise()))
    let attacked = try utility(
      under: MetaGradientAttack(iterations: 15, rule: .sign, stepSize: 0.1, checkedEntries: 0))
    #expect(untouched - attacked > 2 * abs(untouched - noisy))
    #expect(untouched - attacked > 0.1, "\(untouched), \(noisy), \(attacked)")
  }
}
