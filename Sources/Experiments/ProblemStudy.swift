import Attacks
public import Domains
public import Foundation
public import Learning
import LinearAlgebra
public import Reproducibility
import Storage

/// What is done with a problem of one's own: its learners, and where they start.
public struct ProblemStudy: Sendable {
  /// The problem.
  public let problem: OwnProblem
  /// The digest of the file's contents.
  public let dataset: Digest
  /// Where everything random comes from.
  public let seed: UInt64
  /// The file's name, for errors.
  let file: String
  let scenario: Scenario

  /// Reads the problem of a file.
  ///
  /// - Parameters:
  ///   - url: the file.
  ///   - seed: where everything random comes from.
  /// - Throws: one sentence that names the array and the rule, where the file is no such problem.
  public init(contentsOf url: URL, seed: UInt64) async throws {
    let contents: ArrayFile
    (problem, contents) = try await ProblemFile.read(url)
    (dataset, self.seed) = (contents.contentDigest, seed)
    file = url.lastPathComponent
    scenario = problem.scenario
  }

  /// A learner of the given name, trained as the file says.
  public func learner(_ name: LearnerName) -> any Learner {
    switch name {
    case .twoStage: TwoStage(training: problem.fitting.training)
    case .decisionFocused: DecisionFocused(training: problem.fitting.training)
    case .simpleJoint: SimpleJoint(training: problem.fitting.training)
    }
  }

  /// Whether the simple joint learner has a decision to shrink others towards.
  public var hasInterior: Bool { problem.decisionProblem.gauge != nil }

  /// The given initial weights, else some drawn from the seed.
  public var initialWeights: Weights {
    if let given = problem.fitting.weights { return given }
    var random = SeededGenerator(seed: seed, stream: "initial weights")
    return scenario.predictor.initialWeights(using: &random)
  }

  /// Refuses what the problem does not provide for.
  public func check(_ name: LearnerName, objective: AdversaryObjective) throws {
    if name == .simpleJoint, !hasInterior {
      throw ProblemFileError.constraints(file: file, .noInterior)
    }
    if objective == .decision, problem.desiredDecisions == nil {
      throw ProblemFileError.missing(
        file: file, object: "/target/desired_decisions", .forObjective)
    }
  }

  /// The meta-gradient at given perturbations, from the initial weights.
  ///
  /// - Throws: `TrainingFailure` where the training does not stay finite, `SolverError` where a decision has no answer.
  func metaGradient(
    _ name: LearnerName, objective: AdversaryObjective, at ε: Matrix, labels α: Matrix?
  ) throws -> MetaGradient.Value {
    let gradient = try MetaGradient(scenario, against: learner(name), objective: objective)
    let value = try gradient.value(at: ε, labels: α, from: [initialWeights]).value
    if let step = value.trainingLosses.firstIndex(where: { !$0.isFinite }) {
      throw TrainingFailure.diverged(learner: name.rawValue, step: step)
    }
    guard value.perturbation.isFinite, value.labels.isFinite, value.adversaryLoss.isFinite else {
      throw TrainingFailure.unboundedGradient(learner: name.rawValue)
    }
    let violation = OptimalityResidual(problem).violation(of: value.decisions)
    guard violation <= OptimalityResidual.tolerance else {
      throw TrainingFailure.infeasibleDecisions(learner: name.rawValue)
    }
    return value
  }
}

/// The learners by the names that commands know.
public enum LearnerName: String, Sendable, CaseIterable {
  /// Predict, then optimise.
  case twoStage = "two-stage"
  /// Trained through the optimisation.
  case decisionFocused = "decision-focused"
  /// A network that decides.
  case simpleJoint = "simple-joint"
}

/// Why a training comes to nothing.
public enum TrainingFailure: Error, Equatable, CustomStringConvertible {
  /// The loss is no longer finite before this step.
  case diverged(learner: String, step: Int)
  /// The training is finite, the gradient through it is not.
  case unboundedGradient(learner: String)
  /// Predictions are so large that decisions have lost all digits.
  case infeasibleDecisions(learner: String)
  /// A trained victim's utility is not finite.
  case unboundedUtility(learner: String)

  /// One sentence: what happened, and what to do.
  public var description: String {
    let remedy = "lower learning_rate or steps, or scale features and labels down"
    return switch self {
    case .diverged(let learner, let step):
      "The training of the \(learner) learner diverges, its loss is not finite at step \(step): \(remedy)."
    case .unboundedGradient(let learner):
      "The gradient through the training of the \(learner) learner is not finite: \(remedy)."
    case .infeasibleDecisions(let learner):
      "The \(learner) learner ends with predictions too large to decide by: \(remedy)."
    case .unboundedUtility(let learner):
      "The training of the \(learner) learner diverges, its utility at the end is not finite: \(remedy)."
    }
  }
}

extension Matrix {
  var isFinite: Bool { values.allSatisfy(\.isFinite) }
}
