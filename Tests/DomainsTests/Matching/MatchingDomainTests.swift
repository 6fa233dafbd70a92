import Data
import Differentiation
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Attacks
@testable import Domains

struct MatchingDomainTests {
  /// Four training instances of four papers a side.
  private static func domain(_ network: MatchingDomain.Network) -> MatchingDomain {
    .tiny(network: network)
  }

  private static func scenario(_ network: MatchingDomain.Network = .embedding, seed: UInt64 = 0)
    throws -> Scenario
  {
    let graph = try SmallGraph.communities(papers: 60, words: 12, communities: 7)
    return try domain(network).scenario(from: Sources(Source(graph)), seed: seed)
  }

  @Test(arguments: [MatchingDomain.Network.embedding, .pair], [0, 1, 2])
  func metaGradientMatchesDifferencesByReplay(_ network: MatchingDomain.Network, _ which: Int)
    throws
  {
    let scenario = try Self.scenario(network)
    let learners: [any Learner] = [
      TwoStage(training: Training(steps: 12, rate: 0.5)),
      DecisionFocused(training: Training(steps: 12, rate: 0.05)),
      SimpleJoint(training: Training(steps: 12, rate: 0.05)),
    ]
    let metaGradient = try MetaGradient(scenario, against: learners[which])
    var random = SeededGenerator(seed: 5, stream: "entries")
    let (rows, columns) = scenario.pipeline.perturbationShape
    #expect(rows == 32 && columns == 12)
    let ε = Matrix(
      rows: rows, columns: columns, values: random.uniforms(rows * columns, in: -0.2...0.2))
    let initial = scenario.predictor.initialWeights(using: &random)
    let value = try metaGradient.value(at: ε, from: [initial]).value
    let g = value.perturbation
    #expect(g.largestMagnitude > 1e-6, "a gradient that is zero tests nothing")
    for _ in 0..<6 {
      let index = random.index(below: rows * columns)
      var direction = Matrix(rows: rows, columns: columns)
      direction.values[index] = 1
      let slope = try metaGradient.replayedSlope(
        at: ε, from: initial, along: direction, step: 1e-3)
      #expect(abs(slope - g.values[index]) <= 1e-6 * g.largestMagnitude)
    }
    let labels = scenario.pipeline.labelShape
    let direction = Matrix.normal(rows: labels.rows, columns: labels.columns, deviation: 1, &random)
    let slope = try metaGradient.replayedSlope(
      at: ε, from: initial, along: Matrix(rows: rows, columns: columns), labelDirection: direction,
      step: 1e-3)
    let product = zip(value.labels.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(slope - product) <= 1e-6 * max(1e-3, abs(product)))
  }

  @Test func wordsAreCentredByTheMeanThatTheLearnerReceives() throws {
    let scenario = try Self.scenario()
    let pipeline = try #require(scenario.pipeline as? MatchingPipeline)
    let (rows, columns) = pipeline.perturbationShape
    var random = SeededGenerator(seed: 1, stream: "noise")
    let ε = Matrix.normal(rows: rows, columns: columns, deviation: 0.3, &random)
    let samples = try TapedPipeline(pipeline).samples(at: ε)
    #expect(samples.features.rows == 4 && samples.features.columns == 8 * 12)
    let received = samples.features.reshaped(rows: rows, columns: columns)
    for word in 0..<columns {
      let mean = (0..<rows).reduce(0) { $0 + pipeline.training[$1, word] + ε[$1, word] }
      #expect(abs((0..<rows).reduce(0) { $0 + received[$1, word] }) < 1e-12)
      let target = samples.targetFeatures[1, 3 * columns + word]
      #expect(abs(target - (pipeline.targets[11, word] - mean / Double(rows))) < 1e-14)
    }
  }

  @Test func labelsAreTheEdgesBetweenTheSides() throws {
    let graph = try SmallGraph.communities(papers: 60, words: 12, communities: 7)
    let domain = Self.domain(.embedding)
    let scenario = try domain.scenario(from: Sources(Source(graph)), seed: 1)
    let instances = try domain.instances(of: graph).instances
    let split = try MatchingSplit(seed: 1, instances: 7, targets: 2, heldOut: 1)
    let (target, label) = (instances[split.targets[1]], scenario.targetOutcome[0].row(1))
    #expect(label.reduce(0, +) == Double(target.cut))
    for (k, value) in label.enumerated() {
      let (left, right) = (target.left[k / 4], target.right[k % 4])
      let isEdge = graph.neighbours(of: left).contains(Int32(right))
      #expect(value == (isEdge ? 1 : 0))
    }
    let training = try scenario.cleanSamples().outcome[0]
    #expect(training.rows == 4 && scenario.heldOutOutcome[0].rows == 1)
    #expect(
      training.values.reduce(0, +)
        == split.training.reduce(0) { $0 + Double(instances[$1].cut) })
    #expect(scenario.blockRows == 2, "blocks stay in the cache")
  }

  @Test(arguments: [MatchingDomain.Network.embedding, .pair])
  func scoresArePairByPairWhatTheFormulaSays(_ network: MatchingDomain.Network) throws {
    let scenario = try Self.scenario(network)
    let samples = try scenario.cleanSamples()
    var random = SeededGenerator(seed: 2, stream: "weights")
    var weights = scenario.predictor.initialWeights(using: &random)
    for k in weights.parts.indices {
      let part = weights.parts[k]
      weights.parts[k] =
        part + .normal(rows: part.rows, columns: part.columns, deviation: 0.1, &random)
    }
    let tape = Tape()
    let scores = scenario.predictor.predictions(
      from: tape.input(samples.features), weights: weights.parts.map { tape.input($0) },
      statistics: [])[0]
    try tape.compile([scores]).run()
    let (words, hidden) = (12, 5)
    let w = weights.parts
    func layer(_ instance: Int, _ paper: Int, _ unit: Int) -> Double {
      (0..<words).reduce(0) { $0 + samples.features[instance, paper * words + $1] * w[0][unit, $1] }
    }
    for instance in 0..<4 {
      for i in 0..<4 {
        for j in 0..<4 {
          var expected = w[3][0, 0]
          for h in 0..<hidden {
            expected +=
              network == .embedding
              ? w[2][0, h] * hyperbolicTangent(layer(instance, i, h) + w[1][0, h])
                * hyperbolicTangent(layer(instance, 4 + j, h) + w[1][0, h])
              : w[2][0, h]
                * hyperbolicTangent(
                  layer(instance, i, h) + layer(instance, 4 + j, hidden + h) + w[1][0, h])
          }
          #expect(abs(scores.value[instance, i * 4 + j] - expected) < 1e-12)
        }
      }
    }
  }

  private func hyperbolicTangent(_ x: Double) -> Double {
    let tape = Tape()
    let y = tape.input(Matrix([[x]])).hyperbolicTangent()
    do { try tape.compile([y]).run() } catch { return .nan }
    return y.value[0, 0]
  }

  @Test func knowingTheCitationsIsWorthMoreThanMatchingAtRandom() throws {
    let scenario = try Self.scenario()
    let outcome = scenario.targetOutcome
    let perfect = try scenario.problem.meanUtility(of: nil, when: outcome)
    let uniform = try scenario.problem.meanUtility(
      of: try scenario.problem.uninformedDecision(knowing: outcome), when: outcome)
    let ones = outcome[0].values.reduce(0, +) / 2
    #expect(abs(uniform - (ones / 4 - 0.05)) < 1e-12)
    #expect(perfect > uniform + 0.5 && perfect <= 4)
  }

  @Test func refusesSourcesThatDoNotSuffice() throws {
    let graph = try SmallGraph.communities(papers: 60, words: 12, communities: 7)
    let domain = Self.domain(.embedding)
    let missing = DomainError.missingSource(.citations, domain: "matching")
    #expect(throws: missing) { try domain.scenario(from: [:], seed: 0) }
    #expect(
      missing.description == "the matching domain needs citation files: "
        + "give them with --cora or put them into data/cora")
    #expect(throws: MatchingError.noFold(seed: 2, folds: 2)) {
      try domain.scenario(from: Sources(Source(graph)), seed: 2)
    }
    #expect(throws: MatchingError.self) {
      try MatchingDomain().scenario(from: Sources(Source(graph)), seed: 0)
    }
    #expect(MatchingDomain().sources == [.citations] && PortfolioDomain().sources == [.prices])
    #expect(SyntheticDomain().sources.isEmpty)
  }
}
