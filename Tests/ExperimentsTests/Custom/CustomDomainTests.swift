import Attacks
import Data
import Domains
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Experiments

/// A problem of one's own in the laboratory that makes the report.
struct CustomDomainTests {
  private func sources(_ problem: CustomProblem) -> Sources {
    Sources(Source(kind: .problem, files: [], content: problem))
  }

  private func example(
    _ change: (inout CustomProblem) -> Void = { _ in }
  ) throws -> CustomProblem {
    var problem = try CustomProblem.example()
    problem.fitting.training.steps = 4
    change(&problem)
    return problem
  }

  private func untreated(_ problem: CustomProblem) -> Experiment {
    let training = problem.fitting.training
    return Experiment(
      domain: CustomDomain(problem), seed: 5,
      victims: [
        Victim(TwoStage(training: training)), Victim(DecisionFocused(training: training)),
        .wider(TwoStage(training: training)),
      ], freshWeights: 2)
  }

  private func attacked(_ problem: CustomProblem) -> Experiment {
    var experiment = untreated(problem)
    experiment.budget = Budget(features: 0.5)
    experiment.treatment = .attack(
      MetaGradientAttack(iterations: 2, rule: .sign, stepSize: 0.5, checkedEntries: 0),
      on: experiment.victims[0].learner)
    return experiment
  }

  private func controlled(_ problem: CustomProblem) -> Experiment {
    var experiment = untreated(problem)
    experiment.budget = Budget(features: 0.5)
    experiment.treatment = .control(UniformNoise(), draws: 3)
    return experiment
  }

  @Test func trainsVictimsFromTheGivenWeightsWhateverIsDoneToTheData() throws {
    let problem = try example()
    let laboratory = Laboratory(sources: sources(problem))
    let clean = try laboratory.run(untreated(problem)).record
    let attack = try laboratory.run(attacked(problem), clean: clean).record
    let control = try laboratory.run(controlled(problem), clean: clean).record
    for id in [VictimID("two-stage"), "decision-focused"] {
      let shared = try #require(clean.evaluations[id]?.sharedClean)
      #expect(shared.targets.count == 1 && shared.heldOut.count == 1)
      #expect(shared.distance.count == 1, "the example's adversary desires decisions")
      #expect(clean.evaluations[id]?.sharedPoisoned == [])
      for (record, draws) in [(attack, 1), (control, 3)] {
        let evaluation = try #require(record.evaluations[id])
        #expect(evaluation.sharedClean?.targets == shared.targets)
        #expect(evaluation.sharedPoisoned.count == draws && evaluation.poisoned.count == draws)
        #expect(evaluation.sharedPoisoned.allSatisfy { $0.targets != shared.targets })
      }
    }
    // A wider network cannot have them.
    #expect(clean.evaluations["two-stage-wider"]?.sharedClean == nil)
    #expect(attack.evaluations["two-stage-wider"]?.sharedPoisoned == [])
    #expect(attack.evaluations["two-stage-wider"]?.poisoned.count == 1)
    #expect(clean.domain == "custom" && clean.levels.map(\.id).contains(.perfect))
  }

  @Test func reachesWhatTrainingFromTheGivenWeightsReaches() throws {
    let problem = try example()
    let laboratory = Laboratory(sources: sources(problem))
    let experiment = untreated(problem)
    let record = try laboratory.run(experiment).record
    let weights = try #require(problem.fitting.weights)
    let scenario = problem.scenario(seed: 0)
    let samples = try scenario.cleanSamples()
    for victim in experiment.victims.prefix(2) {
      let trainer = try VictimTrainer(
        victim, in: scenario, samples: samples, measuresTraining: true)
      #expect(
        try trainer.utility(trainedOn: samples, from: [weights])
          == record.evaluations[victim.id]?.sharedClean)
    }
  }

  @Test func drawsOneSetOfWeightsFromTheSeedWhereTheFileHasNone() throws {
    let problem = try example { $0.fitting.weights = nil }
    let laboratory = Laboratory(sources: sources(problem))
    func shared(seed: UInt64) throws -> VictimUtility? {
      var experiment = untreated(problem)
      experiment.seed = seed
      return try laboratory.run(experiment).record.evaluations["two-stage"]?.sharedClean
    }
    let first = try #require(try shared(seed: 5))
    #expect(try shared(seed: 5) == first)
    #expect(try shared(seed: 6) != first)
  }

  @Test func startsAttacksWhereTheFileSays() throws {
    let start = Matrix(rows: 60, columns: 6, values: (0..<360).map { Double($0 % 7) / 4 - 0.75 })
    let problem = try example { $0.perturbation.features = start }
    var experiment = attacked(problem)
    experiment.treatment = .attack(
      MetaGradientAttack(iterations: 1, rule: .plain, stepSize: 0, checkedEntries: 0),
      on: experiment.victims[0].learner)
    let poison = try #require(
      try Laboratory(sources: sources(problem)).run(experiment).poison)
    for (entry, given) in zip(poison.perturbation.values, start.values) {
      #expect(entry == min(max(given, -0.5), 0.5))
    }
  }

  @Test func needsItsProblemAmongTheSources() throws {
    let experiment = untreated(try example())
    #expect(throws: DomainError.missingSource(.problem, domain: "custom")) {
      try Laboratory(sources: [:]).run(experiment)
    }
  }
}
