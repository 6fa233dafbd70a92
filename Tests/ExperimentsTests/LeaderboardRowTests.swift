import Attacks
import Domains
import ExperimentsSupport
import Foundation
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Experiments

struct LeaderboardRowTests {
  private static let laboratory = Laboratory(sources: [:])

  /// A small knapsack of the field, attacked.
  private static func experiment(seed: UInt64 = 0, share: Double? = nil) -> Experiment {
    var domain = StandardKnapsackDomain(instances: 20)
    (domain.targets, domain.heldOut, domain.items) = (6, 10, 8)
    let learner = TwoStage(training: Training(steps: 10, rate: 1))
    var budget = Budget(features: 0.5)
    budget.share = share.map { Budget.Share($0) }
    return Experiment(
      domain: domain, seed: seed,
      treatment: .attack(
        MetaGradientAttack(iterations: 2, rule: .sign, stepSize: 0.2, checkedEntries: 0),
        on: learner), budget: budget,
      victims: [Victim(learner), Victim(learner, defence: TrimmedLoss())], freshWeights: 2)
  }

  private static func rows(
    _ experiment: Experiment
  ) throws -> (rows: [LeaderboardRow], clean: Record, attacked: Record, scenario: Scenario) {
    let clean = try laboratory.run(experiment.untreated).record
    let attacked = try laboratory.run(experiment, clean: clean).record
    let scenario = try laboratory.scenario(of: experiment.domain, seed: experiment.seed)
    let rows = try LeaderboardRow.rows(
      of: attacked, experiment, levels: clean.levels, in: scenario)
    return (rows, clean, attacked, scenario)
  }

  @Test func hasTheRegretThatUtilitiesSay() throws {
    let experiment = Self.experiment()
    let (rows, clean, attacked, scenario) = try Self.rows(experiment)
    #expect(rows.count == 2)
    #expect(rows.map(\.defence) == [nil, "trimmed-loss"])
    let row = rows[0]
    #expect(row.problem == experiment.domain.title && row.learner == "two-stage")
    #expect(row.attack == "meta-gradient" && row.madeFor == "two-stage" && row.share == 1)
    #expect(row.seeds == [0] && row.initialWeights == 2 && row.records == [attacked.key])
    let evaluation = try #require(attacked.evaluations[experiment.victims[0].id])
    let best = try scenario.problem.utilities(of: nil, when: scenario.heldOutOutcome)
    let loss = try #require(row.losses["held_out"])
    let level = try #require(clean.level(.perfect)?.heldOut)
    #expect(abs(level - best.reduce(0, +) / 10) <= 1e-12 * level)
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    #expect(abs(loss.clean.mean - (level - mean(evaluation.clean.heldOut))) <= 1e-12 * level)
    #expect(
      abs(loss.attacked.mean - (level - mean(evaluation.poisoned[0].heldOut))) <= 1e-12 * level)
    #expect(abs(loss.clean.normalised - loss.clean.mean / level) <= 1e-12)
    #expect(loss.clean.mean >= 0 && loss.attacked.mean >= 0)
    #expect(row.losses["targets"]?.clean.instances == 6)
  }

  @Test func writesCanonicalJSON() throws {
    let row = try Self.rows(Self.experiment(share: 0.25)).rows[0]
    let text = try row.json
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["schema"] as? String == "leaderboard-row/1")
    #expect(object["defence"] as? String == "none")
    let budget = try #require(object["budget"] as? [String: Double])
    #expect(budget == ["features": 0.5, "labels": 0, "share": 0.25])
    let regrets = try #require(object["attacked"] as? [String: [String: Double]])
    // Foundation reads the shortest text of a number to within its last place.
    let normalised = try #require(row.losses["held_out"]?.attacked.normalised)
    let read = try #require(regrets["held_out"]?["normalised"])
    #expect(abs(read - normalised) <= 2 * normalised.ulp)
    #expect(object["id"] as? String == row.id.description)
    #expect(try Self.rows(Self.experiment(share: 0.25)).rows[0].json == text)
    // What is not finite is null.
    var broken = row
    broken.losses["targets"]?.clean.total = .nan
    #expect(try broken.json.contains("\"clean\":{\"held_out\":{"))
    #expect(try broken.json.contains("\"targets\":{\"normalised\":null,\"regret\":null}"))
  }

  @Test func joinsSeedsOfOnePlaceAlone() throws {
    let first = try Self.rows(Self.experiment()).rows
    let second = try Self.rows(Self.experiment(seed: 1)).rows
    let other = try Self.rows(Self.experiment(share: 0.5)).rows
    let all = LeaderboardRow.joined([second[0], first[0], first[0], first[1], other[0]])
    #expect(all.count == 3)
    #expect(all[0].seeds == [0, 1] && all[0].id == first[0].id)
    #expect(all[0].records == first[0].records + second[0].records)
    let (one, two) = (first[0].losses["targets"], second[0].losses["targets"])
    let sum = try #require(two).attacked + #require(one).attacked
    #expect(sum.instances == 12 && all[0].losses["targets"]?.attacked == sum)
    #expect(all[1] == first[1] && all[2] == other[0])
  }
}
