import LinearAlgebra
import Reproducibility

/// The utility that trained victims reach, one value per initial weights.
public struct VictimUtility: Sendable, Equatable, Codable {
  /// Mean utility at the attacker's targets.
  public var targets: [Double]
  /// Mean utility at held-out instances; empty where there are none.
  public var heldOut: [Double]
  /// Mean utility at the training instances; empty where it was not asked for.
  public var training: [Double]
  /// Mean ½‖x − x_d‖² at the targets; empty where nobody desires decisions.
  public var distance: [Double]
  /// By how much decisions broke their constraints that are not to be believed, as of predictions
  /// too large to decide by; their utility is not a number.
  ///
  /// It is empty where all decisions are to be believed.
  public var violations: [Double] = []
  /// How the first training went that diverged, in a clause; nil where none did.
  ///
  /// Its decisions may be feasible all the same.
  public var divergence: String?

  /// The given utilities.
  public init(
    targets: [Double] = [], heldOut: [Double] = [], training: [Double] = [], distance: [Double] = []
  ) {
    (self.targets, self.heldOut) = (targets, heldOut)
    (self.training, self.distance) = (training, distance)
  }

  /// Why some of it is no result, whatever the training's loss did, in a clause; nil where all of
  /// it is one.
  public var flaw: String? {
    if let violation = violations.first {
      return
        "decisions break their constraints by \(NumberFormat.significant(violation, digits: 3))"
        + ", predictions being too large to decide by"
    }
    let isFinite = [targets, heldOut, training, distance].allSatisfy { $0.allSatisfy(\.isFinite) }
    return isFinite ? nil : "the utility at the end is not a finite number"
  }
}

/// Trains a victim from given initial weights on whatever samples it receives, and evaluates it.
///
/// Samples are handed over as they come from the scenario's pipeline; the victim's defence works on
/// them here. One task at a time.
public final class VictimTrainer {
  private let filter: SampleFilter?
  private let trainer: Trainer
  private let targets: Evaluator
  /// Nil where there are no held-out instances.
  private let heldOut: Evaluator?
  private let training: Evaluator?
  private let desired: Matrix?
  private let problem: any DecisionProblem
  private let targetOutcome, heldOutOutcome, trainingOutcome: [Matrix]

  /// A trainer of `victim` for samples of the shapes of those received.
  ///
  /// - Parameters:
  ///   - victim: who is trained.
  ///   - scenario: as its domain made it, without what the victim changes.
  ///   - received: samples that give the shapes and, if training is measured, the outcomes that it
  ///     is measured with.
  ///   - measuresTraining: whether utility at the training instances is measured. The default is
  ///     false.
  /// - Throws: what the defence throws that works on the samples.
  public init(
    _ victim: Victim, in scenario: Scenario, samples received: Samples,
    measuresTraining: Bool = false
  ) throws {
    filter = victim.defence.map { SampleFilter($0, for: received) }
    let samples = try filter?.samples(from: received) ?? received
    let (learner, scenario) = (victim.trainedLearner, victim.scenario(scenario))
    trainer = Trainer(learner, in: scenario, samples: samples)
    func evaluator(_ outcome: [Matrix]) -> Evaluator {
      Evaluator(learner, in: scenario, outcome: outcome, samples: samples, judging: true)
    }
    targets = evaluator(scenario.targetOutcome)
    let hasHeldOut = scenario.heldOutOutcome[0].rows > 0
    heldOut = hasHeldOut ? evaluator(scenario.heldOutOutcome) : nil
    training = measuresTraining ? evaluator(samples.outcome) : nil
    desired = scenario.desiredDecisions
    problem = scenario.problem
    (targetOutcome, heldOutOutcome) = (scenario.targetOutcome, scenario.heldOutOutcome)
    trainingOutcome = measuresTraining ? samples.outcome : []
  }

  /// Trains from each of the initial weights on the samples received and measures utilities.
  ///
  /// - Throws: `SolverError` where a decision problem has no answer.
  public func utility(
    trainedOn received: Samples, from initial: [Weights]
  ) throws -> VictimUtility {
    let samples = try filter?.samples(from: received) ?? received
    trainer.load(samples)
    var result = VictimUtility()
    for weights in initial {
      let trained = try trainer.train(from: weights, measuresEnd: false)
      if result.divergence == nil {
        result.divergence = TrainingDivergence(in: trainer.losses)?.description
      }
      func value(
        _ evaluator: Evaluator, _ features: Matrix, _ outcome: [Matrix]
      ) throws -> Double {
        let value = try evaluator.value(
          trained, features: features, statistics: samples.statistics)
        let violation = problem.violation(of: evaluator.decisions, when: outcome)
        if !value.isFinite || violation <= LinearConstraints.tolerance { return value }
        result.violations.append(violation)
        return .nan
      }
      result.targets.append(try value(targets, samples.targetFeatures, targetOutcome))
      if let desired {
        let difference = targets.decisions - desired
        let squares = difference.values.reduce(0) { $0 + $1 * $1 }
        result.distance.append(0.5 * squares / Double(desired.rows))
      }
      if let heldOut {
        result.heldOut.append(try value(heldOut, samples.heldOutFeatures, heldOutOutcome))
      }
      if let training {
        result.training.append(try value(training, samples.features, trainingOutcome))
      }
    }
    return result
  }
}
