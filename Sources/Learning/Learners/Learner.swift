public import Differentiation
public import Reproducibility

/// Somebody who trains a predictor on data and decides with it.
///
/// Learners differ in the loss that they minimise; all of them maximise utility in the end.
public protocol Learner: Component {
  /// The learner that trains as given, with its default options.
  init(training: Training)

  /// How it trains.
  var training: Training { get set }

  /// Whether its loss solves a decision problem for every instance in every step.
  ///
  /// The default is false.
  static var solvesInTraining: Bool { get }

  /// Whether its last layer needs a decision that keeps clear of every inequality.
  ///
  /// The default is false.
  static var needsInterior: Bool { get }

  /// Whether its loss needs a utility that is linear in all that is predicted
  /// (`DecisionProblem.linearObjective`).
  ///
  /// Training it on another problem throws a `LearnerRefusal`. The default is false.
  static var needsLinearObjective: Bool { get }

  /// The network that it trains in a scenario.
  func predictor(in scenario: Scenario) -> any Predictor

  /// What its loss gets as the outcome: fields of one row per training instance.
  ///
  /// They are made of the samples received, on their tape, when a training begins, and are the same
  /// in all its steps; attacks differentiate through that. Discrete choices on the way (active
  /// sets, neighbours) are noted there. The default is the outcome as it was received.
  ///
  /// - Parameters:
  ///   - samples: all training instances, as the learner's defence leaves them.
  ///   - problem: the problem that the loss is computed with.
  /// - Returns: the fields.
  func lossOutcome(of samples: TapedSamples, in problem: any DecisionProblem) -> [Variable]

  /// The training loss of each instance; the learner minimises the mean.
  ///
  /// - Parameters:
  ///   - prediction: the network's outputs.
  ///   - outcome: rows of what `lossOutcome(of:in:)` gave.
  ///   - statistics: what was fitted on the data.
  ///   - problem: what has to be decided.
  /// - Returns: the losses, n×1.
  func losses(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable

  /// The decisions that follow from the network's outputs.
  func decisions(from prediction: [Variable], in problem: any DecisionProblem) -> Variable
}

extension Learner {
  /// Decides by solving, wherever there are decisions.
  public static var needsInterior: Bool { false }

  /// Any utility will do.
  public static var needsLinearObjective: Bool { false }

  /// In running text: "two-stage", "simple joint".
  public static var phrase: String {
    let words = label.replacing(" learner", with: "")
    return words.prefix(1).lowercased() + words.dropFirst()
  }

  /// In running text.
  public var phrase: String { Self.phrase }

  /// Solves nothing while it trains.
  public static var solvesInTraining: Bool { false }

  /// Its length, rate and rule.
  public var settings: [Setting] { [Setting("Training", training.phrase)] }

  /// The outcome as it was received.
  public func lossOutcome(
    of samples: TapedSamples, in problem: any DecisionProblem
  ) -> [Variable] { samples.outcome }

  /// By default the scenario's network for outcomes.
  public func predictor(in scenario: Scenario) -> any Predictor { scenario.predictor }

  /// By default the optimal decisions for the prediction.
  public func decisions(from prediction: [Variable], in problem: any DecisionProblem) -> Variable {
    problem.decisions(for: prediction)
  }
}

/// Predict, then optimise: trained for the accuracy of the prediction alone (paper §3.1).
public struct TwoStage: Learner {
  /// What keys and pages call it.
  public static let name = "two-stage", label = "Two-stage learner"
  /// What it does, in a sentence.
  public static let summary = "Predicts as accurately as it can, and optimises afterwards."
  /// What it follows.
  public static let references = [Reference.kinsey2023]
  /// How it trains.
  public var training: Training

  /// A two-stage learner that trains as said.
  public init(training: Training) { self.training = training }

  /// The training loss of each instance, n×1.
  public func losses(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    problem.predictionError(of: prediction, against: outcome, statistics: statistics)
  }
}

/// Trained for the utility of the decision, through the optimisation (paper §3.2).
public struct DecisionFocused: Learner {
  /// What keys and pages call it.
  public static let name = "decision-focused", label = "Decision-focused learner"
  /// What it does, in a sentence.
  public static let summary = "Trains its prediction through the optimisation, for the decision."
  /// What it follows.
  public static let references = [
    Reference.kinsey2023, Reference.amosKolter2017, Reference.wilder2019,
  ]
  /// Every step optimises for every instance.
  public static let solvesInTraining = true
  /// How it trains.
  public var training: Training

  /// A decision-focused learner that trains as said.
  public init(training: Training) { self.training = training }

  /// The training loss of each instance, n×1.
  public func losses(
    of prediction: [Variable], against outcome: [Variable], statistics: [Variable],
    in problem: any DecisionProblem
  ) -> Variable {
    -1 * problem.utility(of: problem.decisions(for: prediction), when: outcome)
  }
}
