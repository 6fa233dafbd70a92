import Attacks
import Domains
import Learning
import LinearAlgebra
import Reproducibility
import TestSupport
import Testing

@testable import Experiments

struct LaboratoryTests {
  private let laboratory = Laboratory(sources: [:])

  @Test func trainsTheSameCleanVictimsForEveryTreatmentOfASeed() throws {
    let clean = try laboratory.run(SmallStudy.untreated()).record
    #expect(clean.attack == nil && clean.learner == nil && clean.trace == nil)
    for treated in [
      SmallStudy.attacked(), SmallStudy.controlled(), SmallStudy.controlled(by: RandomSigns()),
    ] {
      let record = try laboratory.run(treated).record
      #expect(record.evaluations.keys == clean.evaluations.keys && record.levels.isEmpty)
      for (victim, evaluation) in record.evaluations {
        let reference = try #require(clean.evaluations[victim]?.clean)
        #expect(evaluation.clean.targets == reference.targets)
        #expect(evaluation.clean.heldOut == reference.heldOut)
        #expect(reference.training.count == 2 && evaluation.clean.training.isEmpty)
      }
      #expect(try laboratory.run(treated, clean: clean).record.evaluations == record.evaluations)
    }
  }

  @Test func putsNoVictimAboveThePerfectDecision() throws {
    let record = try laboratory.run(SmallStudy.untreated()).record
    #expect(record.levels.map(\.id) == [.perfect, .uninformed])
    let perfect = try #require(record.level(.perfect))
    #expect(try #require(record.level(.uninformed)).targets < perfect.targets)
    for evaluation in record.evaluations.values {
      #expect(evaluation.clean.targets.allSatisfy { $0 <= perfect.targets })
      #expect(evaluation.clean.heldOut.allSatisfy { $0 <= perfect.heldOut ?? -.infinity })
    }
  }

  /// Two victims of one type of learner, which results keyed by the learner's name would mix up.
  @Test func keepsVictimsOfOneLearnerApart() throws {
    let learner = SmallStudy.twoStage
    var short = learner
    short.training.steps = 3
    let victims = [
      Victim(learner), .wider(learner), .longer(learner), Victim(short, id: "short"),
    ]
    var experiment = SmallStudy.attacked()
    experiment.victims = victims
    let record = try laboratory.run(experiment).record
    #expect(
      record.evaluations.keys.sorted() == [
        "short", "two-stage", "two-stage-longer", "two-stage-wider",
      ])
    for victim in victims {
      var alone = experiment
      alone.victims = [victim]
      #expect(
        try laboratory.run(alone).record.evaluations[victim.id]
          == record.evaluations[victim.id])
    }
    let utilities = record.evaluations.values
    #expect(Set(utilities.map(\.clean.targets)).count == victims.count)
    #expect(Set(utilities.map { $0.poisoned.map(\.targets) }).count == victims.count)
  }

  @Test func recordsAVictimThatSharesTheAttacksWeightsBesideTheFreshOnes() throws {
    var attack = SmallStudy.attack
    attack.initialWeights = .shared
    let record = try laboratory.run(SmallStudy.attacked(by: attack)).record
    let evaluation = try #require(record.evaluations["two-stage"])
    #expect(evaluation.sharedClean?.targets.count == 1)
    #expect(evaluation.sharedPoisoned.map(\.heldOut.count) == [1])
    #expect(evaluation.clean.targets.count == 2 && evaluation.poisoned.count == 1)
    #expect(evaluation.sharedClean?.targets != [evaluation.clean.targets[0]])
    let fresh = try laboratory.run(SmallStudy.attacked()).record.evaluations["two-stage"]
    #expect(fresh?.sharedClean == nil && fresh?.sharedPoisoned == [])
  }

  @Test func drawsControlsSeveralTimesAndKeepsNoPoisonOfThem() throws {
    let result = try laboratory.run(SmallStudy.controlled())
    let evaluation = try #require(result.record.evaluations["two-stage"])
    #expect(evaluation.poisoned.count == SmallStudy.draws && result.poison == nil)
    #expect(evaluation.poisoned[0] != evaluation.poisoned[1])
    #expect(result.record.learner == nil && result.record.attack == "uniform-noise")
  }

  @Test func trainsVictimsOnDrawsFromEachInitialWeightsInTurn() throws {
    var experiment = SmallStudy.controlled(by: RandomSigns())
    experiment.treatment = .control(RandomSigns(), draws: 5)
    let evaluation = try #require(
      try laboratory.run(experiment).record.evaluations["two-stage"])
    let victim = try #require(experiment.victims.first { $0.id == "two-stage" })
    let scenario = try laboratory.scenario(of: experiment.domain, seed: experiment.seed)
    let pipeline = TapedPipeline(scenario.pipeline)
    let fresh = victim.initialWeights(
      in: scenario, count: experiment.freshWeights, seed: experiment.seed)
    let trainer = try VictimTrainer(
      victim, in: scenario, samples: try pipeline.samples(at: nil))
    #expect(fresh.count == 2 && evaluation.poisoned.count == 5)
    for draw in 0..<5 {
      var random = SeededGenerator(
        seed: experiment.seed, stream: ExperimentStream.control(RandomSigns(), draw: draw))
      let poison = try RandomSigns().poison(
        scenario, against: victim.learner, within: experiment.budget, using: &random)
      let samples = try pipeline.samples(at: poison.perturbation, labels: poison.labels)
      let reached = try trainer.utility(trainedOn: samples, from: [fresh[draw % 2]])
      #expect(evaluation.poisoned[draw] == reached)
      // What it costs from these weights is taken from the clean mean.
      let loss = evaluation.clean.targets[draw % 2] - reached.targets[0]
      let mean = (evaluation.clean.targets[0] + evaluation.clean.targets[1]) / 2
      #expect(evaluation.poisoned(\.targets)[draw] == [mean - loss])
    }
  }

  @Test func startsEveryRepetitionOfAnAttackElsewhere() throws {
    var again = SmallStudy.attacked()
    again.repetition = 1
    let (first, second) = (
      try laboratory.run(SmallStudy.attacked()), try laboratory.run(again)
    )
    #expect(first.poison?.perturbation != second.poison?.perturbation)
    let clean = [first, second].map { $0.record.evaluations["two-stage"]?.clean }
    #expect(clean[0] == clean[1])
  }

  @Test func tellsAnObserverOfEveryUpdate() throws {
    let item = try KeyedExperiment(SmallStudy.attacked(), sources: [:])
    let observed = Observed()
    let record = try laboratory.run(item, clean: nil, dataset: Digest(of: "")) { _, loss in
      observed.losses.append(loss)
    }.record
    #expect(record.trace?.adversaryLoss == observed.losses)
  }

  /// Filled by one task, and read when it is over.
  private final class Observed: @unchecked Sendable { var losses: [Double] = [] }

  /// A perturbation of labels alone, which a budget of features alone would call untreated.
  @Test func recordsTheWholeBudget() throws {
    let budget = Budget(features: 0, labels: 0.4)
    for experiment in [
      SmallStudy.attacked(by: labelAttack, within: budget), SmallStudy.controlled(within: budget),
    ] {
      let result = try laboratory.run(experiment)
      #expect(result.record.budget == budget)
      let evaluation = try #require(result.record.evaluations["two-stage"])
      #expect(
        evaluation.poisoned.allSatisfy {
          Set($0.targets).isDisjoint(with: evaluation.clean.targets)
        })
    }
    let poison = try #require(
      try laboratory.run(SmallStudy.attacked(by: labelAttack, within: budget)).poison)
    #expect(poison.perturbation.largestMagnitude == 0)
    #expect(try #require(poison.labels).largestMagnitude > 0)
  }

  private var labelAttack: MetaGradientAttack {
    MetaGradientAttack(iterations: 2, rule: .sign, stepSize: 0.3, checkedEntries: 0)
  }
}

/// Cells whose attack goes on from the poison of a smaller budget.
struct ContinuedCellTests {
  private func cell(_ budgets: [Double]) -> Experiment {
    let attack = ContinuedAttack(
      SmoothedAttack(iterations: 2, smoothing: 3, checkedEntries: 0), reevaluations: 2)
    var cell = SmallStudy.attacked(by: attack, within: Budget(features: budgets.last ?? 0))
    cell.smallerBudgets = budgets.dropLast().map { Budget(features: $0) }
    return cell
  }

  @Test func waitForTheSmallerBudgetAndGoOnFromItsPoison() async throws {
    let directory = try TemporaryDirectory()
    let runner = Runner(in: directory)
    let cells = [[0.1, 0.2, 0.4], [0.1, 0.2], [0.1]].map(cell)
    let items = try runner.keyed(cells)
    #expect(cells[0].smallerCell?.budget == cells[1].budget)
    #expect(try runner.keyed([try #require(cells[0].sourceCell)])[0].key == items[1].key)
    #expect(cells[2].sourceCell == nil)
    let study = try await runner.study(of: items)
    // Whether the smaller poisons are read or made anew changes nothing.
    for item in items {
      let again = try Laboratory(sources: [:]).run(item.experiment)
      let stored = try await runner.store.poison(item.key)
      #expect(again.record.evaluations == study[item.key]?.evaluations)
      #expect(again.poison?.perturbation == stored?.perturbation)
    }
    var anew = cells[0]
    anew.smallerBudgets = []
    let other = try Laboratory(sources: [:]).run(anew)
    #expect(other.record.evaluations != study[items[0].key]?.evaluations)
  }
}

/// Cells whose attacker knows the defence of its victims.
struct KnownDefenceTests {
  @Test func attackTheDefendedTraining() throws {
    let laboratory = Laboratory(sources: [:])
    func poison(_ defence: (any Defence)?) throws -> Poison {
      var cell = SmallStudy.attacked()
      cell.knownDefence = defence
      return try #require(try laboratory.run(cell).poison)
    }
    let (unaware, aware) = (try poison(nil), try poison(TrimmedLoss(share: 0.3)))
    #expect(unaware.perturbation != aware.perturbation)
    // The gradient of the defended training is checked like any other.
    #expect(aware.certificate?.verdict == .passed)
    // A defence that leaves nothing out is none.
    #expect(try poison(TrimmedLoss(share: 0)).perturbation == unaware.perturbation)
  }
}

/// Cells that take their poison from another one.
struct SharedPoisonTests {
  /// Victims that the attack was not made for, and the cell that makes the poison.
  private func others(
    _ victim: (any Learner) -> Victim
  ) -> (others: Experiment, maker: Experiment) {
    let maker = SmallStudy.attacked()
    var others = maker
    others.victims = maker.victims.map { victim($0.learner) }
    others.poisonVictims = maker.victims
    return (others, maker)
  }

  @Test(arguments: [true, false])
  func receiveThePoisonOfTheCellThatMadeIt(isLonger: Bool) async throws {
    let directory = try TemporaryDirectory()
    let (others, maker) = others { isLonger ? .longer($0) : .wider($0) }
    let runner = Runner(in: directory)
    let items = try runner.keyed([maker, others])
    let study = try await runner.study(of: items)
    let (usual, made) = (try #require(study[items[0].key]), try #require(study[items[1].key]))
    #expect(made.key != usual.key && made.trace == nil && usual.trace != nil)
    // They are compared with clean victims of their own kind.
    let own = try #require(made.evaluations[others.victims[0].id])
    let theirs = try #require(usual.evaluations["two-stage"])
    #expect(own.clean.targets.count == 2 && own.poisoned.first?.targets.count == 2)
    #expect(own.clean.targets != theirs.clean.targets)
    #expect(own.poisoned.first?.targets != theirs.poisoned.first?.targets)
    // Whether the poison is read or made anew changes nothing.
    let again = try Laboratory(sources: [:]).run(others)
    #expect(again.record.evaluations == made.evaluations && again.poison == nil)
    // Nor does it matter whether they stand beside the usual victims.
    var direct = maker
    direct.victims = others.victims
    #expect(try Laboratory(sources: [:]).run(direct).record.evaluations == made.evaluations)
  }
}
