public import Reproducibility

/// What a victim does about poisoned data: before training, in every step of it, or by training
/// otherwise.
///
/// A defence has five hooks, each of which does nothing by default:
/// 1. `received(_:)` changes the samples before anything is made of them, differentiably.
/// 2. `weights(ofLosses:)` chooses weights of the instances in every training step, from their
///    losses at that step. The choice counts as piecewise constant: it belongs to the branches of a
///    training, which a replay holds and a sweep finds as the training left them.
/// 3. `training(_:)` changes how long, how fast and by which rule a learner trains.
/// 4. `trainingProblem(_:)` changes the problem that the loss is computed with, not the one that is
///    decided.
/// 5. `learner(_:)` puts another learner in the place of the victim's.
///
/// An attacker who knows a defence attacks the victim's learner in the victim's scenario
/// (`Victim.trainedLearner`, `Victim.scenario(_:)`), and so differentiates through all five.
///
/// ```swift
/// struct Halved: Defence {
///   static let name = "halved"
///   static let label = "Half the training"
///   static let summary = "Stops after half the steps."
///   func training(_ training: Training) -> Training {
///     Training(steps: training.steps / 2, rate: training.rate)
///   }
/// }
/// ```
public protocol Defence: Component {
  /// The defence with its default options.
  init()

  /// The samples that the learner sees in place of those received, on the same tape.
  func received(_ samples: TapedSamples) -> TapedSamples

  /// Whether weights are chosen in every step, which costs a further evaluation of all losses.
  var choosesWeights: Bool { get }

  /// The weights of instances in a step's loss (1/n)·Σ dᵢwᵢℓᵢ, beside the weights wᵢ
  /// that samples may have.
  ///
  /// - Parameter losses: ℓᵢ at the step's weights, an entry per instance of the step.
  /// - Returns: dᵢ, of the same count; all 1 leave the loss as it is.
  func weights(ofLosses losses: [Double]) -> [Double]

  /// How a learner trains that would train as given.
  func training(_ training: Training) -> Training

  /// The problem that losses in training are computed with, in place of the one that is decided.
  func trainingProblem(_ problem: any DecisionProblem) -> any DecisionProblem

  /// Who is trained in place of a learner, whose training is already what `training(_:)` makes of
  /// it.
  func learner(_ learner: any Learner) -> any Learner
}

extension Defence {
  /// The samples as they were received.
  public func received(_ samples: TapedSamples) -> TapedSamples { samples }

  /// No weights are chosen.
  public var choosesWeights: Bool { false }

  /// All instances count alike.
  public func weights(ofLosses losses: [Double]) -> [Double] {
    Array(repeating: 1, count: losses.count)
  }

  /// As it would without a defence.
  public func training(_ training: Training) -> Training { training }

  /// The problem that is decided.
  public func trainingProblem(_ problem: any DecisionProblem) -> any DecisionProblem { problem }

  /// The learner itself.
  public func learner(_ learner: any Learner) -> any Learner { learner }
}
