import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Attacks
@testable import Domains

/// What every domain of the catalog promises, at the size that it has by default.
struct DomainConformanceTests {
  @Test(arguments: DomainCatalog.all)
  func makesTheSameScenarioOfTheSameSeed(_ domain: any Domain) throws {
    let sources = try SimulatedSources.all()
    let first = try DefaultScenarios.scenario(of: domain)
    let again = try domain.scenario(from: sources.restricted(to: domain.sources), seed: 0)
    let other = try domain.scenario(from: sources, seed: 1)
    let samples = try first.cleanSamples()
    #expect(try again.cleanSamples() == samples)
    #expect(again.targetOutcome == first.targetOutcome)
    #expect(again.heldOutOutcome == first.heldOutOutcome)
    #expect(try other.cleanSamples() != samples)
    #expect(other.targetOutcome != first.targetOutcome)
  }

  @Test(arguments: DomainCatalog.all)
  func hasTheSizesThatItSaysAndABoxToMoveIn(_ domain: any Domain) throws {
    let scenario = try DefaultScenarios.scenario(of: domain)
    let samples = try scenario.cleanSamples()
    #expect(samples.outcome.allSatisfy { $0.rows == domain.size.training })
    #expect(scenario.targetOutcome.allSatisfy { $0.rows == domain.size.targets })
    #expect(scenario.heldOutOutcome.allSatisfy { $0.rows == domain.size.heldOut })
    #expect(samples.targetFeatures.columns == samples.features.columns)
    #expect(samples.heldOutFeatures.columns == samples.features.columns)
    for matrix in samples.outcome + [samples.features] {
      #expect(matrix.values.allSatisfy { $0.isFinite })
    }
    let (lower, upper) = scenario.box.sides(scenario.pipeline.perturbationShape)
    #expect(zip(lower.values, upper.values).allSatisfy { $0 <= 0 && 0 <= $1 })
    #expect(zip(lower.values, upper.values).contains { $0 < $1 })
  }

  @Test(arguments: DomainCatalog.all)
  func describesItself(_ domain: any Domain) throws {
    #expect(!domain.label.isEmpty && domain.summary.hasSuffix("."))
    #expect(domain.title.hasPrefix(domain.label))
    #expect(!domain.references.isEmpty)
    #expect(!domain.settings.isEmpty)
    #expect(Set(domain.settings.map(\.name)).count == domain.settings.count)
    #expect(domain.settings.allSatisfy { !$0.name.isEmpty && !$0.value.isEmpty })
    #expect(!domain.budgetUnit.axis.isEmpty && !domain.budgetUnit.label(of: 0.5).isEmpty)
    #expect(domain.cost.step > 0 && domain.cost.solving >= 1)
    let scenario = try DefaultScenarios.scenario(of: domain)
    let outcome = try scenario.cleanSamples().outcome
    for reference in try scenario.problem.referenceDecisions(knowing: outcome) {
      #expect(!domain.label(of: reference.id).isEmpty)
      #expect(!domain.shortLabel(of: reference.id).isEmpty)
      let utility = try scenario.problem.meanUtility(
        of: reference.decision, when: scenario.targetOutcome)
      #expect(utility.isFinite)
    }
  }

  /// Every fact has its place in the template: what is never printed need not be gathered.
  @Test(arguments: DomainCatalog.all)
  func givesFactsToItsTemplate(_ domain: any Domain) throws {
    let facts = try domain.facts(from: try SimulatedSources.all(), seeds: [0])
    #expect(!facts.isEmpty)
    let templates = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Templates")
    let template = try String(
      contentsOf: templates.appending(path: "data-\(domain.name).mustache"), encoding: .utf8)
    for name in facts.keys {
      #expect(["{{", "{{#", "{{^"].contains { template.contains("\($0)\(name)}}") }, "\(name)")
    }
  }

  @Test(arguments: DomainCatalog.all)
  func addsArraysUnderPaths(_ domain: any Domain) throws {
    let arrays = try domain.arrays(
      of: try DefaultScenarios.scenario(of: domain), from: try SimulatedSources.all(), seed: 0)
    #expect(!arrays.isEmpty && arrays.keys.allSatisfy { $0.hasPrefix("/") })
  }

  /// Where source data have names, everything has one, and leaving a number out changes it.
  @Test(arguments: DomainCatalog.all)
  func namesItsSourceDataForAuditors(_ domain: any Domain) throws {
    let scenario = try DefaultScenarios.scenario(of: domain)
    guard
      let entries = try domain.entries(of: scenario, from: SimulatedSources.all(), seed: 0)
    else { return }
    let shape = scenario.pipeline.perturbationShape
    #expect(entries.rows.count == shape.rows && entries.columns.count == shape.columns)
    #expect(entries.instances.count == domain.size.training)
    #expect(Set(entries.instances).count == entries.instances.count)
    #expect(Set(entries.rows).count == shape.rows && Set(entries.columns).count == shape.columns)
    let removal = entries.removal
    #expect(removal.rows == shape.rows && removal.columns == shape.columns)
    #expect(removal.values.allSatisfy { $0.isFinite } && removal.values.contains { $0 != 0 })
  }

  /// A quotation left out is the mean of its neighbours; a word left out is not there.
  @Test func leavesOutQuotationsAndWords() throws {
    let sources = try SimulatedSources.all()
    let (portfolio, matching) = (PortfolioDomain(), MatchingDomain())
    let scenario = try DefaultScenarios.scenario(of: portfolio)
    let quoted = try #require(
      try portfolio.entries(of: scenario, from: sources, seed: 0))
    let clean = try #require(portfolio.prices(in: scenario, perturbedBy: nil))
    var one = Matrix(rows: clean.rows, columns: clean.columns)
    one[7, 3] = quoted.removal[7, 3]
    let without = try #require(portfolio.prices(in: scenario, perturbedBy: one))
    #expect(abs(without[7, 3] / ((clean[6, 3] + clean[8, 3]) / 2) - 1) < 1e-14)
    let graph = try DefaultScenarios.scenario(of: matching)
    let words = try #require(try matching.entries(of: graph, from: sources, seed: 0))
    let table = try #require(matching.received(in: graph, perturbedBy: words.removal))
    #expect(table.values.values.allSatisfy { $0 == 0 })
    var shuffled = portfolio
    shuffled.order = .tickerByTicker
    #expect(try shuffled.entries(of: scenario, from: sources, seed: 0) == nil)
  }

  @Test(arguments: DomainCatalog.all)
  func hasSeedsAndScenariosToValidateOn(_ domain: any Domain) throws {
    let sources = try SimulatedSources.all()
    if let count = try domain.seedCount(in: sources) {
      #expect(count >= 1)
      #expect(throws: (any Error).self) {
        try domain.scenario(from: sources, seed: UInt64(count))
      }
    }
    let scenarios = try domain.validationScenarios(from: sources, seed: 100)
    let features = try #require(scenarios.first).cleanSamples().features
    for scenario in scenarios { #expect(try scenario.cleanSamples().features == features) }
  }

  @Test(arguments: DomainCatalog.all)
  func asksForTheSourcesThatItReads(_ domain: any Domain) throws {
    guard let kind = domain.sources.first else { return }
    #expect(throws: DomainError.missingSource(kind, domain: domain.name)) {
      try domain.scenario(from: [:], seed: 0)
    }
  }

  @Test func hasUniqueNames() throws {
    let names = DomainCatalog.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names { #expect(DomainCatalog.domain(named: name)?.name == name) }
    #expect(DomainCatalog.domain(named: "nothing") == nil)
  }

  /// A few steps of training, and the largest entry of the gradient beside a difference by replay;
  /// the paper's predictors at full size, others with fewer stocks and papers.
  @Test(arguments: DomainCatalog.all, LearnerCatalog.all)
  func trainsWithAnExactMetaGradient(_ domain: any Domain, _ type: any Learner.Type) throws {
    let scenario =
      [TwoStage.id, DecisionFocused.id].contains(type.id)
      ? try DefaultScenarios.scenario(of: domain) : try DefaultScenarios.small(domain)
    let learner = type.init(training: Training(steps: 2, rate: domain.visibleRate))
    guard Self.fits(learner, scenario.problem) else {
      if let refusal = type.refusal(of: scenario.problem) {
        try expectRefusal(refusal, of: learner, in: scenario)
      }
      return
    }
    let (metaGradient, budget) = (try MetaGradient(scenario, against: learner), domain.smallBudget)
    var random = SeededGenerator(seed: 1, stream: "conformance")
    let weights = learner.predictor(in: scenario).initialWeights(using: &random)
    let ε = try UniformNoise().poison(
      scenario, against: learner, within: Budget(features: budget), using: &random
    ).perturbation
    let value = try metaGradient.value(at: ε, from: [weights]).value
    #expect(value.adversaryLoss.isFinite && value.trainingLosses.allSatisfy { $0.isFinite })
    let gradient = value.perturbation
    let scale = gradient.largestMagnitude
    #expect(scale > 0)
    let largest = gradient.values.firstIndex { $0.magnitude == scale } ?? 0
    var direction = Matrix(rows: gradient.rows, columns: gradient.columns)
    direction.values[largest] = 1
    let found = try RichardsonDifference.nearest(
      to: gradient.values[largest], scale: scale,
      steps: RichardsonDifference.ladder(budget: budget)
    ) { try metaGradient.replayedSlope(at: ε, from: weights, along: direction, step: $0) }
    #expect((found.slope - gradient.values[largest]).magnitude <= 1e-6 * scale)
  }

  /// What a trajectory does not keep is computed again to the last bit, whatever it solves.
  @Test(arguments: DomainCatalog.all)
  func differentiatesALongTrainingInParts(_ domain: any Domain) throws {
    let scenario = try DefaultScenarios.scenario(of: domain)
    let samples = try scenario.cleanSamples()
    let learner = DecisionFocused(training: Training(steps: 4, rate: 0.05))
    func pulledBack(_ limit: Int?) throws -> Trainer.Pullback {
      let trainer = Trainer(learner, in: scenario, samples: samples, memoryLimit: limit)
      var random = SeededGenerator(seed: 1, stream: "conformance")
      let trained = try trainer.train(
        from: learner.predictor(in: scenario).initialWeights(using: &random))
      return try trainer.pullBack(trained.flat, adding: samples)
    }
    let (whole, parts) = (try pulledBack(nil), try pulledBack(1))
    #expect(whole.samples == parts.samples && whole.initialWeights == parts.initialWeights)
    #expect(whole.norms == parts.norms)
  }

  /// Attacks train again and again.
  @Test(arguments: DefaultScenarios.smallDomains, AttackCatalog.all)
  func isAttackedWithinItsBox(_ domain: any Domain, _ type: any OfferedAttack.Type) throws {
    let scenario = try DefaultScenarios.small(domain)
    let learner = TwoStage(training: Training(steps: 1, rate: 0.05))
    let before = try scenario.cleanSamples()
    let request = AttackRequest(
      within: Budget(features: domain.smallBudget), iterations: 1, models: 1, reevaluations: 1)
    var random = SeededGenerator(seed: 1, stream: "conformance")
    let ε = try type.make(request).poison(
      scenario, against: learner, within: request.budget, using: &random
    ).perturbation
    #expect(ε.largestMagnitude > 0)
    let outside = ε.values.enumerated().filter { index, entry in
      let (low, high) = scenario.box.bounds(at: index)
      return !(entry >= domain.smallBudget * low && entry <= domain.smallBudget * high)
    }
    #expect(outside.isEmpty)
    #expect(try scenario.cleanSamples() == before)
  }

  @Test(arguments: DomainCatalog.all)
  func trainsTheCleanVictimsWithoutAPerturbation(_ domain: any Domain) throws {
    let scenario = try DefaultScenarios.scenario(of: domain)
    let learner = TwoStage(training: Training(steps: 2, rate: 0.05))
    let clean = try scenario.cleanSamples()
    let (rows, columns) = scenario.pipeline.perturbationShape
    let received = try TapedPipeline(scenario.pipeline).samples(
      at: Matrix(rows: rows, columns: columns))
    var random = SeededGenerator(seed: 2, stream: "victim")
    let weights = learner.predictor(in: scenario).initialWeights(using: &random)
    let victim = try VictimTrainer(Victim(learner), in: scenario, samples: clean)
    let utility = try victim.utility(trainedOn: clean, from: [weights])
    #expect((utility.targets + utility.heldOut).allSatisfy { $0.isFinite })
    #expect(try victim.utility(trainedOn: received, from: [weights]) == utility)
  }

  /// A learner that has no loss for a problem says so in a sentence when it is to be trained.
  private func expectRefusal(
    _ refusal: LearnerRefusal, of learner: any Learner, in scenario: Scenario
  ) throws {
    var random = SeededGenerator(seed: 1, stream: "conformance")
    let weights = learner.predictor(in: scenario).initialWeights(using: &random)
    let trainer = Trainer(learner, in: scenario, samples: try scenario.cleanSamples())
    #expect(throws: refusal) { try trainer.train(from: weights) }
    #expect("\(refusal)".contains(learner.name) && "\(refusal)".contains("linear"))
  }

  /// Whether the learner's last layer finds an inner point of the feasible set, and its loss a
  /// linear utility.
  private static func fits(_ learner: any Learner, _ problem: any DecisionProblem) -> Bool {
    if type(of: learner).refusal(of: problem) != nil { return false }
    guard type(of: learner).needsInterior else { return true }
    let polytope = problem as? QuadraticUtility ?? (problem as? LinearUtility)?.layer
    return polytope.map { $0.gauge != nil } ?? true
  }
}

extension Domain {
  /// A budget that suits the domain: 1 % of a price, or less than a standard deviation.
  fileprivate var smallBudget: Double { budgetUnit.isShare ? 0.01 : 0.4 }

  /// A rate at which two steps change utility by more than the rounding of differences: parts of a
  /// whole among fifty assets move slowly, and most of their return is a constant.
  fileprivate var visibleRate: Double { self is StandardPortfolioDomain ? 5 : 0.05 }
}
